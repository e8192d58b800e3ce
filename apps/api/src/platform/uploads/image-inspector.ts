import sharp, { type Metadata, type Sharp } from 'sharp';
import type { FileType } from './file-type.js';
import { type Limits, refusal } from './refusal.js';

/** Enough to read a page of paper that was photographed, and no more to keep. */
const LONGEST_SIDE = 4000;

// Of the many decoders in the library only these three ever see a byte.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'],
});
sharp.cache(false);

export interface SafeImage {
  bytes: Buffer;
  mime: string;
  extension: string;
  width: number;
  height: number;
}

type ImageType = Extract<FileType, 'jpeg' | 'png' | 'webp'>;

const FORMATS: Readonly<Record<ImageType, { mime: string; extension: string; encode: (image: Sharp) => Sharp }>> = {
  jpeg: { mime: 'image/jpeg', extension: 'jpg', encode: (image) => image.jpeg({ quality: 88 }) },
  png: { mime: 'image/png', extension: 'png', encode: (image) => image.png() },
  webp: { mime: 'image/webp', extension: 'webp', encode: (image) => image.webp({ quality: 88 }) },
};

/** The picture alone, encoded anew: what was hidden in metadata, in comments or behind the end is not in it. */
export async function safeImage(bytes: Buffer, type: ImageType, limits: Limits): Promise<SafeImage> {
  const damaged = (cause: unknown) => refusal('FILE_DAMAGED', limits, undefined, cause);
  const decode = (): Sharp => sharp(bytes, { limitInputPixels: limits.maxPixels, failOn: 'error' });
  const header = await decode()
    .metadata()
    .catch((error: unknown) => {
      throw isTooLarge(error) ? tooLarge(limits) : damaged(error);
    });
  if (isAnimated(bytes, type, header)) throw refusal('FILE_TYPE_REFUSED', limits, '不接受会动的图片。');
  const { mime, extension, encode } = FORMATS[type];
  const upright = decode()
    .autoOrient()
    .resize({ width: LONGEST_SIDE, height: LONGEST_SIDE, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb');
  const { data, info } = await encode(upright)
    .toBuffer({ resolveWithObject: true })
    .catch((error: unknown) => {
      throw damaged(error);
    });
  return { bytes: data, mime, extension, width: info.width, height: info.height };
}

function isTooLarge(error: unknown): boolean {
  return error instanceof Error && /pixel limit/i.test(error.message);
}

function tooLarge(limits: Limits) {
  const millions = Math.floor(limits.maxPixels / 1_000_000);
  return refusal('IMAGE_TOO_LARGE', limits, `图片的尺寸太大，超过了 ${millions * 100} 万像素。请缩小后再上传。`);
}

/** The decoder of PNG shows the first picture of several and says nothing of the others. */
function isAnimated(bytes: Buffer, type: ImageType, { pages }: Metadata): boolean {
  if (type !== 'png') return (pages ?? 1) > 1;
  return bytes.subarray(0, Math.max(0, bytes.indexOf('IDAT'))).includes('acTL');
}
