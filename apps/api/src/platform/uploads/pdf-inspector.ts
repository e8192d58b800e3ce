import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { PdfFinding } from './pdf-reader.worker.js';
import { type Limits, refusal } from './refusal.js';

/** Beside this file, compiled like it; tests run both as they are written. */
const READER = new URL(`./pdf-reader.worker${path.extname(import.meta.url)}`, import.meta.url);
const PATIENCE_MS = 15_000;
const CODES = {
  damaged: 'FILE_DAMAGED',
  encrypted: 'FILE_ENCRYPTED',
  script: 'FILE_HAS_SCRIPT',
  attachment: 'FILE_HAS_ATTACHMENT',
} as const;

/** How many pages a PDF has that does nothing but be read; anything else is refused. */
export async function harmlessPages(bytes: Buffer, limits: Limits): Promise<number> {
  const finding = await readApart(bytes);
  if (finding.fault) throw refusal(CODES[finding.fault], limits, undefined, new Error(finding.because));
  if (finding.pages > limits.maxPages) {
    const because = `文件有 ${finding.pages} 页，超过了 ${limits.maxPages} 页。请只上传需要的页。`;
    throw refusal('FILE_TOO_MANY_PAGES', limits, because);
  }
  return finding.pages;
}

/** In a thread of its own, so that a file made to exhaust the reader takes nobody else's time or memory along. */
function readApart(bytes: Buffer): Promise<PdfFinding> {
  return new Promise((resolve) => {
    const worker = new Worker(READER, {
      workerData: bytes,
      resourceLimits: { maxOldGenerationSizeMb: 256 },
      // the library remarks on odd files to the console
      stdout: true,
      stderr: true,
      env: {},
    });
    const timer = setTimeout(() => void worker.terminate(), PATIENCE_MS);
    worker.once('message', (finding: PdfFinding) => resolve(finding));
    worker.once('error', (error) => resolve({ fault: 'damaged', because: error.message }));
    worker.once('exit', () => {
      clearTimeout(timer);
      resolve({ fault: 'damaged', because: 'the reader gave up' });
    });
  });
}
