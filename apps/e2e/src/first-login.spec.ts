import { Api } from './support/api.js';
import { freeStudent } from './support/cases.js';
import { PASSWORD } from './support/demo.js';
import { anybody, DESK, PHONE, signedIn, step } from './support/stage.js';
import { logIn, typeIn } from './portals/login.js';

const REASON = '本人带学生证来窗口';
const OWN = 'Jiangfeng+Yuhuo7';

test('a reset password opens the first log-in on a phone, and the account tells of it', async () => {
  const { studentNo, name } = await freeStudent(await Api.signIn('employer', 'hr035'), 17);
  const { page: desk } = await signedIn('teacher', 'center', DESK);
  const { page, watch } = await anybody('student', PHONE);
  const press = (words: string) => page.getByRole('button', { name: words, exact: true }).click();
  const heading = (words: string) => page.getByRole('heading', { level: 1, name: words }).waitFor();

  const activation = await step('the centre resets the password and says why', async () => {
    await desk.goto(`/teacher/student-accounts?q=${studentNo}`);
    await desk.getByRole('link', { name, exact: true }).click();
    await desk.getByRole('button', { name: '重置密码' }).click();
    const dialog = desk.getByRole('dialog');
    await dialog.getByLabel(/^原因/).fill(REASON);
    await dialog.getByRole('button', { name: '重置', exact: true }).click();
    const code = await desk
      .getByRole('dialog', { name: `${name}的初始密码` })
      .locator('code')
      .innerText();
    await desk.getByRole('button', { name: '记好了' }).click();
    return code;
  });
  await step('the old password is refused; the activation code begins', async () => {
    watch.expect(401, /student\/session$/);
    await page.goto('/student/login');
    await typeIn(page, 'student', studentNo, PASSWORD);
    await page.getByRole('alert').waitFor();
    await typeIn(page, 'student', studentNo, activation);
    await heading('设自己的密码');
  });
  await step('the rules are ticked off while the password is typed', async () => {
    const open = page.getByRole('listitem').filter({ hasText: '，还没有满足' });
    await open.first().waitFor();
    await page.getByLabel('新密码').fill('ab');
    await press('设好密码，进入');
    await page.getByText(/^还差：/).waitFor();
    await page.getByLabel('新密码').fill(OWN);
    await open.first().waitFor({ state: 'detached' });
    await press('设好密码，进入');
  });
  await step('how news comes to the phone is told and passed by; the student is in', async () => {
    await heading(`账号激活好了，${name}`);
    await page.getByRole('link', { name: '知道了，去首页' }).click();
    await heading('还没有待答复的邀约');
  });
  await step('the account tells of the reset, of this device, and who looked', async () => {
    await page.goto('/student/my');
    await page.getByRole('link', { name: /^我的账号/ }).click();
    await page.getByText(new RegExp(`把密码重置为初始密码，原因：${REASON}`)).waitFor();
    await page.getByText('这一台').waitFor();
    await page.goto('/student/my');
    await page.getByRole('link', { name: /^谁看过我的信息/ }).click();
    await heading('谁看过我的信息');
  });
  await step('another device is seen, and sent away', async () => {
    const other = await anybody('other phone', PHONE);
    await logIn(other.page, 'student', studentNo, OWN);
    await page.goto('/student/my/account');
    await press('退出其他 1 处');
    await page.getByText('其他登录都已退出').first().waitFor();
    other.watch.expect(401, /./);
    await other.page.goto('/student/my/account');
    await other.page.waitForURL(/\/student\/login/);
  });
});
