import { Secret, TOTP } from 'otpauth';
import type { Page } from 'playwright-core';
import { typeIn } from './portals/login.js';
import { Audit } from './support/audit.js';
import { PASSWORD } from './support/demo.js';
import { codeFor } from './support/outbox.js';
import { anybody, DESK, PHONE, signedIn, step, type Device } from './support/stage.js';

/** On the slips of those who have not come in yet. */
const SLIP = 'ACDEF-34679';
const STEP_MS = 30_000;
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name });
const codeField = (page: Page) => page.locator('input[name="code"]');
const newPassword = (page: Page) => page.locator('input[name="new-password"]');
const dialog = (page: Page) => page.getByRole('dialog');

async function activate(device: Device, studentNo: string, phone: string): Promise<void> {
  const audit = new Audit();
  const { page, watch } = await anybody(studentNo, device);
  watch.expect(422, /\/session\/setup\/password$/);
  await step('the code on the slip opens the way, typed as one likes', async () => {
    await page.goto('/student/');
    await audit.look(page, 'log-in', heading(page, '毕业生登录'));
    await typeIn(page, 'student', studentNo, SLIP.toLowerCase().replace('-', ' '));
    await audit.look(page, 'contact', heading(page, '绑定手机或邮箱'));
  });
  await step('nothing else is open, and a reload comes back here', async () => {
    await page.goto('/student/my');
    await heading(page, '绑定手机或邮箱').waitFor();
  });
  await step('a phone is bound by the code that it was sent', async () => {
    await page.getByLabel('手机号码').fill(phone);
    await page.getByRole('button', { name: '获取验证码' }).click();
    await page.getByText('已发到').waitFor();
    await codeField(page).fill(await codeFor(page.context().request, phone));
    await page.getByRole('button', { name: '下一步' }).click();
    await audit.look(page, 'password', heading(page, '设自己的密码'));
  });
  await step('a password that is too common is told so, another one opens the portal', async () => {
    await newPassword(page).fill('12345678');
    await page.getByRole('button', { name: '设好密码，进入' }).click();
    await page.getByText('太常见').waitFor();
    await newPassword(page).fill('violet harbour');
    await page.getByRole('button', { name: '设好密码，进入' }).click();
    await audit.look(page, 'welcome', heading(page, /^账号激活好了/));
  });
  await step('the account shows the phone and what happened', async () => {
    await page.goto('/student/my/account');
    await page
      .getByText(`${phone.slice(0, 3)}****${phone.slice(7)}`)
      .first()
      .waitFor();
    await audit.look(page, 'own account', page.getByText('设置了新密码'));
  });
  audit.verdict();
}

test('a student activates the account on a phone', () => activate(PHONE, '20235991', '13900000091'));

test('a student activates the account at a desk', () => activate(DESK, '20235992', '13900000092'));

test('a forgotten password is chosen anew by a code, and the old one opens nothing', async () => {
  const audit = new Audit();
  const account = 'hr700';
  const { page, watch } = await anybody('employer who forgot', PHONE);
  await step('account and mail; the proof of work runs by itself', async () => {
    await page.goto('/employer/login');
    await page.getByRole('link', { name: '忘记密码' }).click();
    await audit.look(page, 'forgotten', heading(page, '找回密码'));
    await page.getByLabel('账号').fill(account);
    await page.getByLabel('绑定的邮箱').check();
    await page.getByRole('button', { name: '发送验证码' }).click();
    await audit.look(page, 'forgotten, code', page.getByText('如果填得对，验证码已经发出'));
  });
  await step('the code, then a password of one’s own', async () => {
    await codeField(page).fill(await codeFor(page.context().request, `${account}@example.com`));
    await page.getByRole('button', { name: '下一步' }).click();
    await newPassword(page).fill('violet harbour');
    await page.getByRole('button', { name: '换成这个密码' }).click();
    await audit.look(page, 'forgotten, done', heading(page, '密码已经换好'));
  });
  await step('the old one opens nothing, the new one does', async () => {
    watch.expect(401, /\/session$/);
    await page.getByRole('button', { name: '去登录' }).click();
    await typeIn(page, 'employer', account, PASSWORD);
    await page.getByRole('alert').waitFor();
    await typeIn(page, 'employer', account, 'violet harbour');
    await page.waitForURL((address) => !address.pathname.includes('/login'));
  });
  audit.verdict();
});

