import { Audit } from './support/audit.js';
import { anybody, DESK, PHONE } from './support/stage.js';
import { caseAt } from './support/cases.js';

test('what anybody can open: landing, verification and the log-ins, at the desk and on a phone', async () => {
  const agreement = await caseAt('SEALING', 'hr018', 7);
  const audit = new Audit();
  for (const [size, device] of [
    ['desk', DESK],
    ['phone', PHONE],
  ] as const) {
    const { page } = await anybody(size, device);
    await page.goto('/');
    await audit.look(page, `${size}: landing`, page.getByRole('heading', { name: /届日程$/ }));
    await page.getByRole('button', { name: '验证' }).click();
    await audit.look(page, `${size}: landing with an error`, page.getByRole('alert'));
    await page.goto('/verify');
    await audit.look(page, `${size}: verification`, page.getByLabel('协议编号'));
    await page.goto(`/verify?no=${agreement.agreementNo ?? ''}`);
    await audit.look(page, `${size}: verified`, page.getByRole('heading', { name: '还没有签完' }));
    await page.goto('/verify?no=2027-10001-3-999999-X');
    await audit.look(page, `${size}: not verified`, page.getByRole('heading', { name: '没有查到' }));
    await page.goto('/nowhere');
    await audit.look(page, `${size}: no such page`, page.getByRole('heading', { name: '没有这一页' }));
    for (const portal of ['teacher', 'student', 'employer', 'teacher/platform']) {
      await page.goto(`/${portal}/login`);
      const button = page.getByRole('button', { name: '登录', exact: true });
      await button.click();
      await audit.look(page, `${size}: ${portal} log-in with errors`, page.getByText(/^请填密码/));
    }
  }
  audit.verdict();
});
