import { Injectable } from '@nestjs/common';
import { LIMITS } from '@qiancheng/shared';
import { AppError, megabytes, type Upload, withExtension } from '../http/index.js';
import { sha256Of } from '../storage/index.js';
import { type FileType, fileTypeOf } from './file-type.js';
import { Gate } from './gate.js';
import { safeImage } from './image-inspector.js';
import { harmlessPages } from './pdf-inspector.js';
import { type Limits, refusal, type UploadKind } from './refusal.js';
import { VirusScanner } from './virus-scanner.js';

export type { UploadKind };

/** What a route takes. Limits that are left out are those of `LIMITS`. */
export interface UploadPolicy {
  kinds: readonly UploadKind[];
  maxBytes?: number;
  maxPages?: number;
  maxPixels?: number;
}

/** A file that may be kept and shown: `bytes` are safe, which for an image means other ones than those that came. */
export interface AcceptedFile {
  kind: UploadKind;
  mime: string;
  extension: string;
  /** As the person called it, cleaned, with the extension of what it is. */
  name: string;
  bytes: Buffer;
  sha256: string;
  width?: number;
  height?: number;
  pages?: number;
}

type Content = Omit<AcceptedFile, 'name' | 'sha256'>;

const REMARKS: Partial<Record<FileType, string>> = {
  gif: '不接受 GIF 图片。',
  heic: '不接受 HEIC 照片。请在手机上另存为 JPEG，或者截屏后上传。',
};
/** Decoding takes up to a few hundred megabytes: more at once only means more waiting and more memory. */
const AT_ONCE = 2;

/** Decides whether a file may come in. By its content alone; the name has no say. */
@Injectable()
export class UploadInspector {
  private readonly gate = new Gate(AT_ONCE);

  constructor(private readonly scanner: VirusScanner) {}

  /** @throws AppError that says what is wrong and what is accepted */
  async accept({ name, bytes }: Upload, policy: UploadPolicy): Promise<AcceptedFile> {
    const limits: Limits = {
      kinds: policy.kinds,
      maxBytes: policy.maxBytes ?? LIMITS.uploadBytes,
      maxPages: policy.maxPages ?? LIMITS.uploadPages,
      maxPixels: policy.maxPixels ?? LIMITS.uploadPixels,
    };
    if (bytes.length === 0) throw new AppError('FILE_EMPTY');
    if (bytes.length > limits.maxBytes) {
      throw new AppError('TOO_LARGE', { detail: `文件不能超过 ${megabytes(limits.maxBytes)}。请减小后再上传。` });
    }
    const type = fileTypeOf(bytes);
    const kind = kindOf(type);
    if (!kind || !limits.kinds.includes(kind)) throw refusal('FILE_TYPE_REFUSED', limits, REMARKS[type]);
    await this.scanner.scan(bytes);
    const content = await this.gate.pass(() => inspect(type, bytes, limits));
    return { ...content, name: withExtension(name, content.extension), sha256: sha256Of(content.bytes) };
  }
}

function kindOf(type: FileType): UploadKind | undefined {
  if (type === 'pdf') return 'pdf';
  return type === 'jpeg' || type === 'png' || type === 'webp' ? 'image' : undefined;
}

async function inspect(type: FileType, bytes: Buffer, limits: Limits): Promise<Content> {
  if (type === 'jpeg' || type === 'png' || type === 'webp') {
    return { kind: 'image', ...(await safeImage(bytes, type, limits)) };
  }
  // Kept as it came: a signature of somebody else in it stays good.
  const pages = await harmlessPages(bytes, limits);
  return { kind: 'pdf', mime: 'application/pdf', extension: 'pdf', bytes, pages };
}
