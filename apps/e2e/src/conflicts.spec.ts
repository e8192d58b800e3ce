import type { Page, Request } from 'playwright-core';
import { Api } from './support/api.js';
import { Audit } from './support/audit.js';
import { caseAt, collegeAccount, draft, freeStudent } from './support/cases.js';
import { WORKSPACE } from './support/demo.js';
import { PHONE, signedIn, step } from './support/stage.js';
import * as employer from './portals/employer.js';
import * as student from './portals/student.js';
import * as teacher from './portals/teacher.js';

test('two tabs on one record: the second opinion is not given, and says who was first', async () => {
  const agreement = await caseAt('REVIEW', 'hr031', 13);
  const center = await Api.signIn('teacher', 'center');
  const college = await signedIn('teacher', await collegeAccount(center, agreement.student.collegeName));
  college.watch.expect(409, /\/fail$/);
  const first = college.page;
  const second = await college.context.newPage();
  for (const tab of [first, second]) {
    await tab.goto(teacher.caseUrl(agreement.id));
    await tab.getByRole('heading', { level: 1, name: agreement.student.name }).waitFor();
  }
  const audit = new Audit();
  await step('one tab passes, the other refuses a moment later', async () => {
    await teacher.passReview(first);
    await second.getByRole('button', { name: /^不通过/ }).click();
    await second.getByLabel('学生信息有误').check();
    await second.getByRole('button', { name: '退回' }).click();
  });
  await step('the refusal was not done, and the tab says what was', async () => {
    const dialog = second.getByRole('dialog', { name: '您的操作没有执行' });
    await dialog.getByRole('listitem').filter({ hasText: '通过' }).waitFor();
    await audit.lookAtDialog(second, 'conflict');
    await dialog.getByRole('button', { name: '看最新内容' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await second.getByText('就业中心审核中').first().waitFor();
    // the form of an act that is over is gone, and so is the complaint about it
    expect(await second.getByRole('button', { name: '退回' }).count()).toBe(0);
    expect(await second.getByRole('alert').count()).toBe(0);
  });
  audit.verdict();
  const { events } = await center.get(`cases/${agreement.id}`);
  expect(events.filter(({ action }) => action === 'pass')).toHaveLength(1);
  expect(events.some(({ action }) => action === 'fail')).toBe(false);
});

const POST = '岗位';
const SALARY = '转正月薪';
const write = (page: Page, label: string, value: string): Promise<void> =>
  page.getByLabel(label, { exact: true }).fill(value);
const isSave = (request: Request): boolean => request.method() === 'PUT' && request.url().endsWith('/draft');

async function saved(page: Page, act: () => Promise<void>): Promise<void> {
  const answer = page.waitForResponse((response) => isSave(response.request()));
  await act();
  await answer;
}

test('two people on one draft: what only one changed stays, what both changed is asked', async () => {
  const api = await Api.signIn('employer', 'hr032');
  const { id } = await draft(api, await freeStudent(api, 14));
  const [one, other] = [await signedIn('employer', 'hr032'), await signedIn('employer', 'hr032')];
  other.watch.expect(409, /\/draft$/);
  for (const { page } of [one, other]) await page.goto(`${employer.caseUrl(id)}/edit`);
  const audit = new Audit();

  await step('the first changes post and salary', () =>
    saved(one.page, async () => {
      await write(one.page, POST, '测试工程师');
      await write(one.page, SALARY, '9500');
    }),
  );
  await step('the second, who saw neither, changes the post too', async () => {
    await saved(other.page, () => write(other.page, POST, '算法工程师'));
    const dialog = other.page.getByRole('dialog', { name: '这份草稿刚被同事改过' });
    await dialog.getByText('测试工程师').waitFor();
    await audit.lookAtDialog(other.page, 'draft conflict');
    await saved(other.page, () => dialog.getByRole('button', { name: '按选择合并' }).click());
  });
  audit.verdict();
  const { terms } = await api.get(`${WORKSPACE}/cases/${id}`);
  expect(terms).toMatchObject({ post: '算法工程师', salaryRegular: 9500 });
});

test('what is typed while a save is on its way is saved as well', async () => {
  const api = await Api.signIn('employer', 'hr033');
  const { id } = await draft(api, await freeStudent(api, 15));
  const { page } = await signedIn('employer', 'hr033');
  await page.goto(`${employer.caseUrl(id)}/edit`);
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  let saves = 0;
  await page.route('**/draft', async (route) => {
    saves += 1;
    if (saves === 1) await held;
    await route.continue();
  });
  await step('a save is held up while typing goes on', async () => {
    const first = page.waitForRequest(isSave);
    await write(page, POST, '前端');
    await first;
    await write(page, POST, '前端开发工程师');
    await page.getByRole('status').filter({ hasText: '正在保存' }).waitFor();
    const last = page.waitForResponse(
      (response) => isSave(response.request()) && (response.request().postData() ?? '').includes('前端开发工程师'),
    );
    release();
    await last;
  });
  await step('it stands there after a reload', async () => {
    await page.reload();
    await page.getByLabel(POST, { exact: true }).waitFor();
    expect(await page.getByLabel(POST, { exact: true }).inputValue()).toBe('前端开发工程师');
  });
  expect(saves).toBe(2);
});

test('a double click on 签署 signs once', async () => {
  const agreement = await caseAt('SIGNING', 'hr034', 16);
  const graduate = await signedIn('student', agreement.student.studentNo, PHONE);
  const { page } = graduate;
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/sign')) sent.push(request.url());
  });
  await step('read, prove, draw with the mouse, press twice', async () => {
    await page.goto(`/student/agreement/${agreement.id}/sign`);
    await student.readToTheEnd(page);
    await student.proveItIsMe(page);
    await student.drawWithMouse(page);
    await page.getByRole('button', { name: '签署', exact: true }).dblclick();
    await page.getByRole('heading', { name: /^你已签署/ }).waitFor();
  });
  const audit = new Audit();
  await audit.look(page, 'signed', page.getByText('文件指纹'));
  audit.verdict();
  expect(sent).toHaveLength(1);
  const api = await Api.signIn('student', agreement.student.studentNo);
  const { events } = await api.get(`cases/${agreement.id}`);
  expect(events.filter(({ action }) => action === 'slot_done')).toHaveLength(1);
});
