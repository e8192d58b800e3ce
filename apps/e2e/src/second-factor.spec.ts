import { TOTP } from 'otpauth';
import type { Page } from 'playwright-core';
import { PASSWORD } from './support/demo.js';
import { chooseSchool, tabTo, write } from './support/keyboard.js';
import { anybody, DESK, step } from './support/stage.js';

const ACCOUNT = 'counsellor06';
const STEP_MS = 30_000;

/** What the app on the phone shows `later` steps from now: the code of one step is taken once only. */
const shown = (secret: string, later = 0): string =>
  new TOTP({ secret }).generate({ timestamp: Date.now() + later * STEP_MS });

/** Six digits that the app shows neither now nor a step before or after. */
function wrong(secret: string): string {
  const right = new Set([-2, -1, 0, 1, 2].map((later) => shown(secret, later)));
  return ['111111', '222222', '333333', '444444', '555555', '666666'].find((code) => !right.has(code)) ?? '777777';
}

async function logInByKeyboard(page: Page): Promise<void> {
  await page.goto('/teacher/login?way=account');
  await chooseSchool(page);
  await tabTo(page, page.getByLabel('账号', { exact: true }));
  await write(page, ACCOUNT);
  await page.keyboard.press('Tab');
  await tabTo(page, page.getByLabel(/^密码/));
  await write(page, PASSWORD);
  await page.keyboard.press('Enter');
}

const focused = (page: Page, name: string) => page.locator(`input[name="${name}"]:focus`).waitFor();

test('an authenticator is bound and used with the keyboard alone', async () => {
  const { page, watch } = await anybody('teacher', DESK);
  const dialog = page.getByRole('dialog');

  await step('the teacher logs in; nothing else is asked yet', async () => {
    await logInByKeyboard(page);
    await page.waitForURL(/\/teacher\/$/);
  });
  const secret = await step('the password again, then the key for the app', async () => {
    await page.goto('/teacher/account');
    const row = page.getByRole('listitem').filter({ hasText: '身份验证器' });
    await tabTo(page, row.getByRole('button', { name: '绑定' }));
    await page.keyboard.press('Enter');
    await focused(page, 'password');
    await write(page, PASSWORD);
    await page.keyboard.press('Enter');
    await dialog.getByRole('img', { name: '绑定身份验证器的二维码' }).waitFor();
    await focused(page, 'code');
    return (await dialog.locator('.secret').innerText()).replace(/\s/g, '');
  });
  await step('a wrong code binds nothing', async () => {
    watch.expect(422, /authenticator/);
    await write(page, wrong(secret));
    await page.keyboard.press('Enter');
    await dialog.locator('[aria-invalid="true"]').waitFor();
    await focused(page, 'code');
  });
  let used = '';
  const [recoveryCode] = await step('the right one binds, and ten recovery codes are shown once', async () => {
    used = shown(secret, -1);
    await write(page, used);
    await page.keyboard.press('Enter');
    const codes = dialog.getByRole('list', { name: '恢复码' }).getByRole('listitem');
    await codes.first().waitFor();
    const all = await codes.allInnerTexts();
    await tabTo(page, dialog.getByRole('button', { name: '我保存好了' }));
    await page.keyboard.press('Enter');
    await page.getByText('还有 10 个').waitFor();
    return all;
  });
  await step('the teacher logs out from the account menu', async () => {
    await tabTo(page, page.locator('header button[aria-haspopup="menu"]').last(), { backwards: true });
    await page.keyboard.press('Enter');
    const out = page.getByRole('menuitem', { name: /退出/ });
    await out.waitFor();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/teacher\/login/);
  });
  await step('the password alone leads nowhere', async () => {
    await logInByKeyboard(page);
    await page.getByRole('heading', { name: '第二步验证' }).waitFor();
    await focused(page, 'code');
    watch.expect(403, /teacher\/org$/);
    expect(await page.evaluate(() => fetch('/api/v1/teacher/org').then(({ status }) => status))).toBe(403);
  });
  await step('neither a wrong code nor the one that was used', async () => {
    watch.expect(422, /second-factor|factor/);
    for (const code of [wrong(secret), used]) {
      await write(page, code);
      await page.keyboard.press('Enter');
      await page.locator('input[name="code"][aria-invalid="true"]:focus').waitFor();
      expect(await page.locator('input[name="code"]').inputValue()).toBe('');
    }
  });
  await step('the code of the moment does', async () => {
    await write(page, shown(secret));
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/teacher\/$/);
    await page.goto('/teacher/account');
    await page.getByText('登录：账号密码 + 身份验证器').first().waitFor();
    await page.getByText('第二步验证码不对').first().waitFor();
  });
  await step('without the phone, a recovery code: ten become nine', async () => {
    const elsewhere = await anybody('elsewhere', DESK);
    await logInByKeyboard(elsewhere.page);
    await tabTo(elsewhere.page, elsewhere.page.getByRole('button', { name: '恢复码' }));
    await elsewhere.page.keyboard.press('Enter');
    await focused(elsewhere.page, 'code');
    await write(elsewhere.page, recoveryCode ?? '');
    await elsewhere.page.keyboard.press('Enter');
    await elsewhere.page.waitForURL(/\/teacher\/$/);
    await elsewhere.page.goto('/teacher/account');
    await elsewhere.page.getByText('还有 9 个').waitFor();
  });
});
