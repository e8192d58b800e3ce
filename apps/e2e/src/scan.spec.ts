import type { Page } from 'playwright-core';
import { PASSWORD } from './support/demo.js';
import { anybody, DESK, PHONE, step } from './support/stage.js';
import { typeIn } from './portals/login.js';
import { agreeAs, scanAs } from './portals/wechat.js';

const ACCOUNT = 'counsellor40';
const WECHAT = '值班的辅导员';
const BIND = /^绑定\s*微信$/;
const UNBIND = /^解绑\s*微信$/;

test('a teacher binds WeChat by scanning, and gets in by scanning', async () => {
  const desk = await anybody('desk', DESK);
  const phone = await anybody('phone', PHONE);
  const screen = desk.page;
  const inHand = phone.page;
  const veil = (words: string) => screen.locator('.veil').getByText(words, { exact: true });
  const press = (page: Page, name: string | RegExp) =>
    page.getByRole('button', { name, exact: typeof name === 'string' }).click();

  await step('a WeChat that nobody knows is asked for a proof; who does not want to, refuses', async () => {
    await screen.goto('/teacher/login?way=scan');
    await scanAs(inHand, screen, WECHAT);
    await inHand.getByRole('heading', { name: '第一次用这个微信' }).waitFor();
    await veil('已扫码').waitFor();
    await screen.getByText(WECHAT).first().waitFor();
    await press(inHand, '不绑定，退出');
    await inHand.getByRole('heading', { name: '已经拒绝' }).waitFor();
    await veil('手机上拒绝了').waitFor();
  });
  await step('the teacher gets in with account and password', async () => {
    await press(screen, '账号密码');
    await typeIn(screen, 'teacher', ACCOUNT, PASSWORD);
    await screen.waitForURL(/\/teacher\/$/);
  });
  await step('the binding wants the password, the phone, and the last word at the desk', async () => {
    await screen.goto('/teacher/account');
    await press(screen, BIND);
    const dialog = screen.getByRole('dialog');
    await dialog.getByLabel('登录密码').fill(PASSWORD);
    await dialog.getByRole('button', { name: '下一步' }).click();
    await scanAs(inHand, screen, WECHAT);
    await inHand.getByRole('heading', { name: '要把微信绑定到这个账号吗？' }).waitFor();
    await inHand.getByText(ACCOUNT).waitFor();
    await press(inHand, '确认绑定');
    await inHand.getByRole('heading', { name: '已经确认' }).waitFor();
    await dialog.getByText(`“${WECHAT}”的微信确认了`).waitFor();
    await dialog.getByRole('button', { name: '绑定', exact: true }).click();
    await screen.getByText(`绑定了微信“${WECHAT}”`).waitFor();
    await screen.getByRole('button', { name: UNBIND }).waitFor();
  });
  await step('the phone shows whose account and which computer before it confirms; the screen is in', async () => {
    await desk.context.clearCookies();
    await screen.goto('/teacher/login?way=scan');
    await scanAs(inHand, screen, WECHAT);
    await inHand.getByRole('heading', { name: '要在电脑上登录吗？' }).waitFor();
    await inHand.getByText(ACCOUNT).waitFor();
    await inHand.getByText('和这部手机在同一个网络').waitFor();
    await veil('已扫码').waitFor();
    await press(inHand, '确认登录');
    await screen.waitForURL(/\/teacher\/$/);
  });
  await step('refused on the phone, the screen stays out', async () => {
    const other = await anybody('other desk', DESK);
    await other.page.goto('/teacher/login?way=scan');
    await scanAs(inHand, other.page, WECHAT);
    await press(inHand, '不是我，拒绝');
    await other.page.locator('.veil').getByText('手机上拒绝了').waitFor();
    await other.page.goto('/teacher/account');
    await other.page.waitForURL(/\/teacher\/login/);
  });
  await step('on the phone itself nothing is scanned', async () => {
    await inHand.goto('/teacher/login?way=scan');
    await press(inHand, '在微信里打开登录');
    await agreeAs(inHand, WECHAT);
    await inHand.waitForURL(/\/teacher\/$/);
  });
  await step('the account knows of both log-ins, and lets WeChat go again', async () => {
    await screen.goto('/teacher/account');
    await screen
      .getByText(/登录：微信扫码/)
      .nth(1)
      .waitFor();
    await press(screen, UNBIND);
    const dialog = screen.getByRole('dialog');
    await dialog.getByLabel('登录密码').fill(PASSWORD);
    await dialog.getByRole('button', { name: '解绑', exact: true }).click();
    await screen.getByRole('button', { name: BIND }).waitFor();
    // the phone came in by that WeChat: it is out
    phone.watch.expect(401, /session/);
    await inHand.goto('/teacher/account');
    await inHand.waitForURL(/\/teacher\/login/);
  });
});
