import type { PDF as Pdf } from '@libpdf/core';

export interface PdfPart {
  bytes: Uint8Array;
  /** Pages to take, from 0; all of them when left out. */
  pages?: readonly number[];
}

/** Puts pages of several files into one, in this order. A file that gives pages twice is read once. */
export async function mergePdf(parts: readonly PdfPart[], title: string): Promise<Buffer> {
  const { PDF } = await import('@libpdf/core');
  const target = PDF.create();
  const sources = new Map<Uint8Array, Pdf>();
  for (const { bytes, pages } of parts) {
    let source = sources.get(bytes);
    if (!source) sources.set(bytes, (source = await PDF.load(bytes)));
    await target.copyPagesFrom(source, [...(pages ?? Array.from({ length: source.getPageCount() }, (_, i) => i))]);
  }
  target.setTitle(title, { showInWindowTitleBar: true });
  const merged = await target.save({ useXRefStream: true });
  return Buffer.from(merged.buffer, merged.byteOffset, merged.byteLength);
}
