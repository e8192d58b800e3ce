import { Audit } from './support/audit.js';
import { DESK, PHONE, signedIn, step, type Device } from './support/stage.js';
import * as student from './portals/student.js';

/** Students of the demo data who stand at each point of the way; nothing is changed here. */
const HOMES = {
  '20230001': '5 份邀约等你答复',
  '20230003': '等学校审核',
  '20230005': '等各方盖章',
  '20230006': '三方都已签完',
  '20230007': '还没有待答复的邀约',
  '20230008': '生源信息在审核',
  '20230013': /./,
} as const;
type Account = keyof typeof HOMES;

async function everyHome(audit: Audit, device: Device, accounts: readonly Account[]): Promise<void> {
  for (const account of accounts) {
    const { page, context } = await signedIn('student', account, device);
    await page.goto('/student/');
    await audit.look(page, `home of ${account}`, page.getByRole('heading', { level: 1, name: HOMES[account] }));
    await page.goto('/student/agreement');
    await audit.look(page, `agreement of ${account}`, page.getByRole('heading', { level: 1 }));
    await context.close();
  }
}

async function everyPage(audit: Audit, size: string, device: Device): Promise<void> {
  const look = (name: string) => `${size}: ${name}`;
  await step(look('invitations'), async () => {
    const { page } = await signedIn('student', '20230001', device);
    await page.goto('/student/invitations');
    await audit.look(page, look('invitations'), page.getByRole('heading', { level: 1, name: '邀约' }));
    await page.getByRole('link', { name: /^比较所选/ }).click();
    await audit.look(page, look('compare'), page.getByRole('table'));
    await page.goto('/student/invitations');
    await page.locator('a.inv').first().click();
    await audit.look(page, look('invitation'), page.getByRole('heading', { name: '接受意味着什么' }));
    await student.readyToAccept(page);
    await audit.lookAtDialog(page, look('accept, second step'));
    await page.getByRole('dialog').getByRole('button', { name: '上一步' }).click();
    await audit.lookAtDialog(page, look('accept, first step'));
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: '拒绝', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: '拒绝这份邀约' }).click();
    await audit.lookAtDialog(page, look('decline with an error'));
    await page.goto('/student/messages');
    await audit.look(page, look('messages'), page.getByRole('heading', { level: 1, name: '消息' }));
    await page.goto('/student/my');
    await audit.look(page, look('my'), page.getByRole('heading', { name: '学籍信息' }));
    await page.goto('/student/nowhere');
    await audit.look(page, look('no such page'), page.getByRole('heading', { name: '没有这个页面' }));
  });
  await step(look('closed invitations'), async () => {
    const { page } = await signedIn('student', '20230007', device);
    await page.goto('/student/invitations');
    await page.getByText(/^已结束 \d 份$/).click();
    await audit.look(page, look('closed invitations'), page.locator('.old'));
    await page.locator('.old a').first().click();
    await audit.look(page, look('closed invitation'), page.getByText(/你已拒绝|已失效/));
  });
  await step(look('source information'), async () => {
    const returned = await signedIn('student', '20230059', device);
    await returned.page.goto('/student/source');
    await audit.look(returned.page, look('returned'), returned.page.getByText('辅导员退回：住址不完整'));
    const { page } = await signedIn('student', '20230008', device);
    await page.goto('/student/source');
    await audit.look(page, look('submitted'), page.getByText('已提交，等辅导员审核'));
    await page.goto('/student/source/versions');
    await audit.look(page, look('versions'), page.getByRole('table'));
  });
  await step(look('signing'), async () => {
    const { page } = await signedIn('student', '20230010', device);
    await page.goto('/student/');
    await page.getByRole('link', { name: '阅读并签名' }).click();
    await audit.look(page, look('reading'), page.getByRole('article'));
    await page.getByRole('button', { name: '全部' }).click();
    await audit.lookAtDialog(page, look('fingerprint'));
    await page.keyboard.press('Escape');
    await student.readToTheEnd(page);
    await page.getByRole('button', { name: '下一步，签名' }).click();
    await audit.look(page, look('proving, with errors'), page.getByText('同意后才能签名'));
    await student.proveItIsMe(page);
    await page.getByRole('button', { name: '签署', exact: true }).click();
    await audit.look(page, look('signature pad, with an error'), page.getByText('还没有写。'));
    await page.getByRole('button', { name: '不方便手写' }).click();
    await audit.look(page, look('typed signature'), page.getByLabel('键入你的姓名'));
  });
  await step(look('printing'), async () => {
    const { page } = await signedIn('student', '20230006', device);
    await page.goto('/student/agreement');
    await page.getByText(/^办理记录，/).click();
    await audit.look(page, look('agreement with its record'), page.getByRole('heading', { name: '进度' }));
    await page.getByRole('button', { name: '打印协议书' }).click();
    // the first one prints; the next one is asked why
    await audit.lookAtDialog(page, look('print'));
    if (device === DESK) return;
    await page.getByRole('button', { name: '生成打印文件' }).click();
    await page.getByRole('button', { name: '下载 PDF' }).waitFor({ timeout: 60_000 });
    await audit.lookAtDialog(page, look('print, the file is there'));
  });
}

test('the student portal on a phone: every page and every dialog', async () => {
  const audit = new Audit();
  await everyHome(audit, PHONE, Object.keys(HOMES) as Account[]);
  await everyPage(audit, 'phone', PHONE);
  audit.verdict();
});

test('the student portal at the desk: every page and every dialog', async () => {
  const audit = new Audit();
  // the states differ in words; the layout at the desk differs with invitations and with an agreement
  await everyHome(audit, DESK, ['20230001', '20230005']);
  await everyPage(audit, 'desk', DESK);
  audit.verdict();
});
