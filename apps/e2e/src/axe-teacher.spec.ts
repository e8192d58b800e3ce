import { Audit } from './support/audit.js';
import { caseAt, collegeAccount } from './support/cases.js';
import { Api } from './support/api.js';
import { DESK, signedIn, step } from './support/stage.js';
import * as teacher from './portals/teacher.js';

test('the teacher portal: every page and every dialog', async () => {
  const [inReview, inSealing, signed] = await Promise.all([
    caseAt('REVIEW', 'hr021', 8),
    caseAt('SEALING', 'hr022', 9),
    caseAt('SIGNED', 'hr023', 10),
  ]);
  const center = await Api.signIn('teacher', 'center');
  const audit = new Audit();
  const { page } = await signedIn('teacher', await collegeAccount(center, inReview.student.collegeName));
  const title = (name: string | RegExp) => page.getByRole('heading', { level: 1, name });
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' });

  await step('home and what hangs on the bar', async () => {
    await page.goto('/teacher/');
    await audit.look(
      page,
      'home',
      page.getByRole('heading', { name: '各学院进度' }).or(page.getByText('班级进度')).or(title(/等您/)),
    );
    await button(/^消息，/).click();
    await audit.look(page, 'bell', page.getByRole('region', { name: '消息' }));
    await page.keyboard.press('Escape');
    await button(/学院管理员$/).click();
    await audit.look(page, 'account menu', page.getByRole('menu'));
    await page.keyboard.press('Escape');
    await button('后台任务').click();
    await audit.lookAtDialog(page, 'jobs drawer');
    await page.keyboard.press('Escape');
  });
  await step('a narrow window, where the navigation is a drawer', async () => {
    await page.setViewportSize({ width: 1000, height: 800 });
    await button('打开主导航').click();
    await audit.look(page, 'home: narrow', button('关闭主导航'));
    await page.keyboard.press('Escape');
    await page.setViewportSize(DESK.viewport);
  });
  await step('the list', async () => {
    await page.goto('/teacher/agreements?view=mine');
    await audit.look(page, 'list: mine', page.getByRole('table'));
    await page.goto('/teacher/agreements?view=all');
    await page.getByRole('table').waitFor();
    await page.getByRole('checkbox', { name: /^选择/ }).nth(1).check();
    await audit.look(page, 'list: all, one chosen', button(/打印协议书/));
    await button(/打印协议书/).click();
    await audit.lookAtDialog(page, 'list: print');
    await page.keyboard.press('Escape');
    await button('显示列').click();
    await audit.look(
      page,
      'list: columns',
      page
        .getByRole('dialog')
        .or(page.getByRole('group', { name: /列/ }))
        .or(page.getByText('恢复默认')),
    );
    await page.keyboard.press('Escape');
    await button(/^状态/).click();
    await audit.look(page, 'list: a filter', page.getByText('签章中').first());
    await page.keyboard.press('Escape');
    await page.goto('/teacher/agreements?view=all&q=没有这个人');
    await audit.look(page, 'list: nothing found', page.getByText(/没有符合/));
  });
  await step('a review', async () => {
    await page.goto(teacher.caseUrl(inReview.id));
    await audit.look(page, 'review', title(inReview.student.name));
    await page.getByLabel('联系人', { exact: true }).fill('');
    await button(/^通过/).click();
    await audit.look(page, 'review: contact missing', page.getByText('请填联系人'));
    await button(/^不通过/).click();
    await button('退回').click();
    await audit.look(page, 'review: refusing', page.getByText('请选一个原因'));
    await button(/^不通过/).click();
    await button(/^键盘/).click();
    await audit.lookAtDialog(page, 'review: keys');
    await page.keyboard.press('Escape');
    await button(/完整.*身份证|身份证.*完整|查看身份证号/)
      .first()
      .click();
    await audit.lookAtDialog(page, 'review: reveal');
    await page.keyboard.press('Escape');
  });
  await step('the process and the messages', async () => {
    await page.goto('/teacher/process');
    await audit.look(page, 'process', page.getByRole('table'));
    await page.goto('/teacher/messages');
    await audit.look(page, 'messages', title('消息'));
    await page.goto('/teacher/forbidden');
    await audit.look(page, 'forbidden', title('您不能打开这个页面'));
    await page.goto('/teacher/nowhere');
    await audit.look(page, 'no such page', title('没有这个页面'));
  });
  const staff = await signedIn('teacher', 'center');
  const desk = staff.page;
  await step('seals, printing and voiding', async () => {
    await desk.goto(teacher.caseUrl(inSealing.id));
    await audit.look(desk, 'signing', desk.getByRole('button', { name: '标记单位章' }));
    await desk.getByRole('button', { name: '标记单位章' }).click();
    await audit.lookAtDialog(desk, 'signing: seal');
    await desk.keyboard.press('Escape');
    await desk.getByRole('button', { name: '作废这份协议…' }).click();
    await audit.lookAtDialog(desk, 'signing: void');
    await desk.keyboard.press('Escape');
    await desk.goto(teacher.caseUrl(signed.id));
    await audit.look(desk, 'signed', desk.getByText('三方都已签章，协议生效。'));
    await teacher.openPrint(desk);
    await audit.lookAtDialog(desk, 'signed: print');
  });
  audit.verdict();
});

test('the operators’ pages', async () => {
  const audit = new Audit();
  const { page } = await signedIn('platform', 'operator');
  await page.goto('/teacher/platform/');
  await audit.look(page, 'schools', page.getByText('海岳学院'));
  await page.goto('/teacher/platform/jobs');
  await audit.look(page, 'jobs', page.getByRole('heading', { level: 1 }));
  audit.verdict();
});
