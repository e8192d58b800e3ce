import type { Locator, Page } from 'playwright-core';
import { Audit } from './support/audit.js';
import { DESK, PHONE, signedIn, step } from './support/stage.js';

/** Students of the demo data who have not begun, one a story. */
const ALONE = '20235884';
const TWO_DEVICES = '20235986';

const field = (page: Page, label: string): Locator => page.getByLabel(label, { exact: true });
const saved = (page: Page): Promise<void> =>
  page
    .getByRole('status')
    .getByText(/^已保存/)
    .waitFor();

/** Writes and goes on to the next field, as one does; the draft is on the server afterwards. */
async function write(page: Page, label: string, value: string): Promise<void> {
  await field(page, label).fill(value);
  await field(page, label).blur();
}
async function writeAndSave(page: Page, label: string, value: string): Promise<void> {
  const answer = page.waitForResponse((response) => response.url().endsWith('/source/draft'));
  await write(page, label, value);
  await answer;
  await saved(page);
}

test('a student verifies on a phone, loses the connection in the middle, and nothing is lost', async () => {
  const { page, context } = await signedIn('student', ALONE, PHONE);
  const audit = new Audit();

  await step('the first page leads to the form', async () => {
    await page.goto('/student/');
    await page.getByRole('heading', { level: 1, name: '先核验生源信息' }).waitFor();
    await audit.look(page, 'home', page.getByText(/还差 6 项/));
    await page.getByRole('link', { name: '核验生源信息' }).click();
    await audit.look(page, 'the form', page.getByRole('heading', { name: '紧急联系人' }));
  });
  await step('an error of the registry is reported, taken back and reported again', async () => {
    const dialog = page.getByRole('dialog', { name: '报告学籍信息有误' });
    for (const proposed of ['苗族', '土家族']) {
      await page.getByRole('button', { name: /报告民族$/ }).click();
      await dialog.getByRole('button', { name: '报告给学院' }).click();
      await dialog.getByText('写明应该是什么。').waitFor();
      await audit.lookAtDialog(page, 'report, with an error');
      await dialog.getByLabel('应该是').fill(proposed);
      await dialog.getByLabel(/^依据/).fill('户口簿');
      await dialog.getByRole('button', { name: '报告给学院' }).click();
      await page.getByRole('button', { name: /已报告，待核.*民族/ }).waitFor();
      if (proposed === '土家族') break;
      await page.getByRole('button', { name: /已报告，待核.*民族/ }).click();
      await page.getByRole('dialog').getByText(proposed).waitFor();
      await page.getByRole('button', { name: '撤回报告' }).click();
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
    }
  });
  await step('what is wrong is said when the field is left, and kept all the same', async () => {
    await writeAndSave(page, '家庭邮编', '41680');
    await page.getByText(/邮编.*6 位/).waitFor();
    expect(await field(page, '家庭邮编').getAttribute('aria-invalid')).toBe('true');
    await page.reload();
    await page.getByRole('heading', { name: '紧急联系人' }).waitFor();
    expect(await field(page, '家庭邮编').inputValue()).toBe('41680');
  });
  await step('the connection is gone: it goes on, and says what is not saved', async () => {
    await context.setOffline(true);
    await write(page, '家庭住址', '民安街道新建路 12 号 3 栋 502');
    await write(page, 'QQ选填', '12345678');
    await write(page, '紧急联系人', '欧阳建国');
    await page.getByText('网络断了，3 处修改还没保存').waitFor();
    await page.getByRole('status').getByText('未保存').waitFor();
    const submit = page.getByRole('button', { name: '提交核验' });
    expect(await submit.getAttribute('aria-disabled')).toBe('true');
    await audit.look(page, 'without a network', page.getByText('恢复网络后才能提交'));
  });
  await step('back again, everything is sent by itself', async () => {
    await context.setOffline(false);
    await saved(page);
    await page.reload();
    await page.getByRole('heading', { name: '紧急联系人' }).waitFor();
    expect(await field(page, '家庭住址').inputValue()).toBe('民安街道新建路 12 号 3 栋 502');
    expect(await field(page, 'QQ选填').inputValue()).toBe('12345678');
    expect(await field(page, '紧急联系人').inputValue()).toBe('欧阳建国');
    expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0);
  });
  await step('submitting lists what is in the way; each line leads to its field', async () => {
    await writeAndSave(page, '紧急联系人手机', await field(page, '手机').inputValue());
    await page.getByRole('button', { name: '提交核验' }).click();
    await audit.look(page, 'the form with errors', page.getByText('有 5 处要改，改完才能提交'));
    await page.getByRole('link', { name: /^家庭邮编：/ }).click();
    expect(await field(page, '家庭邮编').evaluate((input) => input === document.activeElement)).toBe(true);
    await writeAndSave(page, '家庭邮编', '416800');
    await writeAndSave(page, '紧急联系人手机', '138 0000 0022');
    await writeAndSave(page, '入学前户口派出所', '民安派出所');
    await writeAndSave(page, '入学前档案所在单位', '龙山县高级中学');
    await field(page, '与本人关系').selectOption({ label: '父亲' });
    await saved(page);
  });
  await step('submitted, locked', async () => {
    await page.getByRole('button', { name: '提交核验' }).click();
    await audit.look(page, 'submitted', page.getByText('已提交，等辅导员审核'));
    expect(await field(page, '家庭邮编').isDisabled()).toBe(true);
    expect(await field(page, '紧急联系人手机').inputValue()).toBe('13800000022');
  });
  await step('withdrawn, changed and submitted again', async () => {
    await page.getByRole('button', { name: '撤回修改' }).click();
    await page.getByRole('button', { name: '提交核验' }).waitFor();
    await writeAndSave(page, '家庭邮编', '416801');
    await page.getByRole('button', { name: '提交核验' }).click();
    await page.getByText('已提交，等辅导员审核').waitFor();
  });
  await step('both versions are there to compare', async () => {
    await page.getByRole('link', { name: '历次版本和审核记录' }).click();
    await audit.look(page, 'versions', page.getByText('1 项不同'));
    const row = page.getByRole('row').filter({ hasText: '家庭邮编' });
    expect(await row.getByRole('cell').allInnerTexts()).toEqual(['416800', expect.stringMatching(/不同\s*416801/)]);
    await page.getByText('只看不同').click();
    await page.getByRole('row').filter({ hasText: '家庭住址' }).waitFor();
  });
  await step('the first page says that it is the school’s turn', async () => {
    await page.goto('/student/');
    await page.getByRole('heading', { level: 1, name: '生源信息在审核' }).waitFor();
  });
  audit.verdict();
});

