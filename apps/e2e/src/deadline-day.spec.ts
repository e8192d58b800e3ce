import pg from 'pg';
import { Api } from './support/api.js';
import { Audit } from './support/audit.js';
import { nameOf, classesOf, type ClassOfTree, rosterOf, studentNoOf } from './support/roster.js';
import { DESK, signedIn, step } from './support/stage.js';
import { giveDemoPassword, submitAll } from './support/submissions.js';

/** The demo's second open cohort: it has classes and nobody in them. */
const COHORT = 2028;
const ROWS = 6_000;
const SUBMITTED = 300;
/** Who writes something else than the school has: every tenth of those who submit. */
const OTHER_EVERY = 10;
const BY_KEYBOARD = 50;
const CLASSES = 8;
const [FIRST, SECOND] = ['counsellor39', 'counsellor40'];
/** A minute on two cores that have other work; a busier machine takes its time. */
const PATIENCE_MS = 300_000;

/** Whoever waits for what this connection holds. */
const WAITING = 'select from pg_locks l where not l.granted and pg_backend_pid() = any (pg_blocking_pids(l.pid))';

interface Row {
  id: string;
  studentNo: string;
  classId: string;
  state: string;
}
interface Found {
  items: Row[];
  total: number;
}
interface Act {
  id: string;
  counts: { total: number; done: number; skipped: number; failed: number };
  job: { status: string; done: number } | null;
  finishedAt: string | null;
}
interface ActRow {
  studentNo: string;
  className: string;
  outcome: string | null;
  detail: string | null;
}

let center: Api;
let counsellor: Api;
let classes: ClassOfTree[];
/** Those of the first counsellor, and who is in them. */
let mine: ClassOfTree[];
let numbers: number[];

const find = (api: Api, filter: object, pageSize = 200): Promise<Found> =>
  api.post<Found>('sources/search', { filter: { cohort: COHORT, ...filter }, page: 1, pageSize });
