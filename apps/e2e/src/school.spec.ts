import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { anybody, DESK, signedIn, step } from './support/stage.js';
import { firstLogIn, type Newcomer } from './portals/first-login.js';

const SCHOOL = { code: '10463', name: '桂川师范大学', short: '桂川' };
const ADMIN = { login: 'G0001', name: '司徒远', phone: '13900006201', password: 'Maple-6201-river' };
const COLLEAGUE = { login: 'G0002', name: '容若水', phone: '13900006202', password: 'Maple-6202-river' };
const LEVELS = '审核级别（单位邀请）';
const WORKDAYS = '入驻审核时限';

const field = (page: Page, label: string) => page.locator('main').getByLabel(label, { exact: true });
const parameter = (page: Page, title: string) =>
  page.locator('.param').filter({ has: page.getByText(title, { exact: true }) });

/** In the open dialog: labels with what is written or, for a list of choices, chosen. */
async function addUnit(page: Page, title: string, texts: Record<string, string>): Promise<void> {
  const dialog = page.getByRole('dialog', { name: title });
  for (const [label, text] of Object.entries(texts)) await dialog.getByLabel(label).first().fill(text);
  for (const list of await dialog.getByRole('combobox').all()) {
    if ((await list.inputValue()) === '') await list.selectOption({ index: 1 });
  }
  await dialog.getByRole('button', { name: '新增' }).click();
  await dialog.waitFor({ state: 'hidden' });
}

async function savePolicy(page: Page, note: string): Promise<void> {
  await page.getByRole('button', { name: '保存…' }).click();
  const dialog = page.getByRole('dialog', { name: '保存为新的一版' });
  await dialog.getByLabel('为什么改').fill(note);
  await dialog.getByRole('button', { name: '保存', exact: true }).click();
}

test('an operator opens a school; its administrator builds it up and decides how it works', async () => {
  const operator = await signedIn('platform', 'operator');
  const initial = await step('the operator opens the school', async () => {
    const { page } = operator;
    await page.goto('/teacher/platform/');
    await page.getByRole('link', { name: '开通学校' }).click();
    await field(page, '学校代码').fill(SCHOOL.code);
    await field(page, '学校全称').fill(SCHOOL.name);
    await field(page, '简称').fill(SCHOOL.short);
    await field(page, '账号').fill(ADMIN.login);
    await field(page, '姓名').fill(ADMIN.name);
    await page.getByRole('button', { name: '开通学校' }).click();
    await page.getByRole('heading', { level: 1, name: `「${SCHOOL.name}」已经开通` }).waitFor();
    return page.locator('.secret').innerText();
  });

  const admin = await anybody('administrator', DESK);
  const { page } = admin;
  await step('its administrator logs in for the first time', () =>
    firstLogIn(page, { ...ADMIN, initial, school: SCHOOL.code }),
  );
  await step('a college, a major and a class', async () => {
    await page.goto('/teacher/settings/org');
    await page.getByText('还没有学院').waitFor();
    await page.getByRole('button', { name: '新增学院' }).click();
    await addUnit(page, '新增学院', { 代码: '01', 名称: '文学院' });
    await page.getByRole('button', { name: /^文学院 ?01/ }).waitFor();
    await page.getByRole('button', { name: '新增专业' }).click();
    await addUnit(page, '新增专业', { 代码: '050101', 名称: '汉语言文学', 学制: '4' });
    await page.getByRole('button', { name: /^汉语言文学.*4 年/ }).waitFor();
    await page.getByRole('button', { name: '新增班级' }).click();
    await addUnit(page, '新增班级', { 名称: '汉语言文学 2301' });
    await page.getByRole('button', { name: /^汉语言文学 2301/ }).waitFor();
    await page.getByText(/1 个学院，1 个专业，\d{4} 届 1 个班/).waitFor();
  });

  const colleague = await step('a colleague, who has the same page open', async () => {
    const body = {
      login: COLLEAGUE.login,
      name: COLLEAGUE.name,
      phone: null,
      email: null,
      grants: [{ role: 'center_admin', collegeIds: [], classIds: [] }],
    };
    const answer = await admin.context.request.post('/api/v1/teacher/staff', {
      data: body,
      headers: { 'idempotency-key': randomUUID() },
    });
    expect(await answer.text()).toContain(COLLEAGUE.name);
    const { initial: first } = (await answer.json()) as { initial: { secret: string } };
    const newcomer: Newcomer = { ...COLLEAGUE, initial: first.secret, school: SCHOOL.code };
    const other = await anybody('colleague', DESK);
    await firstLogIn(other.page, newcomer);
    await other.page.goto('/teacher/settings/policy');
    await other.page.getByText('现在是第 1 版').waitFor();
    return other;
  });
  await step('a parameter changes the chart, and is the second version', async () => {
    await page.goto('/teacher/settings/policy');
    await page.getByText('现在是第 1 版').waitFor();
    const result = page.getByRole('complementary', { name: '结果' });
    const chart = result.getByRole('img');
    const before = await chart.first().innerHTML();
    await parameter(page, LEVELS).locator('.chips label', { hasText: '学院' }).click();
    await result.getByText('和现在相比').waitFor();
    expect(await chart.first().innerHTML()).not.toBe(before);
    await savePolicy(page, '学院不再单独审核');
    await page.getByText('现在是第 2 版').waitFor();
    const versions = page.getByRole('region', { name: '版本' });
    await versions.getByText('第 2 版', { exact: true }).waitFor();
    await versions.getByText('学院不再单独审核').waitFor();
    await page.goto('/teacher/process');
    await page.getByRole('table').waitFor();
    expect(
      await page
        .getByRole('img', { name: /^签约流程图/ })
        .first()
        .innerHTML(),
    ).not.toContain('学院审核');
  });
  await step('what the colleague saves on the old version is a conflict, and can be kept on top', async () => {
    const other = colleague.page;
    colleague.watch.expect(409, /\/policy/);
    await parameter(other, WORKDAYS).getByRole('textbox').fill('7');
    await savePolicy(other, '单位多，审得慢一些');
    const conflict = other.getByRole('dialog', { name: '您的改动没有保存' });
    await conflict.getByText(new RegExp(LEVELS)).waitFor();
    await conflict.getByRole('button', { name: '在他的基础上保留我的改动' }).click();
    await savePolicy(other, '单位多，审得慢一些');
    await other.getByText('现在是第 3 版').waitFor();
    await other.getByRole('region', { name: '版本' }).getByText('学院不再单独审核').waitFor();
  });
});
