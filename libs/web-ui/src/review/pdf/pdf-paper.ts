import type { Picture } from '../paper-frame.js';

/** A PDF as pages to look at. */
export interface PdfPaper {
  pages: number;
  /** at 72 px an inch */
  sizeOf: (page: number) => Promise<Picture>;
  /** for those who do not see the page; empty where it is a scan */
  textOf: (page: number) => Promise<string>;
  /** @param width of the canvas on the screen, in px */
  draw: (page: number, canvas: HTMLCanvasElement, width: number, signal: AbortSignal) => Promise<void>;
  close: () => void;
}
