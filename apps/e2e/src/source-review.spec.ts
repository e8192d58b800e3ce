import type { Page } from 'playwright-core';
import { Api } from './support/api.js';
import { Audit } from './support/audit.js';
import { COHORT } from './support/demo.js';
import { DESK, PHONE, signedIn, step } from './support/stage.js';

interface Queue {
  ids: string[];
  total: number;
}
interface Record_ {
  id: string;
  name: string;
  version: number;
  state: string;
  fields: { key: string; differs: boolean; copyReason: string | null; school: string | null }[];
  events: { action: string; words: string }[];
}
interface Work {
  account: string;
  api: Api;
  ids: string[];
}

const MINE = { cohort: COHORT, mine: true };
const ADDRESS = '请按户口本首页写到门牌号。';
/** The address of a record, opened from the list of what waits for me among those of a kept list. */
const urlOf = (id: string, list?: string): string =>
  `/teacher/sources/${id}${list ? `?cohort=${COHORT}&mine=true&list=${list}` : ''}`;
const copyable = ({ fields }: Record_): number =>
  fields.filter(({ differs, copyReason }) => differs && copyReason === null).length;

/** A counsellor of the demo for whom at least `least` wait, one of them with something to copy, that one first. */
async function counsellorWithWork(first: number, last: number, least: number): Promise<Work> {
  for (let n = first; n <= last; n += 1) {
    const account = `counsellor${String(n).padStart(2, '0')}`;
    const api = await Api.signIn('teacher', account);
    const { ids } = await api.post<Queue>('sources/queue', { filter: MINE });
    if (ids.length < least) continue;
    for (const id of ids) {
      if (copyable(await api.get<Record_>(`sources/${id}`)) === 0) continue;
      return { account, api, ids: [id, ...ids.filter((one) => one !== id)].slice(0, least) };
    }
  }
  throw new Error(`none of the counsellors ${first} to ${last} has ${least} records with something to copy`);
}

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });
const saving = (page: Page) => page.getByRole('button', { name: /^保存 \d+ 项/ });

test('a counsellor reviews three with the keyboard alone', async () => {
  const { account, api, ids } = await counsellorWithWork(9, 20, 3);
  const { page } = await signedIn('teacher', account);
  const audit = new Audit();
  const { id: list } = await api.post<{ id: string }>('sources/lists', { cohort: COHORT, ids });
  const queue = await api.post<Queue>('sources/queue', { filter: { ...MINE, listId: list }, sort: 'waiting' });
  const names = await Promise.all(queue.ids.map(async (id) => (await api.get<Record_>(`sources/${id}`)).name));
  await page.goto(urlOf(queue.ids[0] as string, list));
  await heading(page, names[0] as string).waitFor();
  await audit.look(page, 'review', page.getByRole('table', { name: /学校库和学生填报/ }));

  await step('the keys say what they do', async () => {
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: '键盘' }).waitFor();
    await audit.lookAtDialog(page, 'keys');
    await page.keyboard.press('Escape');
  });
  for (const [index, id] of queue.ids.entries()) {
    const record = await api.get<Record_>(`sources/${id}`);
    await heading(page, record.name).waitFor();
    await page.getByText(`第 ${index + 1} 条，共 3 条`).waitFor();
    if (copyable(record) > 0) {
      await step('copy, undo, copy all; nothing can be passed before it is saved', async () => {
        await page.keyboard.press('ArrowDown');
        await page.keyboard.press('a');
        await saving(page).waitFor();
        await page.keyboard.press('p');
        await page.getByText('保存以后才能通过').first().waitFor();
        await audit.look(page, 'pending', saving(page));
        expect((await api.get<Record_>(`sources/${id}`)).state).toBe('submitted');
        await page.keyboard.press('s');
        await saving(page).waitFor({ state: 'hidden' });
      });
    }
    const last = index === queue.ids.length - 1;
    if (!last) {
      await step('pass: the next one comes by itself', async () => {
        await page.keyboard.press('p');
        await heading(page, names[index + 1] as string).waitFor();
      });
      continue;
    }
    await step('the last one goes back with words', async () => {
      await page.keyboard.press('r');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Space');
      const note = page.getByLabel('写给学生的话');
      while (!(await note.evaluate((one) => one === document.activeElement))) await page.keyboard.press('Tab');
      await page.keyboard.insertText(ADDRESS);
      await page.getByText(`住址不完整：${ADDRESS}`).waitFor();
      await audit.look(page, 'sent back', note);
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.getByText('这个队列办完了').first().waitFor();
    });
  }
  audit.verdict();
  const after = await Promise.all(queue.ids.map((id) => api.get<Record_>(`sources/${id}`)));
  expect(after.map(({ state }) => state)).toEqual(['counsellor_approved', 'counsellor_approved', 'returned']);
  expect(after[2]?.events[0]?.words).toBe(`住址不完整：${ADDRESS}`);
  const taken = after.find(({ id }) => id === ids[0]);
  expect(taken && copyable(taken)).toBe(0);
});

