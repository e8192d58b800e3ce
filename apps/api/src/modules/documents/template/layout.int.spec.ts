import { mkdirSync } from 'node:fs';
import { PDF } from '@libpdf/core';
import puppeteer, { type Browser, type Page } from 'puppeteer';
import { PdfBrowser } from '../../../platform/pdf/browser.js';
import { locateChromium } from '../../../platform/pdf/chromium.js';
import { FontBook } from '../../../platform/pdf/fonts/font-book.js';
import { TEST_BROWSER_HOME } from '../../../platform/pdf/testing/chromium.js';
import type { PrintContent } from '../print-source.js';
import { sheetOf } from '../sheet-mapper.js';
import { LAYOUT_FAULTS } from '../testing/layout-faults.js';
import { longestContent, sampleContent } from '../testing/sample.js';
import { composeDocument } from './document.js';
import type { AgreementSheet, Variant } from './sheet.js';

const sheet = (content: PrintContent): AgreementSheet => sheetOf(content, 'https://sign.example.edu.cn');
const cover = { print: { layout: 'A4_cover4' } } as const;
const fonts = new FontBook();
const htmlOf = (content: PrintContent): string => {
  const composed = composeDocument([sheet(content)], 'duplex');
  return composed.html(fonts.sheet(composed.faces).css);
};

/** A browser on a busy machine takes its time. */
const SLOW = 120_000;

describe('in a real browser', () => {
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    mkdirSync(TEST_BROWSER_HOME, { recursive: true });
    const { executablePath, env } = await locateChromium({ dataDir: TEST_BROWSER_HOME });
    browser = await puppeteer.launch({
      executablePath,
      env,
      headless: 'shell',
      pipe: true,
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    });
    page = await browser.newPage();
    await page.emulateMediaType('print');
  }, SLOW);

  afterAll(() => browser.close());

  it.each([
    ['usual values, one sheet', sampleContent()],
    ['usual values, with a cover', sampleContent({}, cover)],
    ['longest values, one sheet', longestContent()],
    ['longest values, with a cover', longestContent(cover)],
    ['nothing recorded yet', sampleContent({ marks: [], slots: {} })],
    [
      'long articles',
      sampleContent({
        articles: Array.from({ length: 10 }, () => ({ title: '条款', body: '双方应当按约定履行本协议。'.repeat(7) })),
      }),
    ],
  ])(
    'everything stays in its place: %s',
    async (_name, content) => {
      await page.setContent(htmlOf(content), { waitUntil: 'load' });
      await page.evaluate('document.fonts.ready');
      expect(await page.evaluate(LAYOUT_FAULTS)).toEqual([]);
    },
    SLOW,
  );
});

describe('as PDF', () => {
  const browser = new PdfBrowser({ dataDir: TEST_BROWSER_HOME, log: { warn: () => undefined } });
  afterAll(() => browser.close());
  const print = async (contents: PrintContent[], variant: Variant) => {
    const composed = composeDocument(contents.map(sheet), variant);
    const pdf = await PDF.load(await browser.render(composed.html(fonts.sheet(composed.faces).css)));
    return { composed, pdf };
  };

  it.each([
    ['A4_duplex2', 3, 'duplex', 6],
    ['A4_duplex2', 4, 'duplex', 8],
    ['A4_cover4', 4, 'duplex', 16],
    ['A4_duplex2', 3, 'simplex', 8],
    ['A4_cover4', 3, 'simplex', 14],
  ] as const)(
    '%s, %i copies, %s: %i pages of A4',
    async (layout, copies, variant, pages) => {
      const copyRoles = ['student', 'employer', 'school', 'college'].slice(0, copies);
      const content = sampleContent({}, { print: { layout, copies, copy_roles: copyRoles } });
      const { composed, pdf } = await print([content], variant);
      expect(composed.pages).toBe(pages);
      expect(pdf.getPageCount()).toBe(pages);
      expect(pages % 2).toBe(0);
      for (let index = 0; index < pages; index += 1) {
        const { width, height } = pdf.getPage(index) as { width: number; height: number };
        expect([Math.round(width), Math.round(height)]).toEqual([595, 842]);
      }
    },
    SLOW,
  );

  it(
    'starts every copy of many agreements on an odd page',
    async () => {
      const contents = [sampleContent(), sampleContent({}, cover), sampleContent()];
      const { composed, pdf } = await print(contents, 'duplex');
      expect(pdf.getPageCount()).toBe(6 + 12 + 6);
      const pages = composed.html('').split('<section class="page ').slice(1);
      const firsts = pages.flatMap((text, index) =>
        /&f=1\b|正面<br>/.test(text) && !/第二张/.test(text) ? [index + 1] : [],
      );
      expect(firsts).toHaveLength(9);
      expect(firsts.every((page) => page % 2 === 1)).toBe(true);
    },
    SLOW,
  );
});
