import { codePointsOf, type FontFaces, markup, type Html, trusted } from '../../../platform/pdf/index.js';
import { copyPages, pageCount } from './layouts.js';
import type { AgreementSheet, Variant } from './sheet.js';
import { STYLES } from './styles.js';
import { checkPage, turnPage } from './turn-page.js';

/** Raised with every visible change; a file keeps the version that made it. */
export const TEMPLATE_VERSION = '1';

export interface ComposedDocument {
  title: string;
  pages: number;
  /** Characters by face: the renderer puts just these into the fonts of the page. */
  faces: FontFaces;
  /** The whole page, given the style sheet of its fonts. */
  html(fontCss: string): string;
}

/** Any number of agreements as one document: all copies of the first, then all of the second. */
export function composeDocument(sheets: readonly AgreementSheet[], variant: Variant): ComposedDocument {
  const pages = sheets.flatMap((sheet) => sheet.copies.map((_, index) => copyPages(sheet, index + 1)));
  const ordered = variant === 'duplex' ? pages.flat() : simplex(pages, sheets);
  const title = documentTitle(sheets);
  const body = ordered.map((page) => page.text).join('');
  const text = codePointsOf(`${body}字☑\u3000`);
  return {
    title,
    pages: ordered.length,
    faces: { serif: text, serifBold: text, sans: text },
    html: (fontCss) =>
      markup`<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>${title}</title><style>${trusted(fontCss + STYLES)}</style></head><body><p class="warm">字<b>字</b><span class="sans">字</span>☑</p>${trusted(body)}</body></html>`
        .text,
  };
}

/** For printers without duplex: every front, a page that says how to turn the stack, every back in the same order. */
function simplex(copies: readonly Html[][], sheets: readonly AgreementSheet[]): Html[] {
  const fronts = copies.flatMap((pages) => pages.filter((_, index) => index % 2 === 0));
  const backs = copies.flatMap((pages) => pages.filter((_, index) => index % 2 === 1));
  return [...fronts, turnPage(fronts.length), ...backs, checkPage(sheets, fronts.length)];
}

export function duplexPages(sheets: readonly AgreementSheet[]): number {
  return sheets.reduce((sum, sheet) => sum + pageCount(sheet), 0);
}

function documentTitle(sheets: readonly AgreementSheet[]): string {
  const [first] = sheets;
  if (!first) throw new Error('a document needs at least one agreement');
  const single = `就业协议书 ${first.agreementNo} ${first.studentName}`;
  return sheets.length === 1 ? single : `就业协议书 ${sheets.length} 份（${first.agreementNo} 起）`;
}
