import type { Page } from 'playwright-core';
import { SCHOOL } from '../support/demo.js';
import { codeFor } from '../support/outbox.js';

export interface Newcomer {
  login: string;
  /** as it was handed over, good once */
  initial: string;
  phone: string;
  password: string;
  /** whose code; the first school of the demo where nothing is said */
  school?: string;
}

/** The first log-in of a teacher: a phone proven by a code, a password of one's own, and in. */
export async function firstLogIn(
  page: Page,
  { login, initial, phone, password, school = SCHOOL }: Newcomer,
): Promise<void> {
  await page.goto('/teacher/');
  const byPassword = page.getByRole('button', { name: '账号密码' });
  const account = page.getByLabel('账号', { exact: true });
  await account.or(byPassword).first().waitFor();
  if (!(await account.isVisible())) await byPassword.click();
  await page.getByLabel('学校', { exact: true }).selectOption(school);
  await account.fill(login);
  await page.getByLabel(/^密码/).fill(initial);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: '绑定手机' }).waitFor();
  await page.getByLabel('手机号码', { exact: true }).fill(phone);
  await page.getByRole('button', { name: '获取验证码' }).click();
  await page.getByText(/^已发到/).waitFor();
  await page.getByLabel('验证码', { exact: true }).fill(await codeFor(page.request, phone));
  await page.getByRole('button', { name: '下一步' }).click();
  await page.getByRole('heading', { level: 1, name: '设自己的密码' }).waitFor();
  await page.getByLabel('新密码', { exact: true }).fill(password);
  await page.getByRole('button', { name: '设好密码，进入' }).click();
  await page.waitForURL((address) => !/\/(login|step)/.test(address.pathname));
}
