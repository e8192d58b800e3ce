import type { Page } from 'playwright-core';
import { caseAt, collegeAccount } from './support/cases.js';
import { Api, type Case } from './support/api.js';
import { PASSWORD, SCHOOL } from './support/demo.js';
import { anybody, type Audience, DESK, signedIn, step } from './support/stage.js';
import * as employer from './portals/employer.js';
import * as teacher from './portals/teacher.js';

const STRETCH = 4;
let agreement: Case;

beforeAll(async () => {
  agreement = await caseAt('REVIEW', 'hr014', STRETCH);
});

/** Nothing of the agreement stands anywhere on the page, not even in its title. */
async function tellsNothing(page: Page, secrets = [agreement.employer.name]): Promise<void> {
  const text = `${await page.title()} ${await page.locator('body').innerText()}`;
  for (const secret of [agreement.student.name, agreement.student.studentNo, ...secrets]) {
    expect(text).not.toContain(secret);
  }
}

test('somebody else’s agreement is not there, whoever asks', async () => {
  const center = await Api.signIn('teacher', 'center');
  const own = await collegeAccount(center, agreement.student.collegeName);
  const otherCollege = own === 'college01' ? 'college02' : 'college01';
  const otherCounsellor = own === 'college01' ? 'counsellor02' : 'counsellor01';
  const strangers: [Audience, string, string][] = [
    ['teacher', otherCounsellor, teacher.caseUrl(agreement.id)],
    ['teacher', otherCollege, teacher.caseUrl(agreement.id)],
    ['teacher', 'center2', teacher.caseUrl(agreement.id)],
    ['employer', 'hr015', employer.caseUrl(agreement.id)],
    ['employer', 'hr015', `${employer.caseUrl(agreement.id)}/edit`],
    ['student', '20230002', `/student/invitations/${agreement.id}`],
    ['student', '20230002', `/student/agreement/${agreement.id}/sign`],
  ];
  for (const [audience, account, address] of strangers) {
    await step(`${account} at ${address.replace(agreement.id, ':id')}`, async () => {
      const person = await signedIn(audience, account, DESK, account === 'center2' ? '10002' : SCHOOL);
      person.watch.expect(404, new RegExp(agreement.id));
      await person.page.goto(address);
      await person.page.getByRole('heading', { name: /^没有找到|看不到了/ }).waitFor();
      await tellsNothing(person.page);
      await person.context.close();
    });
  }
});

test('another school’s or cohort’s workspace of the same employer does not lead to it either', async () => {
  const hr = await signedIn('employer', 'hr014');
  hr.watch.expect(404, /\/schools\//);
  for (const workspace of ['10002/2027', '10001/2026']) {
    await hr.page.goto(`/employer/${workspace}/cases/${agreement.id}`);
    await hr.page.getByRole('heading', { name: '没有找到' }).waitFor();
    // the employer's own name stands in the corner
    await tellsNothing(hr.page, []);
  }
});

test('who is not signed in comes to the log-in page first and then to the agreement', async () => {
  const person = await anybody('anonymous');
  for (const [address, label] of [
    [employer.caseUrl(agreement.id), '用人单位登录'],
    [`/student/invitations/${agreement.id}`, '毕业生登录'],
    [teacher.caseUrl(agreement.id), '教师登录'],
  ] as const) {
    await person.page.goto(address);
    await person.page.getByRole('heading', { name: label }).waitFor();
    await tellsNothing(person.page);
  }
  await person.page.getByLabel('学校', { exact: true }).selectOption(SCHOOL);
  await person.page.getByLabel('账号', { exact: true }).fill('center');
  await person.page.getByLabel('密码，或激活码', { exact: true }).fill('not this one');
  person.watch.expect(401, /\/session$/);
  await person.page.getByRole('button', { name: '登录', exact: true }).click();
  await person.page.getByRole('alert').waitFor();
  await person.page.getByLabel('密码，或激活码', { exact: true }).fill(PASSWORD);
  await person.page.getByRole('button', { name: '登录', exact: true }).click();
  await person.page.getByRole('heading', { level: 1, name: agreement.student.name }).waitFor();
  expect(new URL(person.page.url()).pathname).toBe(teacher.caseUrl(agreement.id));
});
