import { buffer } from 'node:stream/consumers';
import { PDF } from '@libpdf/core';
import type { Page } from 'playwright-core';

export interface PaperFile {
  name: string;
  bytes: Buffer;
  /** the text of all pages without spaces */
  text: string;
}

/** From the open print dialog to the file on the person's own disk. */
export async function downloadPrint(page: Page): Promise<PaperFile> {
  const dialog = page.getByRole('dialog', { name: /^打印/ });
  await dialog.getByRole('button', { name: '生成打印文件' }).click();
  const button = dialog.getByRole('button', { name: '下载 PDF' });
  // a cold worker starts its own browser first
  await button.waitFor({ timeout: 60_000 });
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
  const bytes = await buffer(await download.createReadStream());
  await dialog.getByRole('button', { name: '关闭', exact: true }).last().click();
  await dialog.waitFor({ state: 'hidden' });
  return { name: download.suggestedFilename(), bytes, text: await textOf(bytes) };
}

async function textOf(bytes: Buffer): Promise<string> {
  const pdf = await PDF.load(new Uint8Array(bytes));
  const pages = pdf.getPages().map((page) => page.extractText().text);
  return pages.join('').replace(/\s+/g, '');
}
