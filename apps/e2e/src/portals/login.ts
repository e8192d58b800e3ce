import type { Page } from 'playwright-core';
import { PASSWORD } from '../support/demo.js';
import type { Portal } from '../support/stage.js';

const ACCOUNT_LABEL = { teacher: '账号', employer: '账号', student: '学号' } as const;

/** Fills in the log-in and sends it; what comes next is for the story to say. */
export async function tryLogIn(page: Page, portal: Portal, account: string, password: string): Promise<void> {
  await page.getByLabel(ACCOUNT_LABEL[portal], { exact: true }).fill(account);
  await page.getByLabel(/^密码/).fill(password);
  await page.getByRole('button', { name: '登录', exact: true }).click();
}

/** Signs in on the portal's own page, as a person does. */
export async function logIn(page: Page, portal: Portal, account: string, password = PASSWORD): Promise<void> {
  await page.goto(`/${portal}/`);
  await tryLogIn(page, portal, account, password);
  await page.waitForURL((address) => !address.pathname.includes('/login'));
}
