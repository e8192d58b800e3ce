import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PDF } from '@libpdf/core';
import { PdfBrowser } from './browser.js';
import { locateChromium } from './chromium.js';
import { mergePdf } from './merge.js';
import { TEST_BROWSER_HOME } from './testing/chromium.js';

const page = (body: string, style = ''): string =>
  `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>检查</title><style>@page{size:A4}${style}</style></head><body>${body}</body></html>`;

const pagesOf = async (bytes: Uint8Array): Promise<number> => (await PDF.load(bytes)).getPageCount();

/** Processes whose command line names this profile folder. */
function processesOf(mark: string): string[] {
  return execFileSync('ps', ['-eo', 'pid,args', '-ww'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(mark) && line.includes('--remote-debugging-pipe'));
}

/** A browser on a busy machine takes its time. */
const SLOW = 120_000;

describe('PdfBrowser', () => {
  const warnings: string[] = [];
  let browser: PdfBrowser;

  beforeAll(() => {
    mkdirSync(TEST_BROWSER_HOME, { recursive: true });
    browser = new PdfBrowser({
      dataDir: TEST_BROWSER_HOME,
      log: { warn: (text) => warnings.push(text) },
      recycleAfter: 5,
    });
  }, SLOW);

  afterAll(() => browser.close());

  it(
    'is there, with the libraries that it needs',
    async () => {
      await expect(browser.check()).resolves.toBeUndefined();
      const files = await locateChromium({ dataDir: TEST_BROWSER_HOME });
      expect(files.executablePath).toContain(TEST_BROWSER_HOME);
    },
    SLOW,
  );

  it(
    'prints pages of the size that the style sheet says',
    async () => {
      const pdf = await PDF.load(await browser.render(page('<p style="break-after:page">一</p><p>二</p>')));
      expect(pdf.getPageCount()).toBe(2);
      const { width, height } = pdf.getPage(0) as { width: number; height: number };
      expect(Math.abs(width - 595.3)).toBeLessThan(1);
      expect(Math.abs(height - 841.9)).toBeLessThan(1);
    },
    SLOW,
  );

  it(
    'goes on after many documents and after its process died',
    async () => {
      for (let i = 0; i < 7; i += 1) expect(await pagesOf(await browser.render(page(`<p>${i}</p>`)))).toBe(1);
      const [line] = processesOf(TEST_BROWSER_HOME);
      process.kill(Number(line?.trim().split(/\s+/)[0]), 'SIGKILL');
      expect(await pagesOf(await browser.render(page('<p>又来</p>')))).toBe(1);
      // whether the dead process was noticed before or during the call, the caller sees a document
      const all = await Promise.all([1, 2, 3].map((i) => browser.render(page(`<p>${i}</p>`))));
      expect(all).toHaveLength(3);
    },
    SLOW,
  );

  it(
    'says in words what is wrong with a browser that the operator names',
    async () => {
      const named = (chromiumPath: string) =>
        new PdfBrowser({ chromiumPath, dataDir: TEST_BROWSER_HOME, log: { warn: () => undefined } });
      await expect(named('/nowhere/chromium').check()).rejects.toThrow(
        'CHROMIUM_PATH=/nowhere/chromium：没有这个文件。',
      );
      await expect(named('/etc/hostname').check()).rejects.toThrow(/权限|没有启动/);
    },
    SLOW,
  );

  it(
    'leaves no process behind',
    async () => {
      const own = new PdfBrowser({ dataDir: TEST_BROWSER_HOME, log: { warn: () => undefined } });
      await own.check();
      const before = processesOf(TEST_BROWSER_HOME).length;
      await own.close();
      expect(processesOf(TEST_BROWSER_HOME).length).toBeLessThan(before);
      await expect(own.render(page('x'))).rejects.toThrow('浏览器已经关闭');
    },
    SLOW,
  );
});

describe('the three walls', () => {
  let server: Server;
  let hits = 0;
  let address = '';
  let browser: PdfBrowser;

  beforeAll(async () => {
    server = createServer((_request, response) => {
      hits += 1;
      response.setHeader('access-control-allow-origin', '*');
      response.end('secret');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = new PdfBrowser({ dataDir: TEST_BROWSER_HOME, log: { warn: () => undefined } });
  }, SLOW);

  afterAll(async () => {
    await browser.close();
    await new Promise((resolve) => server.close(resolve));
  });

  it(
    'let nothing out of a hostile page, and run nothing in it',
    async () => {
      const port = new URL(address).port;
      const hostile = [
        `<img src="${address}/img"><iframe src="${address}/frame"></iframe><link rel="stylesheet" href="${address}/css">`,
        `<object data="${address}/object"></object><embed src="${address}/embed"><video src="${address}/video"></video>`,
        `<style>@import url(${address}/import);@font-face{font-family:x;src:url(${address}/font)}p{font-family:x;background:url(${address}/bg)}</style>`,
        `<meta http-equiv="refresh" content="0;url=${address}/refresh"><p>x</p>`,
        `<script>fetch('${address}/fetch');document.title='hacked'</script><svg><image href="http://localhost:${port}/svg"/></svg>`,
        `<iframe src="file:///etc/passwd"></iframe><img src="x" onerror="new Image().src='${address}/onerror'">`,
      ].join('');
      const bytes = await browser.render(page(hostile));
      expect(hits).toBe(0);
      const text = await mergePdf([{ bytes }], '一份');
      expect(text.toString('latin1')).not.toContain('hacked');
      // the listener itself works
      await fetch(address);
      expect(hits).toBe(1);
    },
    SLOW,
  );
});

describe('mergePdf', () => {
  it(
    'takes pages in the order that is asked for',
    async () => {
      const browser = new PdfBrowser({ dataDir: TEST_BROWSER_HOME, log: { warn: () => undefined } });
      const leaf = '<p style="break-after:page">x</p>';
      const [two, one] = await Promise.all([browser.render(page(`${leaf}<p>y</p>`)), browser.render(page('<p>z</p>'))]);
      await browser.close();
      const merged = await mergePdf([{ bytes: two, pages: [1] }, { bytes: one }, { bytes: two }], '合并');
      expect(await pagesOf(merged)).toBe(4);
    },
    SLOW,
  );
});
