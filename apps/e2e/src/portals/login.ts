import type { Page } from 'playwright-core';
import { PASSWORD } from '../support/demo.js';
import type { Portal } from '../support/stage.js';

const ACCOUNT_LABEL = { teacher: '账号', employer: '账号', student: '学号' } as const;

/** Signs in on the portal's own page, as a person does. */
export async function logIn(page: Page, portal: Portal, account: string): Promise<void> {
  await page.goto(`/${portal}/`);
  await page.getByLabel(ACCOUNT_LABEL[portal], { exact: true }).fill(account);
  await page.getByLabel('密码', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await page.waitForURL((address) => !address.pathname.endsWith('/login'));
}
