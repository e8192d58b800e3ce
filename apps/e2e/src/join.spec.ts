import { Audit } from './support/audit.js';
import { codeFor, linkFor } from './support/outbox.js';
import { anybody, DESK, PHONE, signedIn, step } from './support/stage.js';

const INVITER = 'hr038';
/** Another each time: a running installation may have seen the story before. */
const SERIAL = String(Date.now()).slice(-7);
const COLLEAGUE = { name: '苏念', mailbox: `sunian${SERIAL}@example.com`, login: `sunian${SERIAL}` };
const PASSWORD = 'Maple-5190-river';

test('an administrator invites by mail; the colleague proves the mailbox, opens an account, and is inside', async () => {
  const audit = new Audit();
  const { page: desk } = await signedIn('employer', INVITER, DESK);
  await step('the administrator invites a colleague', async () => {
    await desk.goto('/employer/members');
    await desk.getByRole('button', { name: '邀请成员' }).click();
    const dialog = desk.getByRole('dialog', { name: '邀请成员' });
    await dialog.getByLabel('姓名', { exact: true }).fill(COLLEAGUE.name);
    await dialog.getByRole('radio', { name: '邮箱' }).check();
    await dialog.getByRole('textbox', { name: '邮箱' }).fill(COLLEAGUE.mailbox);
    await audit.lookAtDialog(desk, 'inviting');
    await dialog.getByRole('button', { name: '发出邀请' }).click();
    const sent = desk.getByRole('region', { name: '邀请', exact: true }).getByRole('listitem');
    await audit.look(desk, 'invited', sent.filter({ hasText: COLLEAGUE.name }).getByText('等对方接受'));
    expect(await desk.locator('main').innerText()).not.toContain(COLLEAGUE.mailbox);
  });

  const { page, watch } = await anybody('colleague', PHONE);
  const link = await linkFor(page.request, COLLEAGUE.mailbox);
  await step('the link says who invites whom to what', async () => {
    await page.goto(link);
    await audit.look(page, 'invitation', page.getByText(new RegExp(`邀请${COLLEAGUE.name}加入`)));
  });
  await step('the code goes to the very mailbox', async () => {
    await page.getByRole('button', { name: '发验证码' }).click();
    await audit.look(page, 'code', page.getByText(/^已发到/));
    await page.getByLabel('验证码', { exact: true }).fill(await codeFor(page.request, COLLEAGUE.mailbox));
    await audit.look(page, 'account', page.getByLabel('登录名', { exact: true }));
  });
  await step('an account of one’s own opens the unit', async () => {
    await page.getByLabel('登录名', { exact: true }).fill(COLLEAGUE.login);
    await page.getByLabel('密码', { exact: true }).fill(PASSWORD);
    await page.getByRole('checkbox', { name: /^我看过并同意/ }).check();
    await page.getByRole('button', { name: '开通账号并加入' }).click();
    await audit.look(page, 'joined', page.getByRole('heading', { level: 1, name: /^已加入/ }));
    await page.getByRole('button', { name: '进入工作台' }).click();
    await page
      .getByRole('heading', { name: '云麓大学' })
      .first()
      .or(page.getByText(/等你处理|没有要处理/))
      .first()
      .waitFor();
  });
  await step('the administrator sees the colleague; the link is used up', async () => {
    await desk.reload();
    const people = desk.getByRole('region', { name: /人$/ }).getByRole('listitem');
    await people.filter({ hasText: COLLEAGUE.name }).first().waitFor();
    watch.expect(410, /\/invitations\//);
    await page.goto(link);
    await audit.look(page, 'over', page.getByRole('heading', { level: 1, name: '邀请已失效' }));
  });
  audit.verdict();
});