const total = async (api: Api, filter: object = {}): Promise<number> => (await find(api, filter, 20)).total;
/** More than a page has. */
async function idsOf(api: Api, filter: object): Promise<Row[]> {
  const rows: Row[] = [];
  for (let page = 1; ; page += 1) {
    const query = { filter: { cohort: COHORT, ...filter }, sort: 'studentNo', page, pageSize: 200 };
    const { items } = await api.post<Found>('sources/search', query);
    rows.push(...items);
    if (items.length < 200) return rows;
  }
}
async function until<T>(ask: () => Promise<T>, good: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (good(answer)) return answer;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
const ended = (api: Api, id: string): Promise<Act> =>
  until(
    () => api.get<Act>(`sources/acts/${id}`),
    ({ finishedAt }) => finishedAt !== null,
  );
const actRows = async (api: Api, id: string): Promise<ActRow[]> => {
  const rows: ActRow[] = [];
  for (let page = 1; ; page += 1) {
    const { items } = await api.get<{ items: ActRow[] }>(`sources/acts/${id}/rows?page=${page}&pageSize=200`);
    rows.push(...items);
    if (items.length < 200) return rows;
  }
};
const actOf = (url: string): string => new URL(url).pathname.split('/').at(-1) as string;

async function accountOf(login: string): Promise<string> {
  const { items } = await center.get<{ items: { id: string; login: string }[] }>(`staff?q=${login}`);
  const found = items.find((one) => one.login === login);
  if (!found) throw new Error(`no ${login}`);
  return found.id;
}
/** A class gets this counsellor and nobody else, at once. */
async function handOver({ id }: ClassOfTree, accountId: string): Promise<void> {
  const now = (await classesOf(center, COHORT)).find((one) => one.id === id) as ClassOfTree;
  await center.post(`org/classes/${id}/counsellors`, { version: now.version, accountIds: [accountId] });
}

test(
  'deadline day: a roster of thousands, a reminder, hundreds of submissions, reviewed, passed and exported',
  async () => {
    center = await Api.signIn('teacher', 'center');
    classes = await classesOf(center, COHORT);
    mine = classes.slice(0, CLASSES);
    const first = await accountOf(FIRST);
    for (const one of mine) await handOver(one, first);
    const roster = await rosterOf(classes, ROWS, COHORT);
    numbers = mine.flatMap(({ id }) => roster.byClass.get(id) ?? []);
    const audit = new Audit();

    await step('the centre imports the roster of the cohort', async () => {
      const { page } = await signedIn('teacher', 'center');
      await page.goto(`/teacher/sources/import?cohort=${COHORT}`);
      const mimeType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
      const file = { name: `${COHORT}届名单.xlsx`, mimeType, buffer: roster.sheet };
      // there is a cohort to import into
      await page.getByRole('button', { name: '下载模板' }).click({ trial: true });
      await page.getByLabel('选择生源信息表格').setInputFiles(file);
      await page.getByRole('heading', { name: /检查好了，等你确认$/ }).waitFor({ timeout: 60_000 });
      await page.getByRole('button', { name: '导入 6,000 行' }).click();
      await page.getByRole('heading', { name: /导入完成$/ }).waitFor({ timeout: 60_000 });
      expect(await total(center)).toBe(ROWS);
      await page.context().close();
    });
    const { page } = await signedIn('teacher', FIRST, DESK);
    counsellor = await Api.signIn('teacher', FIRST);
    expect(await total(counsellor)).toBe(numbers.length);

    await step('the counsellor reminds all who have not begun', async () => {
      await page.goto(`/teacher/sources?cohort=${COHORT}&state=not_started`);
      await page
        .getByText(new RegExp(`共 ${numbers.length} 人`))
        .first()
        .waitFor();
      await page.getByRole('checkbox', { name: /^选择本页/ }).check();
      await page.getByRole('button', { name: new RegExp(`选全部符合条件的 ${numbers.length} 人`) }).click();
      await page.getByRole('button', { name: '通知', exact: true }).click();
      const dialog = page.getByRole('dialog', { name: '通知学生' });
      await dialog.getByLabel('标题').fill('今天是最后一天');
      await dialog.getByLabel('内容').fill('今晚 12 点前核验并提交生源信息。');
      await audit.lookAtDialog(page, 'remind');
      await dialog.getByRole('button', { name: `发给 ${numbers.length} 人` }).click();
      await page.getByText(`办成 ${numbers.length} 人，跳过 0 人，没办成 0 人`).waitFor();
      expect((await ended(counsellor, actOf(page.url()))).counts).toMatchObject({ done: numbers.length, failed: 0 });
    });

    const submitting = numbers.slice(0, SUBMITTED);
    await step('three hundred submit', async () => {
      await giveDemoPassword(submitting);
      const messages = await (
        await Api.signIn('student', studentNoOf(submitting[0] as number))
      ).get<{
        items: { title: string }[];
      }>('notifications');
      expect(messages.items.map(({ title }) => title)).toContain('今天是最后一天');
      await submitAll(submitting, (n) => (n % OTHER_EVERY === 0 ? { address: `星沙街道望仙路 ${n} 号` } : null));
      expect(await total(counsellor, { mine: true })).toBe(SUBMITTED);
      expect(await total(counsellor, { mine: true, differs: true })).toBe(SUBMITTED / OTHER_EVERY);
      expect(await counsellor.get(`sources/counts?cohort=${COHORT}`)).toMatchObject({ mine: SUBMITTED });
    });

    await step('she reviews some with the keyboard alone', async () => {
      const filter = { cohort: COHORT, mine: true };
      const all = await counsellor.post<{ ids: string[] }>('sources/queue', { filter });
      const kept = { cohort: COHORT, ids: all.ids.slice(0, BY_KEYBOARD) };
      const list = await counsellor.post<{ id: string }>('sources/lists', kept);
      const queue = { filter: { ...filter, listId: list.id }, sort: 'waiting' };
      const { ids } = await counsellor.post<{ ids: string[] }>('sources/queue', queue);
      await page.goto(`/teacher/sources/${ids[0]}?cohort=${COHORT}&mine=true&list=${list.id}`);
      for (const [index, id] of ids.entries()) {
        await page.getByText(`第 ${index + 1} 条，共 ${BY_KEYBOARD} 条`).waitFor();
        const { name, fields } = await counsellor.get<{ name: string; fields: { differs: boolean }[] }>(
          `sources/${id}`,
        );
        await page.getByRole('heading', { level: 1, name }).waitFor();
        if (fields.some(({ differs }) => differs)) {
          const saving = page.getByRole('button', { name: /^保存 \d+ 项/ });
          await page.keyboard.press('a');
          await saving.waitFor();
          await page.keyboard.press('s');
          await saving.waitFor({ state: 'hidden' });
        }
        await page.keyboard.press('p');
      }
      await page.getByText('这个队列办完了').first().waitFor();
      expect(await total(counsellor, { state: ['counsellor_approved'] })).toBe(BY_KEYBOARD);
    });

    await step('the rest is passed at once; the preview says for whom it is nothing', async () => {
      const [rest, others] = [
        await total(counsellor, { mine: true }),
        await total(counsellor, { mine: true, differs: true }),
      ];
      expect(rest).toBe(SUBMITTED - BY_KEYBOARD);
      await page.goto(`/teacher/sources?cohort=${COHORT}&mine=true`);
      await page
        .getByText(new RegExp(`共 ${rest} 人`))
        .first()
        .waitFor();
      await page.getByRole('checkbox', { name: /^选择本页/ }).check();
      await page.getByRole('button', { name: new RegExp(`选全部符合条件的 ${rest} 人`) }).click();
      await page.getByRole('button', { name: '批量通过' }).click();
      const dialog = page.getByRole('dialog', { name: '批量通过' });
      await dialog.getByText(`${others} 人 学生填的和学校库不同，请逐个审核。`).waitFor();
      await audit.lookAtDialog(page, 'pass the rest');
      await dialog.getByRole('button', { name: `通过 ${rest - others} 人` }).click();
      await page.getByText(`办成 ${rest - others} 人，跳过 ${others} 人，没办成 0 人`).waitFor();
      expect((await idsOf(counsellor, { mine: true })).length).toBe(others);
      expect(await total(center, { state: ['counsellor_approved'] })).toBe(SUBMITTED - others);
    });

    await step('and what was passed goes out as a sheet', async () => {
      await page.goto(`/teacher/sources?cohort=${COHORT}&state=counsellor_approved`);
      await page.getByRole('checkbox', { name: /^选择本页/ }).check();
      await page.getByRole('button', { name: /^选全部符合条件的/ }).click();
      await page.getByRole('button', { name: '导出', exact: true }).click();
      const dialog = page.getByRole('dialog', { name: /^导出/ });
      await dialog.getByLabel('用途').fill('交学院复核');
      await dialog.getByRole('button', { name: /^导出/ }).click();
      await page.getByRole('button', { name: /^下载（/ }).waitFor();
      const { items } = await counsellor.get<{ items: { count: number; purpose: string }[] }>('sources/exports');
      const passed = await total(counsellor, { state: ['counsellor_approved'] });
      expect(items[0]).toMatchObject({ purpose: '交学院复核', count: passed });
    });
    audit.verdict();
  },
  PATIENCE_MS,
);

test(
  'a class goes to another counsellor while an order on it is under way',
  async () => {
    const [other, gone] = [await accountOf(SECOND), mine.at(-1) as ClassOfTree];
    const second = await Api.signIn('teacher', SECOND);
    const away = await idsOf(counsellor, { classId: [gone.id] });
    // the class that goes stands at the end, behind more than a job does in one go
    const stays = (await idsOf(counsellor, {})).filter(({ classId }) => classId !== gone.id);
    const ids = [...stays, ...away].map(({ id }) => id);
    expect(stays.length).toBeGreaterThan(500);
    const before = await counsellor.get<{ all: number }>(`sources/counts?cohort=${COHORT}`);
    const list = await counsellor.post<{ id: string }>('sources/lists', { cohort: COHORT, ids });
    const tokens = away.map(({ studentNo }) => studentNo);
    const pasted = await counsellor.post<{ matched: object[] }>('sources/lookup', { cohort: COHORT, tokens });
    expect(pasted.matched.length).toBe(away.length);
    const order = { selection: { ids }, columns: ['studentNo', 'name'], purpose: '核对名单' };
    const file = await counsellor.post<{ id: string }>('sources/exports', order);
    await until(
      () => counsellor.get<{ finishedAt: string | null }>(`sources/exports/${file.id}`),
      ({ finishedAt }) => finishedAt !== null,
    );
    expect(await counsellor.status(`sources/exports/${file.id}/file`)).toBe(200);
    expect(await total(second, { classId: [gone.id] })).toBe(0);

    const act = await step('the order stands still at its first students, and the class goes meanwhile', async () => {
      const db = new pg.Client({ connectionString: process.env['E2E_DATABASE_URL'] });
      await db.connect();
      try {
        await db.query('begin');
        await db.query('select from student where id = $1 for no key update', [ids[0]]);
        const made = await counsellor.post<Act>('sources/acts', {
          selection: { ids },
          act: 'edit',
          set: { politicalCode: '02' },
        });
        await until(
          async () => (await db.query(WAITING)).rowCount ?? 0,
          (n) => n > 0,
        );
        await handOver(gone, other);
        await db.query('commit');
        return made;
      } finally {
        await db.end();
      }
    });

    const { counts } = await ended(counsellor, act.id);
    expect(counts).toMatchObject({ total: ids.length, done: stays.length, failed: away.length });
    const results = await actRows(counsellor, act.id);
    const untouched = results.filter(({ outcome }) => outcome !== 'done');
    expect(untouched.length).toBe(away.length);
    expect([...new Set(untouched.map(({ detail }) => detail))]).toEqual(['不在你的职责范围内了。']);
    expect(await total(center, { classId: [gone.id], political: ['02'] })).toBe(0);
    expect(await total(center, { political: ['02'] })).toBe(stays.length);

    await step('the first has lost the class everywhere, the second has it', async () => {
      expect(await total(counsellor, { classId: [gone.id] })).toBe(0);
      expect(await total(counsellor)).toBe(stays.length);
      const after = await counsellor.get<{ all: number }>(`sources/counts?cohort=${COHORT}`);
      expect(before.all - after.all).toBe(away.length);
      expect(await counsellor.status(`sources/${away[0]?.id}`)).toBe(404);
      // the column that was kept, and the column that is pasted again
      expect(await total(counsellor, { listId: list.id })).toBe(stays.length);
      const again = await counsellor.post<{ matched: object[]; missing: number[] }>('sources/lookup', {
        cohort: COHORT,
        tokens,
      });
      expect([again.matched.length, again.missing.length]).toEqual([0, away.length]);
      // a file that was made when the class was hers
      expect(await counsellor.status(`sources/exports/${file.id}/file`)).toBe(403);
      expect(await total(second, { classId: [gone.id] })).toBe(away.length);
    });
    await step('and on the screen as well', async () => {
      const { page } = await signedIn('teacher', FIRST);
      await page.goto(`/teacher/sources/acts/${act.id}`);
      await page.getByText(`办成 ${stays.length} 人，跳过 0 人，没办成 ${away.length} 人`).waitFor();
      await page.getByRole('radio', { name: `没办成 ${away.length}` }).check();
      await page.getByText('不在你的职责范围内了。').first().waitFor();
      await page.goto(`/teacher/sources?cohort=${COHORT}&q=${away[0]?.studentNo}`);
      await page
        .getByText(/没有符合条件/)
        .first()
        .waitFor();
      expect(await page.locator('main').innerText()).not.toContain(nameOf(numbers.at(-1) as number));
    });
  },
  PATIENCE_MS,
);
