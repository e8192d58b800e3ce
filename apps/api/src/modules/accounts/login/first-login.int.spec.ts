import { type AccountsApp, accountsApp } from '../testing/accounts-app.js';
import type { Answer, Browser } from '../testing/browser.js';
import { auditActions, makeAccount, setSecurity, STRONG } from '../testing/made-account.js';

const DAY = 86_400_000;

describe('the first log-in', () => {
  let kit: AccountsApp;

  beforeAll(async () => {
    kit = await accountsApp();
  });
  afterAll(() => kit.close());
  beforeEach(() => kit.clock.advance(61_000));

  const enter = async (audience: string, account: string, password: string): Promise<[Browser, Answer]> => {
    const browser = kit.browser();
    return [browser, await browser.post(`${audience}/session`, { account, password, schoolCode: '10001' })];
  };
  const bind = async (browser: Browser, audience: string, channel: string, target: string): Promise<Answer> => {
    const issued = await browser.post(`${audience}/session/setup/codes`, { channel, target });
    expect(issued.status).toBe(200);
    const code = await kit.newestCode();
    return browser.post(`${audience}/session/setup/contact`, { codeId: issued.body['codeId'], code });
  };
  let serial = 1000;
  const phone = (): string => `1380000${(serial += 1)}`;

  it('leads a student from the code on a slip over contact and password into the portal', async () => {
    const { accountId, login, initial } = await makeAccount(kit, {
      audience: 'student',
      password: { kind: 'initial' },
    });
    const [browser, first] = await enter('student', login, ` ${initial?.toLowerCase().replace('-', ' ')} `);
    expect(first).toMatchObject({
      status: 200,
      body: {
        secondStep: {
          kind: 'setup',
          needs: ['contact', 'password'],
          channels: ['sms', 'mail'],
          passwordIs: 'initial',
          passwordRules: { minLength: 8, kinds: 0, notOwn: false, remembered: 0 },
        },
      },
    });
    const early = await browser.post('student/session/setup/password', { password: 'violet harbour' });
    expect(early.body).toMatchObject({ code: 'NOT_ALLOWED_NOW', detail: expect.stringContaining('先绑定') });
    const bound = await bind(browser, 'student', 'mail', 'Ouyang@Example.com');
    expect(bound.body).toMatchObject({ secondStep: { needs: ['password'], emailMasked: 'o*****g@example.com' } });
    const weak = await browser.post('student/session/setup/password', { password: '12345678' });
    expect(weak.body).toMatchObject({ code: 'PASSWORD_WEAK', errors: [{ field: 'password', code: 'TOO_COMMON' }] });
    const before = new Map(browser.jar);
    const done = await browser.post('student/session/setup/password', { password: 'violet harbour' });
    expect(done).toMatchObject({ status: 200, body: { secondStep: null, roles: [{ code: 'student' }] } });
    for (const [name, value] of browser.jar) expect(value).not.toBe(before.get(name));
    expect((await browser.get('student/account')).body).toMatchObject({ email: { verified: true }, phone: null });
    expect(await auditActions(kit, accountId)).toEqual([
      'account.created',
      'session.login',
      'account.contact_bound',
      'session.revoked',
      'account.password_set',
      'session.login',
    ]);
    expect((await enter('student', login, 'violet harbour'))[1].body).toMatchObject({ secondStep: null });
    expect((await enter('student', login, initial ?? ''))[1].status).toBe(401);
  });

  it('leaves the session of before behind, whoever holds it', async () => {
    const { login, initial } = await makeAccount(kit, { password: { kind: 'initial' } });
    const [browser] = await enter('teacher', login, initial ?? '');
    const thief = browser.copy();
    const elsewhere = (await enter('teacher', login, initial ?? ''))[0];
    await bind(browser, 'teacher', 'sms', phone());
    expect((await browser.post('teacher/session/setup/password', { password: STRONG })).status).toBe(200);
    for (const other of [thief, elsewhere]) {
      expect((await other.get('teacher/session')).body).toMatchObject({ code: 'SESSION_EXPIRED' });
      expect((await other.post('teacher/session/refresh')).status).toBe(401);
      expect((await other.post('teacher/session/setup/password', { password: 'Other-1-lantern' })).status).toBe(401);
    }
    expect((await browser.get('teacher/session')).body).toMatchObject({ secondStep: null });
  });

  it('lets one of two simultaneous passwords win', async () => {
    const { login, initial } = await makeAccount(kit, {
      password: { kind: 'initial' },
      phone: phone(),
      phoneVerified: true,
    });
    const [browser] = await enter('teacher', login, initial ?? '');
    const second = browser.copy();
    const answers = await Promise.all([
      browser.post('teacher/session/setup/password', { password: 'Lantern-1-river' }),
      second.post('teacher/session/setup/password', { password: 'Lantern-2-river' }),
    ]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 401]);
  });

  it('opens nothing else, and its routes are open at no other time', async () => {
    const { login, initial } = await makeAccount(kit, { password: { kind: 'initial' } });
    const [browser] = await enter('teacher', login, initial ?? '');
    expect((await browser.get('teacher/account')).body).toMatchObject({ code: 'SETUP_REQUIRED' });
    expect((await browser.get('teacher/echo/cases')).status).toBe(403);
    expect((await browser.post('teacher/session/factor', { factor: 'sms', code: '1' })).status).toBe(403);
    await bind(browser, 'teacher', 'sms', phone());
    await browser.post('teacher/session/setup/password', { password: STRONG });
    const later = await browser.post('teacher/session/setup/password', { password: 'Other-1-lantern' });
    expect(later).toMatchObject({ status: 409, body: { code: 'CONFLICT' } });
  });

  it('binds a contact by the code of this very session only', async () => {
    const one = await makeAccount(kit, { audience: 'student', password: { kind: 'initial' } });
    const two = await makeAccount(kit, { audience: 'student', password: { kind: 'initial' } });
    const [first] = await enter('student', one.login, one.initial ?? '');
    const [second] = await enter('student', two.login, two.initial ?? '');
    const issued = await first.post('student/session/setup/codes', { channel: 'sms', target: phone() });
    const stolen = { codeId: issued.body['codeId'], code: await kit.newestCode() };
    expect((await second.post('student/session/setup/contact', stolen)).body).toMatchObject({ code: 'CODE_EXPIRED' });
    expect((await first.post('student/session/setup/contact', stolen)).status).toBe(200);
  });

  it('binds the phone of staff, where log-in codes go later', async () => {
    const { login, initial } = await makeAccount(kit, { password: { kind: 'initial' } });
    const [browser, answer] = await enter('teacher', login, initial ?? '');
    expect(answer.body).toMatchObject({
      secondStep: { channels: ['sms'], passwordRules: { minLength: 10, kinds: 3 } },
    });
    const mail = await browser.post('teacher/session/setup/codes', { channel: 'mail', target: 'a@example.com' });
    expect(mail.body).toMatchObject({ code: 'NOT_ALLOWED_NOW', detail: expect.stringContaining('手机') });
  });

  it('is over once the initial password has run out, and says whom to ask', async () => {
    await setSecurity(kit, { initial_password_days: 7 });
    const { accountId, login, initial } = await makeAccount(kit, {
      audience: 'student',
      password: { kind: 'initial' },
    });
    kit.clock.advance(7 * DAY);
    expect((await enter('student', login, initial ?? ''))[1]).toMatchObject({
      status: 403,
      body: { code: 'PASSWORD_EXPIRED', detail: expect.stringContaining('辅导员') },
    });
    expect((await enter('student', login, 'wrong'))[1].body).toMatchObject({ code: 'BAD_CREDENTIALS' });
    expect(await auditActions(kit, accountId)).toEqual([
      'account.created',
      'session.login_failed',
      'session.login_failed',
    ]);
    await setSecurity(kit, {});
  });

  it('takes the end of the ID number where the school wants it so, capital X or small', async () => {
    await setSecurity(kit, { student_initial_password: 'id_last6' });
    const { login } = await makeAccount(kit, {
      audience: 'student',
      password: { kind: 'initial', idNo: '43012120050312041X' },
    });
    expect((await enter('student', login, '12041x'))[1].body).toMatchObject({ secondStep: { kind: 'setup' } });
    expect((await enter('student', login, '312041'))[1].status).toBe(401);
    await setSecurity(kit, {});
  });

  it('comes again for staff after ninety days, with the password only', async () => {
    const { login } = await makeAccount(kit, { phone: phone(), phoneVerified: true });
    kit.clock.advance(90 * DAY);
    const [browser, answer] = await enter('teacher', login, STRONG);
    expect(answer.body).toMatchObject({ secondStep: { kind: 'setup', needs: ['password'], passwordIs: 'expired' } });
    const same = await browser.post('teacher/session/setup/password', { password: STRONG });
    expect(same.body).toMatchObject({ code: 'PASSWORD_REUSED', errors: [{ field: 'password' }] });
    const changed = await browser.post('teacher/session/setup/password', { password: 'Lantern-3-river' });
    expect(changed.body).toMatchObject({ secondStep: null });
  });

  it('never comes for students and employers because of age', async () => {
    const { login } = await makeAccount(kit, { audience: 'employer' });
    kit.clock.advance(400 * DAY);
    expect((await enter('employer', login, STRONG))[1].body).toMatchObject({ secondStep: null });
  });
});

describe('the first log-in where neither text messages nor mail are connected', () => {
  let kit: AccountsApp;

  beforeAll(async () => {
    kit = await accountsApp({ SMS_ACCESS_KEY_ID: '', MAIL_URL: '', DEMO: 'false' });
  });
  afterAll(() => kit.close());

  it('asks for no contact that nobody could prove', async () => {
    const { login, initial } = await makeAccount(kit, { audience: 'student', password: { kind: 'initial' } });
    const browser = kit.browser();
    const body = { account: login, password: initial, schoolCode: '10001' };
    expect((await browser.post('student/session', body)).body).toMatchObject({ secondStep: { needs: ['password'] } });
  });

  it('asks operators for an authenticator instead', async () => {
    const { login, initial } = await makeAccount(kit, { audience: 'platform', password: { kind: 'initial' } });
    const answer = await kit.browser().post('platform/session', { account: login, password: initial });
    expect(answer.body).toMatchObject({ secondStep: { kind: 'setup', needs: ['authenticator', 'password'] } });
  });
});