test('two devices: what only one changed is merged and said, what both changed is asked', async () => {
  const phone = await signedIn('student', TWO_DEVICES, PHONE);
  const desk = await signedIn('student', TWO_DEVICES, DESK);
  desk.watch.expect(409, /\/source\/draft$/);
  for (const { page } of [phone, desk]) {
    await page.goto('/student/source');
    await page.getByRole('heading', { name: '紧急联系人' }).waitFor();
  }
  const audit = new Audit();
  await step('the phone writes two fields', async () => {
    await writeAndSave(phone.page, '家庭邮编', '410001');
    await writeAndSave(phone.page, '入学前档案所在单位', '龙山县高级中学');
  });
  await step('the PC changed one of them: it is asked, the other is taken over and said', async () => {
    const dialog = desk.page.getByRole('dialog', { name: '你在另一台设备上也改了' });
    await write(desk.page, '家庭邮编', '410002');
    await dialog.waitFor();
    await audit.lookAtDialog(desk.page, 'two devices');
    await dialog.getByRole('radio', { name: '410001' }).check();
    await dialog.getByRole('button', { name: '按选择保存' }).click();
    await desk.page.getByText('你在另一台设备上改了入学前档案所在单位，已经合到这里。').waitFor();
    expect(await field(desk.page, '家庭邮编').inputValue()).toBe('410001');
    expect(await field(desk.page, '入学前档案所在单位').inputValue()).toBe('龙山县高级中学');
  });
  await step('the PC goes on, and the phone sees it', async () => {
    await writeAndSave(desk.page, 'QQ选填', '87654321');
    await phone.page.reload();
    await phone.page.getByRole('heading', { name: '紧急联系人' }).waitFor();
    expect(await field(phone.page, 'QQ选填').inputValue()).toBe('87654321');
    expect(await field(phone.page, '家庭邮编').inputValue()).toBe('410001');
  });
  audit.verdict();
});
