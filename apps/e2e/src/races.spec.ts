import type { Page } from 'playwright-core';
import { Api } from './support/api.js';
import { Audit } from './support/audit.js';
import { freeStudent, invite } from './support/cases.js';
import { WORKSPACE } from './support/demo.js';
import { PHONE, signedIn, step, type Person } from './support/stage.js';
import * as employer from './portals/employer.js';
import * as student from './portals/student.js';

const STRETCH = 2;
const HR = ['hr011', 'hr012'] as const;

async function invitation(person: Person, id: string): Promise<Page> {
  const page = person.page.url() === 'about:blank' ? person.page : await person.context.newPage();
  await page.goto(`/student/invitations/${id}`);
  await student.readyToAccept(page);
  return page;
}

test('two employers, one student, two tabs: one acceptance wins, the other is told', async () => {
  const [first, second] = await Promise.all(HR.map((account) => Api.signIn('employer', account)));
  if (!first || !second) throw new Error('two employers are needed');
  const who = await freeStudent(first, STRETCH);
  const offers = [await invite(first, who), await invite(second, who)] as const;
  const graduate = await signedIn('student', who.studentNo, PHONE);
  graduate.watch.expect(409, /\/accept$/);
  const tabs = [await invitation(graduate, offers[0].id), await invitation(graduate, offers[1].id)] as const;

  await step('both buttons are pressed at the same moment', () =>
    Promise.all(tabs.map((tab) => student.acceptButton(tab).click())),
  );
  const outcomes = await step('each tab says what came of it', () =>
    Promise.all(
      tabs.map(async (tab) => {
        const won = tab.getByText(/^你已接受，/).first();
        const lost = tab.getByRole('dialog', { name: '没有接受成' });
        await won.or(lost).first().waitFor();
        return (await lost.isVisible()) ? 'lost' : 'won';
      }),
    ),
  );
  expect([...outcomes].sort()).toEqual(['lost', 'won']);

  const audit = new Audit();
  await step('the loser shows the newest state and offers no acceptance', async () => {
    const tab = tabs[outcomes.indexOf('lost')] as Page;
    await audit.lookAtDialog(tab, 'overtaken');
    await tab.getByRole('dialog').getByRole('button', { name: '看最新状态' }).click();
    // closed, and it says why
    const button = tab.getByRole('button', { name: '接受邀约', disabled: true });
    await button.waitFor();
    const reason = await button.getAttribute('aria-describedby');
    await tab.locator(`[id="${reason ?? 'none'}"]`, { hasText: '协议' }).waitFor();
    await audit.look(tab, 'invitation that can no longer be accepted', button);
  });
  audit.verdict();
  const cases = await Promise.all(
    [first, second].map((api, index) => api.get(`${WORKSPACE}/cases/${offers[index as 0 | 1].id}`)),
  );
  expect(cases.map(({ state }) => state).filter((state) => state === 'REVIEW')).toHaveLength(1);
  expect(cases.flatMap(({ events }) => events).filter(({ action }) => action === 'accept')).toHaveLength(1);
});

test('the employer withdraws while the student has the dialog open; nothing is half done, the next version is accepted', async () => {
  const api = await Api.signIn('employer', 'hr013');
  const who = await freeStudent(api, STRETCH + 1);
  const { id } = await invite(api, who);
  const graduate = await signedIn('student', who.studentNo, PHONE);
  graduate.watch.expect(409, /\/accept$/);
  const hr = await signedIn('employer', 'hr013');
  await invitation(graduate, id);

  await step('the employer takes it back', async () => {
    await hr.page.goto(employer.caseUrl(id));
    await employer.withdraw(hr.page);
  });
  await step('the student presses accept and is told', async () => {
    await student.acceptButton(graduate.page).click();
    const dialog = graduate.page.getByRole('dialog', { name: '没有接受成' });
    await dialog.getByRole('alert').waitFor();
    await dialog.getByRole('button', { name: '看最新状态' }).click();
    await graduate.page.getByText('单位已撤回，正在修改').waitFor();
    // what the employer is changing is not shown, and not shown as empty either
    expect(await graduate.page.getByText(/^(没有写|未写)$/).count()).toBe(0);
    expect(await graduate.page.getByRole('button', { name: '接受邀约' }).count()).toBe(0);
  });
  const now = await api.get(`${WORKSPACE}/cases/${id}`);
  expect(now.state).toBe('DRAFT_EMP');
  expect(now.events.some(({ action }) => action === 'accept')).toBe(false);

  await step('the employer changes the salary and sends the same invitation again', async () => {
    await hr.page.getByLabel('转正月薪', { exact: true }).fill('9200');
    await employer.confirmAndSend(hr.page);
  });
  await step('the student accepts with a double click: one act', async () => {
    const sent: string[] = [];
    graduate.context.on('request', (request) => {
      if (request.method() === 'POST' && request.url().endsWith('/accept')) sent.push(request.url());
    });
    await graduate.page.goto('/student/');
    await graduate.page.getByRole('link', { name: '查看并答复' }).click();
    await graduate.page.getByText('9,200').first().waitFor();
    await student.readyToAccept(graduate.page);
    await student.acceptButton(graduate.page).dblclick();
    await graduate.page
      .getByText(/^你已接受，/)
      .first()
      .waitFor();
    expect(sent).toHaveLength(1);
  });
  const after = await api.get(`${WORKSPACE}/cases/${id}`);
  expect(after.state).toBe('REVIEW');
  expect(after.events.filter(({ action }) => action === 'accept')).toHaveLength(1);
});
