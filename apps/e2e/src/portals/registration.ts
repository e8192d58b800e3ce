import type { Locator, Page } from 'playwright-core';
import { codeFor } from '../support/outbox.js';

export interface Applicant {
  company: string;
  creditCode: string;
  person: string;
  login: string;
  phone: string;
  email: string;
  password: string;
}

const field = (within: Page | Locator, label: string): Locator => within.getByLabel(label, { exact: true });
const title = (page: Page, name: string): Locator => page.getByRole('heading', { level: 1, name });
const next = (page: Page, name = '下一步'): Promise<void> =>
  page.getByRole('region', { name: '上一步和下一步' }).getByRole('button', { name, exact: true }).click();

/** A picture of paper: what the screen shows, as a scanner would hand it over. */
export async function scan(page: Page, name: string): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  return { name: `${name}.png`, mimeType: 'image/png', buffer: await page.screenshot({ type: 'png' }) };
}

export async function findCompany(page: Page, { company, creditCode }: Applicant): Promise<void> {
  await page.goto('/employer/register');
  await title(page, '查找单位').waitFor();
  await field(page, '单位全称').fill(company);
  // one character is misread first: it is marked, and there is no way on
  await field(page, '统一社会信用代码').fill(`${creditCode.slice(0, -1)}${creditCode.endsWith('0') ? '1' : '0'}`);
  await page.getByText('请对照执照').waitFor();
  await page.getByRole('button', { name: '下一步', exact: true, disabled: true }).waitFor();
  await field(page, '统一社会信用代码').fill(creditCode);
  await page.getByText('平台里还没有这家单位，可以登记').waitFor();
  await next(page);
  await title(page, '账号').waitFor();
}

async function prove(page: Page, label: string, target: string): Promise<void> {
  await field(page, label).fill(target);
  await page.getByRole('button', { name: `发验证码到${label}` }).click();
  await field(page, `${label}验证码`).waitFor();
  // the sixth digit sends it
  await field(page, `${label}验证码`).fill(await codeFor(page.request, target));
  await page.getByRole('button', { name: `换一个${label}` }).waitFor();
}

export async function openAccount(page: Page, who: Applicant): Promise<void> {
  await field(page, '姓名').fill(who.person);
  await prove(page, '手机号', who.phone);
  await prove(page, '邮箱', who.email);
  await field(page, '登录名').fill(who.login);
  await field(page, '密码').fill(who.password);
  await page.getByRole('checkbox', { name: /^我看过并同意/ }).check();
  await next(page, '开通账号');
  await page.getByText(`账号 ${who.login} 已开通`).waitFor();
}

export async function upload(page: Page, paper: string): Promise<void> {
  const row = page.getByRole('group', { name: paper });
  await field(row, `上传${paper}`).setInputFiles(await scan(page, paper));
  await row.getByText('已上传').waitFor();
}

export async function handInLetter(page: Page): Promise<void> {
  await upload(page, '账号授权书');
  await next(page);
  await title(page, '认证资料').waitFor();
}

export async function fillFacts(page: Page, address: string): Promise<void> {
  await field(page, '单位性质').selectOption('39');
  await field(page, '所属行业').selectOption({ index: 1 });
  await field(page, '单位规模').selectOption({ index: 1 });
  const region = page.getByRole('group', { name: '所在地' }).last();
  await field(region, '省').locator('option', { hasText: '湖南省' }).waitFor({ state: 'attached' });
  await field(region, '省').selectOption({ label: '湖南省' });
  await field(region, '市').selectOption({ label: '长沙市' });
  await field(region, '区、县').selectOption({ label: '长沙县' });
  await page.locator('#address').fill(address);
  await page.locator('#landline').fill('0731-80005183');
  await page.locator('#postcode').fill('410100');
  await page.locator('#unitEmail').fill('office@example.com');
  await page.locator('#recruitEmail').fill('jobs@example.com');
  await page.getByRole('checkbox', { name: '三证合一' }).setChecked(true, { force: true });
  await upload(page, '营业执照');
  await next(page, '保存，下一步');
  await title(page, '招聘服务').waitFor();
}

export async function askSchool(page: Page, school: string): Promise<void> {
  await field(page, '找学校').fill(school);
  await page.getByRole('button', { name: `选它：${school}` }).click();
  const asked = page.getByRole('region', { name: school });
  await asked.getByRole('checkbox', { name: /^网上签约/ }).check();
  await field(asked, '计划招聘').fill('12');
}

/** Ends on the page that says where the application stands. */
export async function submit(page: Page): Promise<void> {
  await next(page, '完成申请');
  await page.getByRole('link', { name: '跳过，看审核进度' }).click();
  await title(page, '等平台审核').waitFor();
}
