import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { PdfBrowser } from '../../../platform/pdf/browser.js';
import { FontBook } from '../../../platform/pdf/fonts/font-book.js';
import { TEST_BROWSER_HOME } from '../../../platform/pdf/testing/chromium.js';
import { fieldTexts } from '../display.js';
import type { PrintContent } from '../print-source.js';
import { sheetOf } from '../sheet-mapper.js';
import { sampleContent } from '../testing/sample.js';
import { composeDocument } from './document.js';
import { verifyUrl, type Variant } from './sheet.js';

const URL = 'http://localhost:8080';
const RARE_NAMES = ['䶮', '㙇', '𠮷', '㛃', '𬭎', '𪨶', '𫖮', '㵘', '堃', '龑', '喆', '𤩽', '䒟', '㮾'];

/** Tools of other people look at our files. Where one is not installed, its part says so by name and is skipped. */
function withTool(tool: string, name: string, test: () => void): void {
  const there = !spawnSync(tool, ['--version']).error;
  if (there) it(`${tool}: ${name}`, test, SLOW);
  else it.skip(`${tool} is not installed: ${name}`, test);
}

/** A browser on a busy machine takes its time. */
const SLOW = 120_000;

describe('seen with outside tools', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'qiancheng-print-'));
  const file = (name: string): string => path.join(folder, name);
  const content = sampleContent();
  const rare = sampleContent();
  rare.student.name = `欧阳${RARE_NAMES.join('')}`;
  const withCover = sampleContent(
    { state: 'VOIDED', voidedAt: new Date('2027-05-01T03:00:00Z') },
    { print: { layout: 'A4_cover4' } },
  );
  const run = (tool: string, ...args: string[]): string =>
    execFileSync(tool, args, { encoding: 'utf8', maxBuffer: 1 << 26 });

  beforeAll(async () => {
    mkdirSync(TEST_BROWSER_HOME, { recursive: true });
    const browser = new PdfBrowser({ dataDir: TEST_BROWSER_HOME, log: { warn: () => undefined } });
    const fonts = new FontBook();
    const save = async (name: string, contents: PrintContent[], variant: Variant = 'duplex'): Promise<void> => {
      const composed = composeDocument(
        contents.map((each) => sheetOf(each, URL)),
        variant,
      );
      writeFileSync(file(name), await browser.render(composed.html(fonts.sheet(composed.faces).css)));
    };
    await save('plain.pdf', [content]);
    await save('rare.pdf', [rare]);
    await save('cover.pdf', [withCover]);
    await save('simplex.pdf', [content], 'simplex');
    await save('many.pdf', [content, rare, content]);
    await browser.close();
  }, SLOW);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  withTool('pdfinfo', 'A4, an even number of pages, a title, tagged', () => {
    for (const [name, pages] of [
      ['plain.pdf', 6],
      ['cover.pdf', 12],
      ['simplex.pdf', 8],
      ['many.pdf', 18],
    ] as const) {
      const info = run('pdfinfo', file(name));
      expect(info).toMatch(/Page size:.*A4/);
      expect(info).toMatch(new RegExp(`Pages: +${pages}\\n`));
      expect(info).toMatch(/Title: +就业协议书/);
      expect(info).toMatch(/Tagged: +yes/);
      expect(info).toMatch(/JavaScript: +no/);
    }
  });

  withTool('pdffonts', 'TrueType throughout, embedded, no Type 3, also for rare names', () => {
    for (const name of ['plain.pdf', 'rare.pdf', 'cover.pdf']) {
      const fonts = run('pdffonts', file(name)).split('\n').slice(2).filter(Boolean);
      expect(fonts.length).toBeGreaterThan(2);
      for (const line of fonts) expect(line).toMatch(/QC(Serif|Sans|Rare)\S* +CID TrueType +Identity-H +yes yes yes/);
    }
  });

  withTool('pdftotext', 'gives back every field exactly, on every copy', () => {
    for (const [name, from] of [
      ['plain.pdf', content],
      ['rare.pdf', rare],
    ] as const) {
      const text = run('pdftotext', file(name), '-');
      // a value that wraps goes on in the next line: blanks aside, it stands in one piece
      const pieces = text.replace(/\s+/g, '');
      for (const value of fieldTexts(from).values()) {
        expect(pieces.split(value.replace(/\s+/g, '')).length - 1).toBeGreaterThanOrEqual(3);
      }
      for (const whole of [
        from.agreementNo,
        from.contentHash,
        from.student.name,
        from.student.idNo,
        '第 2 份/共 3 份',
        '正反面打印 · 不得涂改',
      ]) {
        expect(text).toContain(whole);
      }
    }
  });

  withTool('qpdf', 'finds nothing wrong', () => {
    for (const name of readdirSync(folder).filter((each) => each.endsWith('.pdf'))) {
      expect(run('qpdf', '--check', file(name))).toContain('No syntax or stream encoding errors found');
    }
  });

  withTool('zbarimg', 'reads the code of each face at 150 dpi', () => {
    for (const [name, from, perCopy] of [
      ['plain.pdf', content, 2],
      ['cover.pdf', withCover, 4],
    ] as const) {
      run('pdftoppm', '-r', '150', '-gray', '-png', '-l', '4', file(name), file(`${name}-page`));
      const images = readdirSync(folder)
        .filter((each) => each.startsWith(`${name}-page`))
        .sort();
      expect(images).toHaveLength(4);
      const sheet = sheetOf(from, URL);
      images.forEach((image, index) => {
        const read = spawnSync('zbarimg', ['-q', '--raw', file(image)], { encoding: 'utf8' }).stdout.trim();
        expect(read).toBe(verifyUrl(sheet, { copy: Math.floor(index / perCopy) + 1, page: (index % perCopy) + 1 }));
      });
    }
  });
});
