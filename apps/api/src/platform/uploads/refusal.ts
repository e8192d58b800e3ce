import { ERROR_CODES, type ErrorCode } from '@qiancheng/shared';
import { AppError, megabytes } from '../http/index.js';

export type UploadKind = 'image' | 'pdf';

export interface Limits {
  kinds: readonly UploadKind[];
  maxBytes: number;
  maxPages: number;
  maxPixels: number;
}

const KIND_NAMES: Readonly<Record<UploadKind, string>> = { image: 'JPEG、PNG、WebP 图片', pdf: 'PDF 文件' };

/** What is wrong with the file, then what would be right. */
export function refusal(code: ErrorCode, limits: Limits, because = ERROR_CODES[code].text, cause?: unknown): AppError {
  const kinds = limits.kinds.map((kind) => KIND_NAMES[kind]).join('或 ');
  const accepted = `这里接受 ${kinds}，不超过 ${megabytes(limits.maxBytes)}。`;
  return new AppError(code, { detail: `${because}${accepted}`, cause });
}