test('a teacher binds an authenticator, and from then on the log-in asks for it', async () => {
  const audit = new Audit();
  const account = 'counsellor07';
  const { page } = await signedIn('teacher', account);
  const bound = await step('the password, the picture, a first code, ten recovery codes', async () => {
    await page.goto('/teacher/account');
    await audit.look(page, 'own account', page.getByRole('heading', { name: '账号记录' }));
    const row = page.getByRole('listitem').filter({ hasText: '身份验证器' });
    await row.getByRole('button', { name: '绑定' }).click();
    await dialog(page).getByLabel('登录密码').fill(PASSWORD);
    await dialog(page).getByRole('button', { name: '下一步' }).click();
    const secret = await dialog(page).locator('.secret').innerText();
    await audit.lookAtDialog(page, 'authenticator');
    const totp = new TOTP({ secret: Secret.fromBase32(secret.replaceAll(' ', '')) });
    await codeField(page).fill(totp.generate());
    await dialog(page).getByRole('button', { name: '确认绑定' }).click();
    await dialog(page).getByRole('list', { name: '恢复码' }).waitFor();
    await audit.lookAtDialog(page, 'recovery codes');
    const codes = await dialog(page).getByRole('list', { name: '恢复码' }).getByRole('listitem').allInnerTexts();
    expect(codes).toHaveLength(10);
    await dialog(page).getByRole('button', { name: '我保存好了' }).click();
    return { totp, codes };
  });
  const elsewhere = await anybody('the same teacher elsewhere');
  const other = elsewhere.page;
  await step('the password alone opens nothing', async () => {
    await other.goto('/teacher/');
    await typeIn(other, 'teacher', account, PASSWORD);
    await audit.look(other, 'second factor', heading(other, '第二步验证'));
    await other.goto('/teacher/agreements');
    await heading(other, '第二步验证').waitFor();
  });
  await step('a wrong code is told so; that of the next half minute is let in', async () => {
    elsewhere.watch.expect(422, /\/session\/factor$/);
    await codeField(other).fill('000000');
    await other.getByRole('button', { name: '登录', exact: true }).click();
    await other.getByText('还可以再试 4 次').waitFor();
    await codeField(other).fill(bound.totp.generate({ timestamp: Date.now() + STEP_MS }));
    await other.getByRole('button', { name: '登录', exact: true }).click();
    await other.waitForURL((address) => !address.pathname.includes('/login'));
  });
  await step('without the phone a recovery code does', async () => {
    const lost = (await anybody('the same teacher without the phone', PHONE)).page;
    await lost.goto('/teacher/');
    await typeIn(lost, 'teacher', account, PASSWORD);
    await lost.getByRole('button', { name: '恢复码' }).click();
    await codeField(lost).fill(bound.codes[0] ?? '');
    await lost.getByRole('button', { name: '登录', exact: true }).click();
    await lost.waitForURL((address) => !address.pathname.includes('/login'));
  });
  audit.verdict();
});

/** The made-up WeChat of the demo: who holds the phone. */
async function sayWhoIAm(page: Page, name: string): Promise<void> {
  await page.getByLabel('另起一个名字').check();
  await page.getByLabel('微信名').fill(name);
  await page.getByRole('button', { name: '确认登录' }).click();
}

const shownCode = async (page: Page): Promise<string> =>
  (await page.getByRole('link', { name: /^演示：没有手机/ }).getAttribute('href')) ?? '';

test('a teacher scans the screen with a phone that was bound before', async () => {
  const audit = new Audit();
  const account = 'counsellor08';
  const phone = await anybody('phone', PHONE);
  await step('the WeChat is bound from one’s own account; the screen has the last word', async () => {
    const { page, context } = await signedIn('teacher', account);
    await page.goto('/teacher/account');
    const row = page.getByRole('listitem').filter({ hasText: '微信' }).first();
    await row.getByRole('button', { name: /绑定/ }).click();
    await dialog(page).getByLabel('登录密码').fill(PASSWORD);
    await dialog(page)
      .getByRole('button')
      .filter({ hasText: /绑定|下一步/ })
      .last()
      .click();
    await phone.page.goto(await shownCode(page));
    await sayWhoIAm(phone.page, '小周');
    await audit.look(phone.page, 'bind, on the phone', heading(phone.page, '要把微信绑定到这个账号吗？'));
    await phone.page.getByRole('button', { name: '确认绑定' }).click();
    await dialog(page).getByRole('button', { name: '绑定', exact: true }).click();
    await page.getByText('小周').first().waitFor();
    await context.close();
  });
  const desk = await anybody('desk');
  await step('a screen nobody is signed in at shows a code; the phone says yes; the screen goes on', async () => {
    await desk.page.goto('/teacher/login');
    await desk.page.getByRole('button', { name: '微信扫码' }).click();
    await audit.look(desk.page, 'scan', desk.page.getByText('用微信扫一扫'));
    await phone.page.goto(await shownCode(desk.page));
    await sayWhoIAm(phone.page, '小周');
    await audit.look(phone.page, 'log in, on the phone', heading(phone.page, '要在电脑上登录吗？'));
    await desk.page.getByText('已扫码', { exact: true }).waitFor();
    await phone.page.getByRole('button', { name: '确认登录' }).click();
    await desk.page.waitForURL((address) => !address.pathname.includes('/login'));
    await desk.page
      .getByRole('link', { name: /^待我办理/ })
      .first()
      .waitFor();
  });
  audit.verdict();
});
