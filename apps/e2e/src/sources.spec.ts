import { Api } from './support/api.js';
import { Audit } from './support/audit.js';
import { COHORT } from './support/demo.js';
import { PHONE, signedIn, step } from './support/stage.js';

interface Row {
  id: string;
  name: string;
  studentNo: string;
  collegeName: string;
  majorName: string;
  className: string;
}
interface Page_ {
  items: Row[];
  total: number;
}

const MINE = { cohort: COHORT, mine: true };
const rowsOf = (api: Api, filter: object): Promise<Page_> =>
  api.post<Page_>('sources/search', { filter, page: 1, pageSize: 50 });

/** A counsellor of the demo for whom at least two wait. */
async function counsellorWithWork(first: number, last: number): Promise<{ account: string; api: Api; waiting: Page_ }> {
  for (let n = first; n <= last; n += 1) {
    const account = `counsellor${n}`;
    const api = await Api.signIn('teacher', account);
    const waiting = await rowsOf(api, MINE);
    if (waiting.total >= 2) return { account, api, waiting };
  }
  throw new Error(`nobody waits for the counsellors ${first} to ${last}`);
}

/** GB 11643 numbers of people who do not exist; the last digit is the check. */
function idNo(n: number): string {
  const body = `43010420050101${String(200 + n).slice(-3)}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, i) => total + weight * Number(body[i]), 0);
  return body + ('10X98765432'[sum % 11] as string);
}

const HEADERS =
  '学号,姓名,身份证号,考生号,性别,民族,出生日期,学历,专业,所在院系,所在班级,学制,培养方式,入学时间,毕业时间'.split(',');

/** A sheet as another system exports it; the last line has an ID number that cannot be. */
function roster({ collegeName, majorName, className }: Row, count: number): string {
  const line = (n: number, id: string): string => {
    const gender = Number(id[16]) % 2 === 1 ? '男' : '女';
    const exam = `274300${String(n).padStart(8, '0')}`;
    const unit = [majorName, collegeName, className];
    const who = [`R2027${String(n).padStart(4, '0')}`, `陈${'一二三四五六七八九十'[n % 10]}`, id, exam, gender, '汉族'];
    return [...who, '2005-01-01', '本科生毕业', ...unit, '4', '非定向', '202309', '202706'].join(',');
  };
  const lines = Array.from({ length: count }, (_, n) => line(n, idNo(n)));
  return [HEADERS.join(','), ...lines, line(count, '430104200502300011')].join('\n');
}

test('a roster comes in, is found by pasted numbers, and goes out again with a purpose', async () => {
  const center = await Api.signIn('teacher', 'center');
  const { items } = await rowsOf(center, { cohort: COHORT, degree: ['31'] });
  const { page } = await signedIn('teacher', 'center');
  const audit = new Audit();

  await step('what is wrong is named, nothing is changed yet', async () => {
    await page.goto('/teacher/sources/import');
    // there is a cohort to import into
    await page.getByRole('button', { name: '下载模板' }).click({ trial: true });
    const buffer = Buffer.from(roster(items[0] as Row, 30), 'utf8');
    await page.getByLabel('选择生源信息表格').setInputFiles({ name: '名单.csv', mimeType: 'text/csv', buffer });
    await page.getByRole('heading', { name: /检查好了，等你确认$/ }).waitFor();
    await audit.look(page, 'roster: checked', page.getByText(/1 行有错/));
    await page.getByText('430***********0011').first().waitFor();
  });
  await step('the valid rows come in', async () => {
    await page.getByRole('button', { name: '导入 30 行' }).click();
    await page.getByRole('heading', { name: /导入完成$/ }).waitFor();
    await page.getByText('新增 30').first().waitFor();
  });
  await step('a pasted column finds them, and says what is not there', async () => {
    await page.goto('/teacher/sources');
    await page.getByRole('button', { name: '批量粘贴' }).click();
    const numbers = Array.from({ length: 30 }, (_, n) => `R2027${String(n).padStart(4, '0')}`);
    await page.getByLabel('粘贴的内容').fill([...numbers, 'R20279999'].join('\n'));
    await page.getByRole('button', { name: '筛出 30 人' }).waitFor();
    await audit.lookAtDialog(page, 'list: paste');
    await page.getByRole('button', { name: '筛出 30 人' }).click();
    await page
      .getByText(/共 30 人/)
      .first()
      .waitFor();
    await audit.look(page, 'list', page.getByRole('table'));
  });
  await step('and they go out, covered, with a purpose', async () => {
    await page.getByRole('checkbox', { name: /^选择本页/ }).check();
    await page.getByRole('button', { name: '导出', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: /^导出/ });
    await dialog.getByLabel('用途').fill('核对新名单');
    await audit.lookAtDialog(page, 'list: export');
    await dialog.getByRole('button', { name: /^导出/ }).click();
    await page.getByRole('button', { name: /^下载（/ }).waitFor();
  });
  audit.verdict();
});

test('a counsellor passes all that wait, and each has a result', async () => {
  const { account, api, waiting } = await counsellorWithWork(25, 35);
  const { page } = await signedIn('teacher', account);
  await page.goto('/teacher/sources?mine=true');
  await page
    .getByText(new RegExp(`共 ${waiting.total} 人`))
    .first()
    .waitFor();
  await page.getByRole('checkbox', { name: /^选择本页/ }).check();
  await page.getByRole('button', { name: '批量通过' }).click();
  const dialog = page.getByRole('dialog', { name: '批量通过' });
  await dialog.getByText('保留学校库，直接通过').click();
  await dialog.getByRole('button', { name: `通过 ${waiting.total} 人` }).click();
  await page.getByText(`办成 ${waiting.total} 人，跳过 0 人，没办成 0 人`).waitFor();
  expect((await rowsOf(api, MINE)).total).toBe(0);
});

test('a number that is searched for finds its student and never stands in the address', async () => {
  const own = await Api.signIn('student', '20230042');
  const { values } = await own.get<{ values: { name: string; studentNo: string; phone: string; idNo: string } }>(
    'source',
  );
  const { page } = await signedIn('teacher', 'center');
  const audit = new Audit();
  const addresses: string[] = [];
  page.on('framenavigated', (frame) => addresses.push(frame.url()));
  await page.goto('/teacher/sources');
  const row = page.getByRole('row', { name: new RegExp(values.studentNo) });
  const box = page.getByRole('searchbox', { name: /拼音/ });
  const alone = page.getByText(/共 1 人/).first();
  await step('a phone, and who it found stays after a reload', async () => {
    await box.pressSequentially(values.phone);
    await alone.waitFor();
    expect(await box.inputValue()).toBe(values.phone);
    await page.reload();
    await alone.waitFor();
    await row.waitFor();
    expect(await box.inputValue()).toBe('');
    await audit.look(page, 'list of a number', row);
  });
  await step('an ID number in its place', async () => {
    await page.getByRole('button', { name: '清除', exact: true }).click();
    await alone.waitFor({ state: 'hidden' });
    await box.pressSequentially(values.idNo);
    await alone.waitFor();
  });
  audit.verdict();
  for (const number of [values.phone, values.idNo]) expect(addresses.join('\n')).not.toContain(number);
});

test('the list on the smallest phone: nothing wider than the page, the conditions in one row', async () => {
  const { page } = await signedIn('teacher', 'counsellor01', { ...PHONE, viewport: { width: 320, height: 640 } });
  const audit = new Audit();
  // the longest that the header ever says
  await page.route('**/sources/summary?*', async (route) => {
    const answer = await route.fetch();
    const summary = (await answer.json()) as { waiting: { late: number; oldest: { name: string } | null } };
    summary.waiting.late = 2345;
    if (summary.waiting.oldest) summary.waiting.oldest.name = '买买提·吐尔逊·阿卜杜热合曼';
    await route.fulfill({ response: answer, json: summary });
  });
  await page.goto('/teacher/sources');
  await audit.look(page, 'list at 320', page.getByRole('table'));
  await page.getByText('阿卜杜热合曼').waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  const chips = await page.locator('.qc-chip').evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top));
  expect(new Set(chips).size).toBe(1);
  audit.verdict();
});
