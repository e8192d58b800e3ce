import type { Page } from 'playwright-core';
import { PASSWORD, SCHOOL } from '../support/demo.js';
import type { Portal } from '../support/stage.js';

const ACCOUNT_LABEL = { teacher: '账号', employer: '账号', student: '学号' } as const;
/** Teachers and students may type the code from a slip in the same field. */
export const PASSWORD_LABEL = { teacher: '密码，或激活码', employer: '密码', student: '密码，或激活码' } as const;

/** Signs in on the portal's own page, as a person does. */
export async function logIn(page: Page, portal: Portal, account: string, password = PASSWORD): Promise<void> {
  await page.goto(`/${portal}/`);
  await typeIn(page, portal, account, password);
  await page.waitForURL((address) => !address.pathname.includes('/login'));
}

/** Fills in the log-in that is on the screen, and sends it. */
export async function typeIn(page: Page, portal: Portal, account: string, password: string): Promise<void> {
  if (portal !== 'employer') await page.getByLabel('学校', { exact: true }).selectOption(SCHOOL);
  await page.getByLabel(ACCOUNT_LABEL[portal], { exact: true }).fill(account);
  await page.getByLabel(PASSWORD_LABEL[portal], { exact: true }).fill(password);
  await page.getByRole('button', { name: '登录', exact: true }).click();
}
