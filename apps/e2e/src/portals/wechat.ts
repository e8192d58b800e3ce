import type { Page } from 'playwright-core';
import { baseUrl } from '../support/stage.js';

/** What the code on the screen leads to; the demo shows it as a link, too. */
export async function scanned(screen: Page): Promise<string> {
  await screen.getByText('用微信扫一扫').waitFor();
  const link = await screen.getByRole('link', { name: /^演示/ }).getAttribute('href');
  if (!link) throw new Error('there is no code on the screen');
  const { pathname, search } = new URL(link);
  return `${baseUrl()}${pathname}${search}`;
}

/** The made-up WeChat asks who is holding the phone. */
export async function agreeAs(phone: Page, name: string): Promise<void> {
  await phone.getByLabel('另起一个名字').check({ force: true });
  await phone.getByLabel('微信名').fill(name);
  await phone.getByRole('button', { name: '确认登录' }).click();
}

/** Scans what is on the screen and lets WeChat say who it is. */
export async function scanAs(phone: Page, screen: Page, name: string): Promise<void> {
  await phone.goto(await scanned(screen));
  await agreeAs(phone, name);
}
