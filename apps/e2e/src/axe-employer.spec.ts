import { Audit } from './support/audit.js';
import { caseAt } from './support/cases.js';
import { signedIn, step } from './support/stage.js';
import * as employer from './portals/employer.js';

test('the employer portal: every page and every dialog', async () => {
  const [invited, signed] = await Promise.all([caseAt('INVITED', 'hr001', 11), caseAt('SIGNED', 'hr001', 12)]);
  const audit = new Audit();
  const { page } = await signedIn('employer', 'hr001');
  const title = (name: string | RegExp) => page.getByRole('heading', { level: 1, name });
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' });

  await step('choosing, and the workbench', async () => {
    await page.goto('/employer/');
    await audit.look(page, 'workspaces', page.getByRole('heading', { name: '海岳学院' }));
    await page.goto('/employer/10001/2027');
    await audit.look(page, 'workbench', page.getByRole('heading', { level: 1 }));
    await button(/^切换学校和届别/).click();
    await audit.look(page, 'workspace menu', page.getByRole('menu'));
    await page.keyboard.press('Escape');
  });
  await step('the tabs', async () => {
    for (const tab of ['signable', 'pending', 'signed', 'terminated'] as const) {
      await page.goto(employer.tabUrl(tab));
      await audit.look(
        page,
        `tab ${tab}`,
        tab === 'signable' ? page.getByLabel('要邀请的学生') : page.getByRole('table'),
      );
    }
    await page.goto(`${employer.tabUrl('signable')}?q=${encodeURIComponent(signed.student.studentNo)}`);
    await audit.look(page, 'search: found', page.getByRole('table'));
    await page.goto(`${employer.tabUrl('signable')}?q=${encodeURIComponent('查无此人')}`);
    await audit.look(page, 'search: not found', page.getByRole('heading', { name: '没有找到「查无此人」' }));
    await page.goto(`${employer.tabUrl('pending')}?q=${encodeURIComponent('查无此人')}`);
    await audit.look(page, 'tab pending: nothing', page.getByText('没有符合条件的记录'));
  });
  await step('an invitation', async () => {
    await page.goto(employer.caseUrl(invited.id));
    await audit.look(page, 'invited', title(/^给/));
    await button('撤回修改').click();
    await audit.lookAtDialog(page, 'withdraw');
    await page.keyboard.press('Escape');
    await page.goto(`${employer.tabUrl('pending')}?q=20230014`);
    await page.getByRole('link', { name: /^继续填写/ }).click();
    await audit.look(page, 'draft', title(/^邀请/));
    await page.getByLabel('岗位', { exact: true }).fill('');
    await page.getByLabel('我核对过工作条款，无误').click();
    await audit.look(page, 'draft with errors', page.locator('[aria-invalid="true"]'));
    await page.goto(`${employer.tabUrl('pending')}?q=20230014`);
    await button(/^删除给/).click();
    await audit.lookAtDialog(page, 'discard');
    await page.keyboard.press('Escape');
  });
  await step('a signed agreement', async () => {
    await page.goto(employer.caseUrl(signed.id));
    await audit.look(page, 'signed', title(/^与/));
    await employer.openPrint(page);
    await audit.lookAtDialog(page, 'print');
  });
  await step('messages and ways that lead nowhere', async () => {
    await page.goto('/employer/10001/2027/messages');
    await audit.look(page, 'messages', title('消息'));
    await page.goto('/employer/forbidden');
    await audit.look(page, 'forbidden', title(/./));
    await page.goto('/employer/nowhere');
    await audit.look(page, 'no such page', title(/./));
  });
  audit.verdict();
});
