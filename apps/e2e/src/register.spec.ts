import type { Page } from 'playwright-core';
import { COHORT, SCHOOL, studentNo } from './support/demo.js';
import { Audit } from './support/audit.js';
import { anybody, DESK, PHONE, signedIn, step, type Person } from './support/stage.js';
import { chooseWorkspace } from './portals/employer.js';
import * as registration from './portals/registration.js';

const APPLICANT: registration.Applicant = {
  company: '星禾精密仪器有限公司',
  creditCode: '91430121MA7QC2709Q',
  person: '陆野',
  login: 'xinghe.hr',
  phone: '13900005183',
  email: 'luye@example.com',
  password: 'Maple-5183-river',
};
const ON_A_PHONE: registration.Applicant = {
  ...APPLICANT,
  company: '云杉农业科技有限公司',
  creditCode: '91430121MA7QC2717K',
  person: '邓一鸣',
  login: 'yunshan.hr',
  phone: '13900005184',
  email: 'deng@example.com',
};
const TO_BE_REPAIRED = '星沙产业基地';
const STUDENTS = `/api/v1/employer/schools/${SCHOOL}/cohorts/${COHORT}/students?q=${studentNo(21)}`;

const title = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });

/** Before the school has said yes there are no students over HTTP, and a page of them leads to the application. */
async function seesNoStudents(hr: Person): Promise<void> {
  expect((await hr.context.request.get(STUDENTS)).ok()).toBe(false);
  const other = await hr.context.newPage();
  await other.goto(`/employer/${SCHOOL}/${COHORT}/agreements/signable?q=${studentNo(21)}`);
  await other.waitForURL(/\/employer\/status$/);
  await other.close();
}

/** The list, then the one unit that it finds. */
async function openUnit(page: Page, list: string): Promise<void> {
  await page.goto(`${list}?q=${encodeURIComponent(APPLICANT.company)}`);
  await page.getByRole('link', { name: APPLICANT.company }).click();
  await title(page, APPLICANT.company).waitFor();
}

async function pass(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^通过/ }).first().click();
  await page.getByRole('dialog').getByRole('button', { name: /^通过/ }).click();
  await page.getByText(`${APPLICANT.company}：已通过`).first().waitFor();
}

test('a company registers, mends what was returned, and finds students once the school has said yes', async () => {
  const audit = new Audit();
  const hr = await anybody('hr', DESK);
  const { page } = hr;
  await step('the company is looked for by its code', () => registration.findCompany(page, APPLICANT));
  await step('an account, with codes from phone and mailbox', async () => {
    await audit.look(page, 'account', page.getByLabel('登录名'));
    await registration.openAccount(page, APPLICANT);
  });
  await step('the letter', async () => {
    await registration.handInLetter(page);
    await audit.look(page, 'facts', title(page, '认证资料'));
    await seesNoStudents(hr);
  });
  await step('what the unit is, and its licence', () => registration.fillFacts(page, TO_BE_REPAIRED));
  await step('services of one school', async () => {
    await registration.askSchool(page, '云麓大学');
    await audit.look(page, 'services', title(page, '招聘服务'));
    await registration.submit(page);
    await audit.look(page, 'waiting', title(page, '等平台审核'));
    await seesNoStudents(hr);
  });

  const operator = await signedIn('platform', 'operator');
  await step('the operator returns it with a reason', async () => {
    const desk = operator.page;
    await openUnit(desk, '/teacher/platform/certifications');
    await desk.getByRole('button', { name: /^退回…/ }).click();
    const form = desk.getByRole('form', { name: '退回，请单位补充' });
    await form.getByLabel('再指出一处').selectOption('address');
    await form.getByRole('listitem').getByRole('combobox').selectOption('incomplete');
    await form.getByRole('textbox').fill('请写到门牌号');
    await form.getByRole('button', { name: '退回补充' }).click();
    await desk.getByText(`${APPLICANT.company}：已退回`).first().waitFor();
  });
  await step('the applicant repairs it and sends it again', async () => {
    await page.reload();
    await title(page, '平台退回，差 1 样').waitFor();
    await page
      .getByText(/没有写全.*请写到门牌号/)
      .first()
      .waitFor();
    await audit.look(page, 'returned', title(page, '平台退回，差 1 样'));
    await page.getByRole('link', { name: /^去修改/ }).click();
    await page.locator('#address').fill('星沙产业基地蓝思路 18 号');
    await page.getByRole('button', { name: '保存，回到审核进度' }).click();
    await page.getByText('已补').waitFor();
    await page.getByRole('button', { name: '补好了，重新提交' }).click();
    await title(page, '等平台审核').waitFor();
  });
  await step('the operator passes it', async () => {
    await openUnit(operator.page, '/teacher/platform/certifications');
    await operator.page.getByText('第 2 次提交').waitFor();
    await pass(operator.page);
    await page.reload();
    await title(page, '平台已通过，等学校审核').waitFor();
    await seesNoStudents(hr);
  });
  await step('the school passes it', async () => {
    const { page: desk } = await signedIn('teacher', 'center');
    await openUnit(desk, '/teacher/settlements');
    await pass(desk);
  });
  await step('the applicant enters the workspace and finds a student', async () => {
    await page.reload();
    await title(page, '可以邀请学生了').waitFor();
    await audit.look(page, 'passed', title(page, '可以邀请学生了'));
    await page.getByRole('link', { name: '进入工作台' }).click();
    await chooseWorkspace(page, '云麓大学', `${COHORT} 届`);
    await page.getByRole('link', { name: '网签协议' }).first().click();
    // above the list and, while the list is empty, in it, too
    await page.getByRole('link', { name: '邀请学生' }).first().click();
    await page.getByLabel('要邀请的学生').fill(studentNo(21));
    await page.getByRole('button', { name: '查找' }).click();
    await page.getByRole('cell', { name: studentNo(21) }).waitFor();
  });
  audit.verdict();
});

test('the company and the account can be done on a phone', async () => {
  const audit = new Audit();
  const hr = await anybody('phone', PHONE);
  await step('the company', async () => {
    await registration.findCompany(hr.page, ON_A_PHONE);
    await audit.look(hr.page, 'phone: account', hr.page.getByLabel('登录名'));
  });
  await step('the account and the letter', async () => {
    await registration.openAccount(hr.page, ON_A_PHONE);
    await registration.handInLetter(hr.page);
    await audit.look(hr.page, 'phone: facts', title(hr.page, '认证资料'));
  });
  audit.verdict();
});
