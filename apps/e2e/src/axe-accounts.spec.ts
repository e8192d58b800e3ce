import type { Page } from 'playwright-core';
import { Api } from './support/api.js';
import { Audit } from './support/audit.js';
import { freeStudent } from './support/cases.js';
import { PASSWORD, SCHOOL } from './support/demo.js';
import { anybody, PHONE, signedIn, step, type Portal } from './support/stage.js';
import { typeIn } from './portals/login.js';

/** What the stories of the accounts do not stop at, on a phone: they look at the rest on their way. */
const ACCOUNTS = { teacher: '/teacher/account', student: '/student/my/account', employer: '/employer/account' };

const press = (page: Page, name: string | RegExp): Promise<void> =>
  page
    .getByRole('button', { name, exact: typeof name === 'string' })
    .first()
    .click();
const title = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name });

/** Every dialog of one's own account, as far as it goes without changing anything. */
async function ownAccount(audit: Audit, portal: Portal, page: Page): Promise<void> {
  await page.goto(ACCOUNTS[portal]);
  await audit.look(page, `${portal}, account`, page.locator('#acc-history + ol, .events'));
  const dialog = page.getByRole('dialog');
  const submit = page.locator('dialog[open] button[type="submit"]');
  for (const [name, what] of [
    [/^更改\s*密码$/, 'password'],
    [/^(更换|绑定)\s*手机$/, 'phone'],
    [/^(更换|绑定)\s*邮箱$/, 'mail'],
    [/^绑定$/, 'authenticator'],
    [/^绑定\s*微信$/, 'WeChat'],
  ] as const) {
    await press(page, name);
    await submit.click();
    await page.locator('dialog[open] [aria-invalid="true"]').first().waitFor();
    await audit.lookAtDialog(page, `${portal}, account: ${what} with errors`);
    if (what === 'authenticator') {
      await dialog.getByLabel('登录密码').fill(PASSWORD);
      await submit.click();
      await page.getByRole('img', { name: '绑定身份验证器的二维码' }).waitFor();
      await audit.lookAtDialog(page, `${portal}, account: authenticator to scan`);
    }
    await page.keyboard.press('Escape');
    await page.locator('dialog[open]').waitFor({ state: 'detached' });
  }
}

test('a forgotten password, with everything left out', async () => {
  const audit = new Audit();
  const { page } = await anybody('anybody', PHONE);
  for (const portal of ['teacher', 'student', 'employer'] as const)
    await step(portal, async () => {
      await page.goto(`/${portal}/login/forgot`);
      await press(page, '发送验证码');
      await audit.look(page, `${portal}, forgotten with errors`, page.locator('[aria-invalid="true"]'));
      // nobody has this account: what is shown is the same
      await page.locator('input[name="account"]').fill('99999999');
      if (portal !== 'employer') await page.getByLabel('学校', { exact: true }).selectOption(SCHOOL);
      if (portal === 'teacher') await page.locator('input[name="contact"]').fill('13900001234');
      await press(page, '发送验证码');
      await page.getByText('如果填得对，验证码已经发出').waitFor();
      await press(page, portal === 'teacher' ? '生成新密码' : '下一步');
      await audit.look(page, `${portal}, forgotten: code missing`, page.getByText('请填收到的验证码'));
    });
  audit.verdict();
});

test('a log-in that is refused, and the steps of the first one with errors', async () => {
  const audit = new Audit();
  const center = await Api.signIn('teacher', 'center');
  const { studentNo } = await freeStudent(await Api.signIn('employer', 'hr036'), 18);
  const { items } = await center.get<{ items: { id: string }[] }>(`student-accounts?q=${studentNo}`);
  const path = `student-accounts/${items[0]?.id ?? ''}`;
  const { version } = await center.get<{ version: number }>(path);
  const reason = '看看页面';
  const made = await center.post<{ initial: { secret: string } }>(`${path}/reset-password`, { version, reason });
  const { page, watch } = await anybody(studentNo, PHONE);
  watch.expect(401, /student\/session$/);
  await page.goto('/student/login');
  await typeIn(page, 'student', studentNo, PASSWORD);
  await audit.look(page, 'student, refused', page.getByRole('alert'));
  await typeIn(page, 'student', studentNo, made.initial.secret);
  await title(page, '设自己的密码').waitFor();
  await press(page, '设好密码，进入');
  await audit.look(page, 'student, password with errors', page.getByText(/^还差：/));
  await page.getByLabel('新密码').fill('Yuelu+Fengye6Deng');
  await audit.look(page, 'student, password typed', page.locator('.rules .met'));
  await press(page, '设好密码，进入');
  await audit.look(page, 'student, welcome', title(page, /^账号激活好了/));
  await page.goto('/student/my/access');
  await audit.look(page, 'student, who looked', title(page, '谁看过我的信息'));
  audit.verdict();
});

test.each([
  ['teacher', 'counsellor36'],
  ['student', '20230001'],
  ['employer', 'hr037'],
] as const)('one’s own account and its dialogs: %s', async (portal, account) => {
  const audit = new Audit();
  await ownAccount(audit, portal, (await signedIn(portal, account, PHONE)).page);
  audit.verdict();
});
