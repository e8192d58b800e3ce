import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { PASSWORD, SCHOOL } from './demo.js';
import { Watch } from './watch.js';

export type Portal = 'teacher' | 'student' | 'employer';
export type Audience = Portal | 'platform';

export interface Device {
  viewport: { width: number; height: number };
  hasTouch?: boolean;
  isMobile?: boolean;
  deviceScaleFactor?: number;
}
export const DESK: Device = { viewport: { width: 1440, height: 900 } };
export const PHONE: Device = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
  deviceScaleFactor: 2,
};

/** Somebody at a device: a browser context of their own, with one page. */
export interface Person {
  name: string;
  context: BrowserContext;
  page: Page;
  watch: Watch;
}

const given = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} comes from the global setup`);
  return value;
};
export const baseUrl = (): string => given('E2E_URL');

let browser: Browser | undefined;
const people = new Set<Person>();

export async function connect(): Promise<void> {
  browser = await chromium.connect(given('E2E_BROWSER'));
}

export async function disconnect(): Promise<void> {
  await browser?.close();
  browser = undefined;
}

/** Somebody who is not signed in. */
export async function anybody(name: string, device: Device = DESK): Promise<Person> {
  if (!browser) throw new Error('no browser: see setup.ts');
  const context = await browser.newContext({
    ...device,
    baseURL: baseUrl(),
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    // what moves is not what is tested, and a dialog that slides in cannot be clicked yet
    reducedMotion: 'reduce',
    acceptDownloads: true,
  });
  context.setDefaultTimeout(20_000);
  const watch = new Watch(context, name);
  const person = { name, context, page: await context.newPage(), watch };
  people.add(person);
  return person;
}

/** Somebody who signed in before the story begins; the log-in page itself is tested by the journeys. */
export async function signedIn(
  audience: Audience,
  account: string,
  device: Device = DESK,
  schoolCode = SCHOOL,
): Promise<Person> {
  const person = await anybody(account, device);
  const school = audience === 'student' || audience === 'teacher' ? { schoolCode } : {};
  const answer = await person.context.request.post(`/api/v1/${audience}/session`, {
    data: { account, password: PASSWORD, ...school },
  });
  if (!answer.ok()) throw new Error(`${account} cannot sign in: ${answer.status()} ${await answer.text()}`);
  return person;
}

/** Everybody goes home; what their browsers complained about fails the test. */
export async function leaveAll(): Promise<void> {
  const complaints: string[] = [];
  for (const person of people) {
    await person.context.close();
    complaints.push(...person.watch.complaints);
  }
  people.clear();
  if (complaints.length > 0) throw new Error(`The browser's console was not clean:\n${complaints.join('\n')}`);
}

const pictures = process.env['E2E_PICTURES'];

/** Pictures of all open pages, when E2E_PICTURES names a folder for them. */
async function picture(name: string): Promise<void> {
  if (!pictures) return;
  mkdirSync(pictures, { recursive: true });
  for (const person of people) {
    for (const [index, page] of person.context.pages().entries()) {
      const file = `${name}-${person.name}${index || ''}.png`.replace(/[^\p{L}\p{N}.-]+/gu, '_');
      await page.screenshot({ path: path.join(pictures, file) }).catch(() => undefined);
    }
  }
}

let steps = 0;

/** One step of a story: a failure says in which one it happened, and what was on the screens. */
export async function step<T>(words: string, act: () => Promise<T>): Promise<T> {
  const number = String((steps += 1)).padStart(2, '0');
  try {
    const result = await act();
    await picture(`${number}-${words}`);
    return result;
  } catch (error) {
    await picture(`${number}-FAILED-${words}`);
    const places = [...people].map((person) => `${person.name} at ${person.page.url()}`).join(', ');
    throw new Error(`${words}: ${error instanceof Error ? error.message : String(error)}\n(${places})`, {
      cause: error,
    });
  }
}
