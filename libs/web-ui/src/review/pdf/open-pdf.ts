import { getDocument, GlobalWorkerOptions, VerbosityLevel, type PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import PdfWorker from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?worker';
import type { PdfPaper } from './pdf-paper.js';

/** Loaded only when somebody opens a PDF: a megabyte that most pages never need. */
const ASSETS = `${import.meta.env.BASE_URL}assets/pdf/`;
/** What a phone's browser still draws. */
const MOST_PIXELS = 16_000_000;

export async function openPdf(blob: Blob): Promise<PdfPaper> {
  GlobalWorkerOptions.workerPort ??= new PdfWorker();
  const loading = getDocument({
    data: await blob.arrayBuffer(),
    cMapUrl: `${ASSETS}cmaps/`,
    standardFontDataUrl: `${ASSETS}standard_fonts/`,
    wasmUrl: `${ASSETS}wasm/`,
    // the content security policy evaluates nothing
    useWasm: false,
    isEvalSupported: false,
    enableXfa: false,
    // what a paper lacks is no fault of the page
    verbosity: VerbosityLevel.ERRORS,
  });
  const document = await loading.promise;
  const pages = new Map<number, Promise<PDFPageProxy>>();
  const pageOf = (number: number): Promise<PDFPageProxy> => {
    const known = pages.get(number) ?? document.getPage(number);
    pages.set(number, known);
    return known;
  };

  return {
    pages: document.numPages,
    async sizeOf(number) {
      const { width, height } = (await pageOf(number)).getViewport({ scale: 1 });
      return { width, height };
    },
    async textOf(number) {
      const { items } = await (await pageOf(number)).getTextContent();
      return items
        .map((item) => ('str' in item ? item.str : ''))
        .join(' ')
        .trim();
    },
    draw(number, canvas, width, signal) {
      return drawPage(pageOf(number), canvas, width, signal);
    },
    close: () => void loading.destroy(),
  };
}

async function drawPage(
  wanted: Promise<PDFPageProxy>,
  canvas: HTMLCanvasElement,
  width: number,
  signal: AbortSignal,
): Promise<void> {
  const page = await wanted;
  if (signal.aborted) return;
  const whole = page.getViewport({ scale: 1 });
  const most = Math.sqrt(MOST_PIXELS / (whole.width * whole.height));
  const viewport = page.getViewport({ scale: Math.min(most, (width / whole.width) * devicePixelRatio) });
  // Drawn aside and shown when it is whole: the page before stays until then.
  const sheet = document.createElement('canvas');
  sheet.width = Math.max(1, Math.floor(viewport.width));
  sheet.height = Math.max(1, Math.floor(viewport.height));
  const task = page.render({ canvas: sheet, viewport });
  signal.addEventListener('abort', () => task.cancel());
  await task.promise;
  if (signal.aborted) return;
  canvas.width = sheet.width;
  canvas.height = sheet.height;
  canvas.getContext('2d')?.drawImage(sheet, 0, 0);
}
