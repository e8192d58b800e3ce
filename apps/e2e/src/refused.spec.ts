import { Api } from './support/api.js';
import { freeStudent, invite } from './support/cases.js';
import { PHONE, signedIn, step } from './support/stage.js';
import * as employer from './portals/employer.js';
import * as student from './portals/student.js';

const WORDS = '面谈时说转正 9,000 元，邀约里写的是 8,500 元。';

test('an invitation is refused with words, mended and sent again', async () => {
  const api = await Api.signIn('employer', 'hr003');
  const who = await freeStudent(api, 1);
  const { id } = await invite(api, who);
  const graduate = await signedIn('student', who.studentNo, PHONE);
  const hr = await signedIn('employer', 'hr003');

  await step('the student refuses and says why', async () => {
    await graduate.page.goto(`/student/invitations/${id}`);
    await student.decline(graduate.page, '薪资与约定不符', WORDS);
  });
  await step('the employer finds it among those that came to nothing and reads the words', async () => {
    await hr.page.goto(employer.tabUrl('pending'));
    await hr.page.getByLabel('未成').check({ force: true });
    await hr.page.getByLabel('在待确认中搜索').fill(who.studentNo);
    await hr.page.getByRole('link', { name: `查看给 ${who.name} 的邀约` }).click();
    await hr.page.getByText(`「${WORDS}」`).first().waitFor();
    await hr.page.getByText('薪资与约定不符').first().waitFor();
  });
  await step('the employer mends the salary and sends again', async () => {
    await hr.page.getByRole('button', { name: '重新邀请' }).click();
    await hr.page.getByRole('heading', { level: 1, name: `邀请${who.name}` }).waitFor();
    await employer.fillUnit(hr.page);
    await employer.fillTerms(hr.page);
    await hr.page.getByLabel('转正月薪', { exact: true }).fill('9000');
    await employer.fillArchive(hr.page);
    await employer.fillBreach(hr.page);
    await employer.confirmAndSend(hr.page);
  });
  await step('the student reads the new figure; the old invitation is among the closed ones', async () => {
    await graduate.page.goto('/student/invitations');
    await graduate.page.getByRole('link', { name: /9,000/ }).click();
    await graduate.page.getByRole('button', { name: '接受邀约' }).waitFor();
    await graduate.page.goto('/student/invitations');
    await graduate.page.getByText('已结束 1 份').click();
    await graduate.page.getByText(WORDS).waitFor();
  });
  const old = await api.get(`schools/10001/cohorts/2027/cases/${id}`);
  expect(old.state).toBe('DECLINED');
});
