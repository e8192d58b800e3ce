import type { FileView } from '@qiancheng/api-client/employer';
import { apiPath } from '@qiancheng/web-core';

/** Shows a stored file in the page. Another file has another address, so that no old picture stays. */
export function inlineHref(path: string, fileId: string): string {
  return `${apiPath(path)}?inline=true&v=${fileId}`;
}

export const draftPaperHref = (file: FileView): string =>
  inlineHref(`registration/draft/files/${file.kind}`, file.fileId);

export const certificationPaperHref =
  (id: string) =>
  (file: FileView): string =>
    inlineHref(`certifications/${encodeURIComponent(id)}/files/${file.kind}`, file.fileId);

export const companyPaperHref = (file: FileView): string => inlineHref(`company/papers/${file.kind}`, file.fileId);
