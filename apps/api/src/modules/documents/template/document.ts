import { codePointsOf, type FontFaces, markup, type Html, trusted } from '../../../platform/pdf/markup.js';
import { copyPages } from './layouts.js';
import type { AgreementSheet, Variant } from './sheet.js';
import { STYLES } from './styles.js';
import { checkPage, type Stack, turnPage } from './turn-page.js';

/** Raised with every visible change; a file keeps the version that made it. */
export const TEMPLATE_VERSION = '1';

export interface ComposedDocument {
  title: string;
  pages: number;
  copies: number;
  /** Characters by face: the renderer puts just these into the fonts of the page. */
  faces: FontFaces;
  /** The whole page, given the style sheet of its fonts. */
  html(fontCss: string): string;
}

/** Any number of agreements as one document: all copies of the first, then all of the second. */
export function composeDocument(sheets: readonly AgreementSheet[], variant: Variant): ComposedDocument {
  const copies = sheets.flatMap((sheet) => sheet.copies.map((_, index) => copyPages(sheet, index + 1)));
  const pages = variant === 'duplex' ? copies.flat() : simplex(copies, sheets.length);
  return bind(pages, documentTitle(sheets, sheets.length), copies.length);
}

/** The two pages that a simplex print of many agreements needs besides their fronts and backs. */
export function composeTurn(stack: Stack): ComposedDocument {
  return bind([turnPage(stack), checkPage(stack)], '翻面说明', 0);
}

/** For printers without duplex: every front, a page that says how to turn the stack, every back in the same order. */
function simplex(copies: readonly Html[][], agreements: number): Html[] {
  const fronts = copies.flatMap((pages) => pages.filter((_, index) => index % 2 === 0));
  const backs = copies.flatMap((pages) => pages.filter((_, index) => index % 2 === 1));
  const stack: Stack = { agreements, papers: fronts.length };
  return [...fronts, turnPage(stack), ...backs, checkPage(stack)];
}

function bind(pages: readonly Html[], title: string, copies: number): ComposedDocument {
  const body = pages.map((page) => page.text).join('');
  // the form's own entities and the line that loads the fonts
  const text = codePointsOf(`${body}${title}字☑\u3000`);
  return {
    title,
    pages: pages.length,
    copies,
    faces: { serif: text, serifBold: text, sans: text },
    html: (fontCss) =>
      markup`<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>${title}</title><style>${trusted(fontCss + STYLES)}</style></head><body><p class="warm">字<b>字</b><span class="sans">字</span>☑</p>${trusted(body)}</body></html>`
        .text,
  };
}

export function documentTitle(
  sheets: readonly Pick<AgreementSheet, 'agreementNo' | 'studentName'>[],
  count: number,
): string {
  const [first] = sheets;
  if (!first) return `就业协议书 ${count} 份`;
  return count === 1
    ? ['就业协议书', first.agreementNo, first.studentName].filter(Boolean).join(' ')
    : `就业协议书 ${count} 份（${first.agreementNo} 起）`;
}
