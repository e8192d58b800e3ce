import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { AppConfig } from '../config/index.js';
import { PdfBrowser, type RenderOptions } from './browser.js';
import { FontBook, type FontFaces } from './fonts/font-book.js';
import { mergePdf, type PdfPart } from './merge.js';

/** A page that is ready except for its fonts. */
export interface PdfSource {
  faces: FontFaces;
  html(fontCss: string): string;
}

/** HTML to PDF, in the worker only and never inside a database transaction. */
@Injectable()
export class PdfService implements OnApplicationShutdown {
  private readonly log = new Logger('Pdf');
  private readonly fonts = new FontBook();
  private readonly browser: PdfBrowser;

  constructor(config: AppConfig) {
    const log = { warn: (message: string): void => this.log.warn(message) };
    this.browser = new PdfBrowser({ chromiumPath: config.chromiumPath, dataDir: config.dataDir, log });
  }

  async render(source: PdfSource, options?: RenderOptions): Promise<Buffer> {
    const { css, missing } = this.fonts.sheet(source.faces);
    if (missing.length > 0) {
      // shown from the system's fonts where it has them; said here, so that the bundled fonts can be widened
      this.log.warn({ codePoints: missing.map((code) => `U+${code.toString(16).toUpperCase()}`) }, 'no bundled glyph');
    }
    return this.browser.render(source.html(css), options);
  }

  merge(parts: readonly PdfPart[], title: string): Promise<Buffer> {
    return mergePdf(parts, title);
  }

  /** Fonts and browser are tried when the worker boots, not at the first signature. @throws with a sentence for operators */
  async check(): Promise<void> {
    this.fonts.check();
    await this.browser.check();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.browser.close();
  }
}
