import type { Locator, Page } from 'playwright-core';
import { CONTACT } from '../support/demo.js';

export const caseUrl = (id: string): string => `/teacher/agreements/${id}`;

/** The global search, then the one agreement that it finds. */
export async function findAgreement(page: Page, studentNo: string, studentName: string): Promise<void> {
  const search = page.getByRole('searchbox', { name: '搜索姓名、学号、协议编号或单位' });
  await search.fill(studentNo);
  await search.press('Enter');
  await page.getByRole('link', { name: studentName, exact: true }).click();
  await page.getByRole('heading', { level: 1, name: studentName }).waitFor();
}

const review = (page: Page): Locator => page.getByRole('region', { name: /意见$/ });

/** F-113: the contact fields, the opinion, one look, done. */
export async function passReview(page: Page): Promise<void> {
  for (const [label, value] of Object.entries(CONTACT))
    await review(page).getByLabel(label, { exact: true }).fill(value);
  await review(page).getByRole('button', { name: /^通过/ }).click();
  await page.getByRole('dialog', { name: '通过这份协议' }).getByRole('button', { name: /^通过/ }).click();
  await page.getByRole('dialog', { name: '通过这份协议' }).waitFor({ state: 'hidden' });
}

/** F-127 … F-130: every check on the paper is ticked before a seal can be recorded. */
export async function markSeal(page: Page, action: string): Promise<void> {
  await page.getByRole('button', { name: action }).first().click();
  const dialog = page.getByRole('dialog', { name: action });
  for (const box of await dialog.getByRole('checkbox').all()) await box.check();
  await dialog.getByRole('button', { name: /^标记/ }).click();
  await dialog.waitFor({ state: 'hidden' });
}

export async function openPrint(page: Page): Promise<void> {
  await page.getByRole('button', { name: '打印', exact: true }).click();
  await page.getByRole('dialog', { name: '打印协议书' }).waitFor();
}
