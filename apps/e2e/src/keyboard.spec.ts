import { Api } from './support/api.js';
import { caseAt, collegeAccount } from './support/cases.js';
import { CONTACT, PASSWORD } from './support/demo.js';
import { chooseSchool, tabTo, write } from './support/keyboard.js';
import { anybody, PHONE, step } from './support/stage.js';

test('a college signs in, opens an agreement and passes it without a mouse', async () => {
  const agreement = await caseAt('REVIEW', 'hr016', 5);
  const center = await Api.signIn('teacher', 'center');
  const account = await collegeAccount(center, agreement.student.collegeName);
  const { page } = await anybody(account);

  await step('sign in', async () => {
    await page.goto('/teacher/');
    await chooseSchool(page);
    await tabTo(page, page.getByLabel('账号', { exact: true }));
    await write(page, account);
    await tabTo(page, page.getByLabel('密码，或激活码', { exact: true }));
    await write(page, PASSWORD);
    await page.keyboard.press('Enter');
    await page
      .getByRole('link', { name: /^待我办理/ })
      .first()
      .waitFor();
  });
  await step('find the agreement', async () => {
    await page.keyboard.press('ControlOrMeta+k');
    await write(page, agreement.student.studentNo);
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByRole('link', { name: agreement.student.name, exact: true }));
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: agreement.student.name }).waitFor();
  });
  await step('fill in the contact data', async () => {
    for (const [label, value] of Object.entries(CONTACT)) {
      await tabTo(page, page.getByLabel(label, { exact: true }));
      await write(page, value);
    }
  });
  await step('pass: the single key asks, Enter confirms', async () => {
    // the buttons stand above the fields: back to them, which also leaves the fields, where single keys do nothing
    await tabTo(page, page.getByRole('button', { name: /^通过/ }), { backwards: true });
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: '通过这份协议' });
    await dialog.waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    // the focus is back where it was, so the same key opens the dialog again
    await page.keyboard.press('p');
    await dialog.waitFor();
    await page.keyboard.press('Enter');
    await page.getByText(`${agreement.student.name}：已通过`).first().waitFor();
  });
  const after = await center.get(`cases/${agreement.id}`);
  expect(after.events.filter(({ action }) => action === 'pass')).toHaveLength(1);
});

test('a student signs by typing the name, without a mouse or a finger', async () => {
  const agreement = await caseAt('SIGNING', 'hr017', 6);
  const { page } = await anybody(agreement.student.studentNo, PHONE);

  await step('sign in and begin', async () => {
    await page.goto('/student/');
    await chooseSchool(page);
    await tabTo(page, page.getByLabel('学号', { exact: true }));
    await write(page, agreement.student.studentNo);
    await tabTo(page, page.getByLabel('密码，或激活码', { exact: true }));
    await write(page, PASSWORD);
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByRole('link', { name: '阅读并签名' }));
    await page.keyboard.press('Enter');
  });
  await step('read to the end', async () => {
    await tabTo(page, page.getByRole('article'));
    await page.keyboard.press('End');
    await tabTo(page, page.getByRole('button', { name: '读完了，去签名' }));
    await page.keyboard.press('Enter');
  });
  await step('prove who it is', async () => {
    await tabTo(page, page.getByLabel('登录密码'));
    await write(page, PASSWORD);
    await tabTo(page, page.getByLabel(/^我同意用电子方式签署/));
    await page.keyboard.press('Space');
    await tabTo(page, page.getByRole('button', { name: '下一步，签名' }));
    await page.keyboard.press('Enter');
  });
  await step('type the name instead of drawing', async () => {
    await tabTo(page, page.getByRole('button', { name: '不方便手写' }));
    await page.keyboard.press('Enter');
    await page.getByLabel('键入你的姓名').waitFor();
    await write(page, agreement.student.name);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /^你已签署/ }).waitFor();
  });
});
