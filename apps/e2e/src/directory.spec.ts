import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { Audit } from './support/audit.js';
import { PHONE, signedIn, step } from './support/stage.js';

/** Another each time: a running installation may have seen the story before. */
const NEW = `故事里的新单位${Date.now().toString(36)}有限公司`;
const KEPT = '湘江精密制造股份有限公司';
const SPARE = '湘江精密制造有限责任公司';

const audit = new Audit();
afterAll(() => audit.verdict());

const seen = (there: Locator): Promise<boolean> =>
  there.waitFor({ timeout: 5000 }).then(
    () => true,
    () => false,
  );

test('an operator merges two entries of one unit and takes it back', async () => {
  const { page } = await signedIn('platform', 'operator');

  await step('the directory finds the spare entry', async () => {
    await page.goto('/teacher/platform/units');
    await page.getByRole('searchbox').fill(SPARE);
    await page.getByRole('searchbox').press('Enter');
    await audit.look(page, 'directory', page.getByRole('link', { name: SPARE, exact: true }));
    await page.getByRole('link', { name: SPARE, exact: true }).click();
  });

  await step('its page says what it may be a copy of', async () => {
    const duplicates = page.getByRole('region', { name: '疑似重复' });
    const reason = duplicates.getByText('名称只差公司类型').first();
    // the sweep looks every half minute
    for (let i = 0; i < 12 && !(await seen(reason)); i += 1) await page.reload();
    await reason.waitFor();
    await audit.look(page, 'unit', duplicates);
    await duplicates.locator('li', { hasText: KEPT }).getByRole('link', { name: '合并…' }).click();
  });

  await step('the certified one has to stay; swapped, it can be done', async () => {
    await page.getByText(`请保留已认证的那一家`).waitFor();
    await page.getByRole('button', { name: '换过来' }).click();
    await page.getByRole('region', { name: '要先解决' }).waitFor({ state: 'detached' });
    await audit.look(page, 'merge', page.getByRole('button', { name: '合并…' }));
    await page.getByRole('button', { name: '合并…' }).click();
    await audit.lookAtDialog(page, 'merge dialog');
    await page.getByRole('dialog').getByRole('button', { name: '合并', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: KEPT }).waitFor();
    await page.getByRole('region', { name: '别名' }).getByText(SPARE, { exact: true }).waitFor();
  });

  await step('taken back, both are there again', async () => {
    await page.getByRole('button', { name: '撤销合并…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '撤销合并', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: SPARE }).waitFor();
    await page.getByText('撤销合并，恢复为单独的单位').first().waitFor();
  });

  await step('the list of pairs', async () => {
    await page.goto('/teacher/platform/units/duplicates');
    await audit.look(page, 'duplicates', page.getByRole('list', { name: '疑似重复的单位' }));
  });
});

test('the centre brings its own library in from a sheet', async () => {
  const { page } = await signedIn('teacher', 'center');
  const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'units-')), '单位库.csv');
  const rows = ['单位名称,统一社会信用代码,联系人', `${NEW},,周敏`, '抄错的单位有限公司,91350100M000100Y44,'];
  writeFileSync(file, `\ufeff${rows.join('\n')}\n`);

  await step('the sheet is judged', async () => {
    await page.goto('/teacher/units/import');
    await page.getByLabel('选择单位库表格').setInputFiles(file);
    await page.getByText('1 行可以导入').waitFor();
    await page.getByText('校验位不对').waitFor();
    await audit.look(page, 'import', page.getByRole('list', { name: '表格里的行' }));
  });

  await step('the good row is taken over', async () => {
    await page.getByRole('button', { name: '导入 1 行' }).click();
    await page.getByText('新建 1 家').waitFor();
    await page.getByRole('link', { name: '看导入的单位' }).click();
    await audit.look(page, 'library', page.getByText(NEW));
  });
});

test('a student finds a unit on the phone, and is told what to do about one that is not there', async () => {
  const { page } = await signedIn('student', '20230001', PHONE);

  await step('from the own page to the directory', async () => {
    await page.goto('/student/my');
    await page.getByRole('link', { name: /单位库/ }).click();
    await audit.look(page, 'empty directory', page.getByText('写几个字就能找'));
  });

  await step('by initials, with who works there', async () => {
    await page.getByRole('searchbox', { name: '找单位' }).fill('xjjmzz');
    await audit.look(page, 'hits', page.getByText('（周敏）'));
    await page.getByText(KEPT, { exact: false }).first().waitFor();
  });

  await step('and one that is not there', async () => {
    await page.getByRole('searchbox', { name: '找单位' }).fill('没有这样的单位');
    await audit.look(page, 'not found', page.getByRole('heading', { name: '没有找到「没有这样的单位」' }));
  });
});