test('two reviewers on one record: the second sees what was done, and loses nothing', async () => {
  const { account, api, ids } = await counsellorWithWork(21, 34, 1);
  const id = ids[0] as string;
  const before = await api.get<Record_>(`sources/${id}`);
  const first = await signedIn('teacher', account, DESK);
  first.watch.expect(409, /\/values$/);
  const { page } = first;
  const audit = new Audit();
  await page.goto(urlOf(id));
  await heading(page, before.name).waitFor();
  await step('one copies and writes a number by hand, unsaved', async () => {
    await page.keyboard.press('a');
    await page.getByRole('button', { name: '展开' }).click();
    await page.getByRole('button', { name: '手工改QQ' }).click();
    const dialog = page.getByRole('dialog', { name: '改QQ' });
    await audit.lookAtDialog(page, 'by hand');
    await dialog.getByLabel('QQ', { exact: true }).fill('7100418');
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    await saving(page).waitFor();
  });
  await step('the centre changes the same number meanwhile', async () => {
    const center = await Api.signIn('teacher', 'center');
    const other = await signedIn('teacher', 'center');
    await other.page.goto(urlOf(id));
    await heading(other.page, before.name).waitFor();
    await other.page.getByText('全部', { exact: false }).first().waitFor();
    await other.page.getByRole('button', { name: '展开' }).click();
    await other.page.getByRole('button', { name: '手工改QQ' }).click();
    await other.page.getByRole('dialog').getByLabel('QQ', { exact: true }).fill('88888');
    await other.page.keyboard.press('Enter');
    await saving(other.page).click();
    await saving(other.page).waitFor({ state: 'hidden' });
    expect((await center.get<Record_>(`sources/${id}`)).version).toBeGreaterThan(before.version);
  });
  await step('the first one’s save is refused, and asks field by field', async () => {
    await saving(page).click();
    const dialog = page.getByRole('dialog', { name: '您的操作没有执行' });
    await dialog.getByRole('listitem').filter({ hasText: '修改学校库' }).waitFor();
    await audit.lookAtDialog(page, 'conflict');
    const row = dialog.getByRole('row', { name: /QQ/ });
    await row.getByText('别人改过').waitFor();
    expect(await row.getByRole('checkbox').isChecked()).toBe(false);
    await row.getByRole('checkbox').check();
    await dialog.getByRole('button', { name: /看最新内容，留下我的/ }).click();
    await dialog.waitFor({ state: 'hidden' });
  });
  await step('mine is still there, is saved, and then passed', async () => {
    await saving(page).click();
    await saving(page).waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: /^通过/ }).click();
    await page.getByText(`${before.name}：已通过`).first().waitFor();
  });
  audit.verdict();
  const after = await api.get<Record_>(`sources/${id}`);
  expect(after.fields.find(({ key }) => key === 'qq')?.school).toBe('7100418');
  expect([after.state, copyable(after)]).toEqual(['counsellor_approved', 0]);
});

test('the review and the results of acts on a phone', async () => {
  const { account, api, ids } = await counsellorWithWork(35, 38, 1);
  const { page } = await signedIn('teacher', account, PHONE);
  const audit = new Audit();
  const record = await api.get<Record_>(`sources/${ids[0]}`);
  await page.goto(urlOf(record.id));
  await audit.look(page, 'review on a phone', heading(page, record.name));
  const act = await api.post<{ id: string }>('sources/acts', {
    selection: { ids },
    act: 'notify',
    title: '请补齐材料',
    text: '本周内交到办公室。',
  });
  await page.goto(`/teacher/sources/acts/${act.id}`);
  await audit.look(page, 'one act', page.getByText(/^办成 \d+ 人/));
  await page.goto('/teacher/sources/acts');
  await audit.look(page, 'all acts', page.getByRole('link', { name: '通知' }));
  audit.verdict();
});
