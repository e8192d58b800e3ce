import pg from 'pg';
import { agreeAs, scanAs } from './portals/wechat.js';
import { acceptButton, drawWithFinger, readToTheEnd, signDrawing } from './portals/student.js';
import { Api } from './support/api.js';
import { collegeAccount, freeStudent, invite, pass } from './support/cases.js';
import { PASSWORD } from './support/demo.js';
import { anybody, DESK, PHONE, signedIn, step } from './support/stage.js';

const EMPLOYER = 'hr041';
const WECHAT = '要签约的学生';
const BIND = /^绑定\s*微信$/;

/** This one agreement follows parameters of its own: the school’s other stories go on with theirs. */
async function askForWechat(caseId: string): Promise<void> {
  const url = process.env['E2E_DATABASE_URL'];
  if (!url) throw new Error('this story needs an installation of its own');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const version = 900;
  await client.query(
    `insert into school_policy (school_id, version, policy, effective_from)
     select school_id, $2, jsonb_set(policy, '{sign,reauth}', '"wechat"'), '2999-01-01' from school_policy
      where school_id = (select school_id from signing_case where id = $1) and version = 1`,
    [caseId, version],
  );
  await client.query('update signing_case set policy_version = $2 where id = $1', [caseId, version]);
  await client.end();
}

test('a student accepts and signs by the WeChat that is bound, and by no other', async () => {
  const student = await freeStudent(await Api.signIn('employer', EMPLOYER), 24);
  const sent = await invite(await Api.signIn('employer', EMPLOYER), student);
  await askForWechat(sent.id);
  const desk = await signedIn('student', student.studentNo, DESK);
  const screen = desk.page;
  const inHand = (await anybody('phone', PHONE)).page;
  const dialog = screen.getByRole('dialog');
  const press = (name: string) => dialog.getByRole('button', { name }).click();

  await step('without a bound WeChat the dialog leads to the account', async () => {
    desk.watch.expect(409, /wechat-tickets/);
    await screen.goto(`/student/invitations/${sent.id}`);
    await screen.getByRole('button', { name: '接受邀约' }).click();
    await dialog.getByLabel('健康状况').selectOption({ label: '健康' });
    await dialog.getByLabel(/^我读完了全部条款/).check();
    await press('下一步，确认是本人');
    await dialog.getByText('还没有绑定微信').waitFor();
    await dialog.getByRole('link', { name: '去绑定微信' }).click();
    await screen.getByRole('button', { name: BIND }).click();
    await dialog.getByLabel('登录密码').fill(PASSWORD);
    await press('下一步');
    await scanAs(inHand, screen, WECHAT);
    await inHand.getByRole('button', { name: '确认绑定' }).click();
    await dialog.getByRole('button', { name: '绑定', exact: true }).click();
    await screen.getByText(`绑定了微信“${WECHAT}”`).first().waitFor();
  });
  await step('another WeChat confirms nothing; the bound one reads what it is for', async () => {
    await screen.goto(`/student/invitations/${sent.id}`);
    await screen.getByRole('button', { name: '接受邀约' }).click();
    await dialog.getByLabel('健康状况').selectOption({ label: '健康' });
    await dialog.getByLabel(/^我读完了全部条款/).check();
    await press('下一步，确认是本人');
    const stranger = await anybody('another phone', PHONE);
    stranger.watch.expect(403, /identity/);
    await scanAs(stranger.page, screen, '别人的微信');
    await stranger.page.getByRole('heading', { name: '不是绑定的那个微信' }).waitFor();
    await scanAs(inHand, screen, WECHAT);
    await inHand.getByText(`接受${sent.employer.name}的邀约`).waitFor();
    await inHand.getByRole('button', { name: '确认是我本人' }).click();
    await inHand.getByText('请回到电脑上，接着办完。').waitFor();
    await dialog.getByText('微信确认过了').waitFor();
    await acceptButton(screen).click();
    await screen
      .getByText(/^你已接受，/)
      .first()
      .waitFor();
  });
  await step('signing on the phone goes to WeChat and comes back to the same text', async () => {
    const center = await Api.signIn('teacher', 'center');
    await pass(await Api.signIn('teacher', await collegeAccount(center, sent.student.collegeName)), sent.id);
    await pass(center, sent.id);
    const hand = await signedIn('student', student.studentNo, PHONE);
    await hand.page.goto(`/student/agreement/${sent.id}/sign`);
    await readToTheEnd(hand.page);
    await hand.page.getByRole('button', { name: '在微信里确认是我本人' }).click();
    await agreeAs(hand.page, WECHAT);
    await hand.page.getByText('微信确认过了').waitFor();
    await hand.page.getByLabel(/^我同意用电子方式签署/).check();
    await hand.page.getByRole('button', { name: '下一步，签名' }).click();
    await drawWithFinger(hand);
    await signDrawing(hand.page);
    await hand.page.getByText('手写，微信确认').waitFor();
  });
});
