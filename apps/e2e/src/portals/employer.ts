import type { Locator, Page } from 'playwright-core';
import { COHORT, OFFER, SCHOOL } from '../support/demo.js';

const HOME = `/employer/${SCHOOL}/${COHORT}`;
export const caseUrl = (id: string): string => `${HOME}/cases/${id}`;
export const tabUrl = (tab: 'signable' | 'pending' | 'signed' | 'terminated'): string => `${HOME}/agreements/${tab}`;

const block = (page: Page, name: string): Locator => page.getByRole('group', { name, exact: true }).first();
const field = (within: Locator, label: string): Locator => within.getByLabel(label, { exact: true });

export async function chooseWorkspace(page: Page, school: string, cohort: string): Promise<void> {
  const row = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: school }) });
  await row.getByRole('link', { name: cohort }).click();
}

/** F-070: by number, then to the form of the invitation. Answers the id of the draft. */
export async function startInvitation(page: Page, studentNo: string): Promise<string> {
  await page.getByRole('link', { name: '网签协议' }).first().click();
  await page.getByRole('link', { name: '邀请学生' }).click();
  await page.getByLabel('要邀请的学生').fill(studentNo);
  await page.getByRole('button', { name: '查找' }).click();
  await page.getByRole('button', { name: new RegExp(`^邀请 .+ ${studentNo}$`) }).click();
  await page.getByRole('heading', { name: /^邀请/ }).waitFor();
  return /cases\/([^/]+)\/edit/.exec(page.url())?.[1] ?? '';
}

async function chooseRegion(group: Locator, province: string, city: string, county: string): Promise<void> {
  // the list of regions is fetched when the form opens
  await field(group, '省').locator('option', { hasText: province }).waitFor({ state: 'attached' });
  await field(group, '省').selectOption({ label: province });
  await field(group, '市').selectOption({ label: city });
  await field(group, '区、县').selectOption({ label: county });
}

export async function fillUnit(page: Page): Promise<void> {
  const unit = block(page, '单位信息');
  await field(unit, '联系人').fill('周敏');
  await field(unit, '联系电话').fill('13900004318');
  await field(unit, '邮箱').fill('hr@example.com');
  await field(unit, '邮编').fill('410100');
  await field(unit, '协议寄送地址').fill('长沙县星沙产业基地蓝思路 18 号');
  await field(unit, '单位意见').fill('同意接收');
}

export async function fillTerms(page: Page): Promise<void> {
  const terms = block(page, '工作条款');
  await field(terms, '岗位').fill(OFFER.post);
  await field(terms, '职位类别').selectOption('13');
  await chooseRegion(terms, '湖南省', '长沙市', '长沙县');
  await field(terms, '到岗日期').fill(OFFER.startDate);
  await field(terms, '合同期限').fill('3');
  await field(terms, '试用期').fill(String(OFFER.probationMonths));
  await field(terms, '试用期月薪').fill(String(OFFER.salaryProbation));
  await field(terms, '转正月薪').fill(String(OFFER.salaryRegular));
  await field(terms, '工时制度').selectOption({ label: '标准工时' });
  for (const insurance of ['养老', '医疗', '失业', '工伤', '生育', '公积金']) {
    await field(terms, insurance).setChecked(true, { force: true });
  }
}

export async function fillArchive(page: Page): Promise<void> {
  const archive = block(page, '档案与户口');
  await field(archive, '托管机构接收').check();
  await field(archive, '档案接收单位').fill(OFFER.archiveUnit);
  await field(archive, '档案接收地址').fill('长沙市岳麓区杜鹃路 768 号');
  await field(archive, '档案接收电话').fill('0731-80007600');
  await field(archive, '不迁').check();
}

export async function fillBreach(page: Page): Promise<void> {
  const breach = block(page, '违约与补充');
  await field(breach, '违约金').fill(String(OFFER.penalty));
  await field(breach, '服务期').fill('3');
  await field(breach, '升学').setChecked(true, { force: true });
  await breach.getByLabel(/^补充约定/).fill(OFFER.supplement);
}

export const BLOCKS = ['单位信息', '工作条款', '档案与户口', '违约与补充'] as const;

export async function confirmBlock(page: Page, name: (typeof BLOCKS)[number]): Promise<void> {
  await page.getByLabel(`我核对过${name}，无误`).check();
}

/** Every block looked at, then sent; ends on the page of the sent invitation. */
export async function confirmAndSend(page: Page): Promise<void> {
  for (const name of BLOCKS) await confirmBlock(page, name);
  await page.getByText('4 块都已核对').waitFor();
  await page.getByRole('button', { name: '发送邀约' }).click();
  await page.getByText('邀约发出了，等学生答复').waitFor();
}

/** 撤回修改: the sent invitation becomes a draft again. */
export async function withdraw(page: Page): Promise<void> {
  await page.getByRole('button', { name: '撤回修改' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '撤回并修改' }).click();
  await page.getByText('已撤回，学生看不到旧版了').waitFor();
}

export async function openPrint(page: Page): Promise<void> {
  await page.getByRole('button', { name: '打印协议书' }).click();
  await page.getByRole('dialog', { name: '打印协议书' }).waitFor();
}
