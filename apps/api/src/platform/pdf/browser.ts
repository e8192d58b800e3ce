import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Browser, HTTPRequest, Page } from 'puppeteer';
import { ChromiumError, type ChromiumSource, locateChromium } from './chromium.js';

export interface BrowserLog {
  warn(message: string): void;
}

export interface BrowserOptions extends ChromiumSource {
  log: BrowserLog;
  /** Documents after which the browser is replaced: what leaks in it leaks no further. */
  recycleAfter?: number;
  /** A document that takes longer is broken. */
  timeoutMs?: number;
}

export interface RenderOptions {
  /** Structure for screen readers; leaves it out of what only goes to a printer, where it would double the work. */
  tagged?: boolean;
}

const ARGS = [
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-extensions',
  '--disable-quic',
  '--disable-sync',
  '--no-pings',
  '--font-render-hinting=none',
  // Two of the three walls: names resolve to nothing, and what needs no name meets a proxy that is not there.
  '--host-resolver-rules=MAP * ~NOTFOUND',
  '--proxy-server=http://127.0.0.1:9',
  '--proxy-bypass-list=<-loopback>',
];

/** One browser process with its pages; retired as a whole. */
interface Generation {
  browser: Browser;
  profile: string;
  idle: Page[];
  busy: number;
  uses: number;
  retired: boolean;
}

/** One warm browser that turns HTML into PDF: no network, no scripts, replaced after many documents or a crash. */
export class PdfBrowser {
  private current: Promise<Generation> | undefined;
  private readonly recycleAfter: number;
  private readonly timeoutMs: number;
  private closed = false;

  constructor(private readonly options: BrowserOptions) {
    this.recycleAfter = options.recycleAfter ?? 300;
    this.timeoutMs = options.timeoutMs ?? 120_000;
  }

  /** The page's own size and margins count (`@page`). */
  async render(html: string, options: RenderOptions = {}): Promise<Buffer> {
    try {
      return await this.renderOnce(html, options);
    } catch (error) {
      const generation = await this.current?.catch(() => undefined);
      if (this.closed || error instanceof ChromiumError || generation?.browser.connected) throw error;
      this.options.log.warn(`浏览器中断，重新启动后再试：${String(error)}`);
      return this.renderOnce(html, options);
    }
  }

  /** Starts the browser and prints a page. @throws ChromiumError with a sentence for the operator */
  async check(): Promise<void> {
    const pdf = await this.render('<!doctype html><meta charset="utf-8"><title>检查</title><p>1');
    if (pdf.subarray(0, 5).toString('latin1') !== '%PDF-') throw new ChromiumError('浏览器启动了，但没有产出 PDF。');
  }

  async close(): Promise<void> {
    this.closed = true;
    const generation = await this.current?.catch(() => undefined);
    this.current = undefined;
    if (generation) await this.dispose(generation);
  }

  private async renderOnce(html: string, { tagged = true }: RenderOptions): Promise<Buffer> {
    const generation = await this.acquire();
    let page: Page | undefined;
    try {
      page = generation.idle.pop() ?? (await this.newPage(generation.browser));
      await page.setContent(html, { waitUntil: 'load', timeout: this.timeoutMs });
      const pdf = await page.pdf({
        preferCSSPageSize: true,
        printBackground: true,
        tagged,
        outline: false,
        timeout: this.timeoutMs,
      });
      generation.idle.push(page);
      page = undefined;
      return Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength);
    } finally {
      generation.busy -= 1;
      // a page that failed is not used again
      await page?.close().catch(() => undefined);
      if (generation.retired && generation.busy === 0) await this.dispose(generation);
    }
  }

  private async acquire(): Promise<Generation> {
    if (this.closed) throw new ChromiumError('浏览器已经关闭。');
    const waiting = (this.current ??= this.launch());
    const generation = await waiting.catch((error: unknown) => {
      if (this.current === waiting) this.current = undefined;
      throw error;
    });
    const usable = generation.browser.connected && !generation.retired && generation.uses < this.recycleAfter;
    if (!usable) {
      if (this.current === waiting) this.current = undefined;
      if (!generation.retired) {
        generation.retired = true;
        if (generation.busy === 0) void this.dispose(generation);
      }
      return this.acquire();
    }
    generation.uses += 1;
    generation.busy += 1;
    return generation;
  }

  private async newPage(browser: Browser): Promise<Page> {
    const page = await browser.newPage();
    await page.setJavaScriptEnabled(false);
    // The third wall: only what the page carries within itself.
    await page.setRequestInterception(true);
    page.on('request', (request: HTTPRequest) => {
      const own = request.url().startsWith('data:') || request.url() === 'about:blank';
      void (own ? request.continue() : request.abort('blockedbyclient')).catch(() => undefined);
    });
    return page;
  }

  private async launch(): Promise<Generation> {
    const files = await locateChromium(this.options);
    const { default: puppeteer } = await import('puppeteer');
    const profile = await mkdtemp(path.join(os.tmpdir(), 'qiancheng-browser-'));
    const start = (sandbox: boolean): Promise<Browser> =>
      puppeteer.launch({
        executablePath: files.executablePath,
        headless: 'shell',
        // a pipe opens no port, and the browser ends with the process at the other end
        pipe: true,
        userDataDir: profile,
        env: { PATH: '/usr/bin:/bin', HOME: profile, LANG: 'C.UTF-8', TZ: 'Asia/Shanghai', ...files.env },
        args: sandbox ? ARGS : [...ARGS, '--no-sandbox'],
        handleSIGINT: false,
        handleSIGTERM: false,
        handleSIGHUP: false,
        protocolTimeout: this.timeoutMs,
      });
    const isRoot = process.getuid?.() === 0;
    try {
      const browser = await start(!isRoot).catch((error: unknown) => {
        if (isRoot || !/sandbox/i.test(String(error))) throw error;
        this.options.log.warn('系统不允许浏览器沙箱，改为不带沙箱启动；页面仍然没有网络和脚本。');
        return start(false);
      });
      return { browser, profile, idle: [], busy: 0, uses: 0, retired: false };
    } catch (error) {
      await rm(profile, { recursive: true, force: true });
      throw explainLaunch(error, files.executablePath);
    }
  }

  private async dispose(generation: Generation): Promise<void> {
    await generation.browser.close().catch(() => undefined);
    await rm(generation.profile, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
  }
}

function explainLaunch(error: unknown, executablePath: string): ChromiumError {
  const text = String(error);
  const library = /error while loading shared libraries: (\S+?):/.exec(text)?.[1];
  if (library) {
    return new ChromiumError(
      `浏览器缺少系统库 ${library}。请安装它（Debian：apt-get install libnss3 libexpat1），或用 CHROMIUM_PATH 指定系统的 Chromium。`,
      { cause: error },
    );
  }
  if (/EACCES|permission denied/i.test(text)) {
    return new ChromiumError(`没有权限运行浏览器 ${executablePath}。数据目录所在的磁盘可能禁止执行程序（noexec）。`, {
      cause: error,
    });
  }
  if (/ENOEXEC|exec format error/i.test(text)) {
    return new ChromiumError('自带的浏览器只适用于 x64 的 Linux。请安装 Chromium，并用 CHROMIUM_PATH 指定它。', {
      cause: error,
    });
  }
  return new ChromiumError(`浏览器没有启动成功（${executablePath}）：${text.split('\n').slice(0, 3).join(' ')}`, {
    cause: error,
  });
}
