import { type AccountsApp, accountsApp, PASSWORD } from '../testing/accounts-app.js';
import type { Answer, Browser } from '../testing/browser.js';
import { makeAccount, setSecurity, STRONG } from '../testing/made-account.js';

const MINUTE = 60_000;

describe('other people’s sessions', () => {
  let kit: AccountsApp;

  beforeAll(async () => {
    kit = await accountsApp({ DEMO: 'false' });
    await setSecurity(kit, { second_factor_staff: true });
  });
  afterAll(() => kit.close());
  beforeEach(() => kit.clock.advance(61_000));

  let serial = 1000;
  const phone = (): string => `1350000${(serial += 1)}`;
  const newestSession = async (): Promise<string> => {
    const { rows } = await kit.database.owner.query<{ id: string }>('select id from session order by id desc limit 1');
    return rows[0]?.id ?? '';
  };
  const enter = async (audience: string, account: string, password = STRONG): Promise<Browser> => {
    const browser = kit.browser();
    expect((await browser.post(`${audience}/session`, { account, password })).status).toBe(200);
    return browser;
  };
  /** The cookies of before open nothing, and cannot be renewed. */
  const expectDead = async (thief: Browser, audience: string): Promise<void> => {
    expect((await thief.get(`${audience}/session`)).status).toBe(401);
    expect((await thief.post(`${audience}/session/refresh`)).status).toBe(401);
  };

  describe('planted before a log-in', () => {
    it('are not taken over at the second step: a new id, and the one of before is dead', async () => {
      const { login } = await makeAccount(kit, { phone: phone(), phoneVerified: true });
      const browser = await enter('teacher', login);
      const [thief, planted] = [browser.copy(), await newestSession()];
      const issued = await browser.post('teacher/session/factor-codes', { channel: 'sms' });
      const body = { factor: 'sms', codeId: issued.body['codeId'], code: await kit.newestCode() };
      expect((await browser.post('teacher/session/factor', body)).status).toBe(200);
      expect(await newestSession()).not.toBe(planted);
      await expectDead(thief, 'teacher');
      expect((await browser.get('teacher/account')).status).toBe(200);
    });

    it('are not taken over by the first password either', async () => {
      const { login, initial } = await makeAccount(kit, { audience: 'student', password: { kind: 'initial' } });
      const browser = await enter('student', login, String(initial));
      const [thief, planted] = [browser.copy(), await newestSession()];
      const issued = await browser.post('student/session/setup/codes', { channel: 'sms', target: phone() });
      const body = { codeId: issued.body['codeId'], code: await kit.newestCode() };
      expect((await browser.post('student/session/setup/contact', body)).status).toBe(200);
      expect((await browser.post('student/session/setup/password', { password: 'violet harbour' })).status).toBe(200);
      expect(await newestSession()).not.toBe(planted);
      await expectDead(thief, 'student');
      expect((await browser.get('student/account')).status).toBe(200);
    });

    it('end a log-in of somebody else in the same browser, and leave it its own', async () => {
      const [one, two] = [
        await makeAccount(kit, { audience: 'employer' }),
        await makeAccount(kit, { audience: 'employer' }),
      ];
      const browser = await enter('employer', one.login);
      const thief = browser.copy();
      await browser.post('employer/session', { account: two.login, password: STRONG });
      expect((await browser.get('employer/session')).body).toMatchObject({ account: { login: two.login } });
      expect((await thief.get('employer/session')).body).toMatchObject({ account: { login: one.login } });
    });
  });

  it('renewed by many at once go on as one; a copy that comes later ends it for all', async () => {
    const { login } = await makeAccount(kit, { audience: 'employer' });
    const browser = await enter('employer', login);
    const thieves = Array.from({ length: 8 }, () => browser.copy());
    const answers = await Promise.all(thieves.map((thief) => thief.post('employer/session/refresh')));
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(204));
    expect(new Set(thieves.map((thief) => thief.jar.get('qc_employer_rt'))).size).toBe(1);
    kit.clock.advance(MINUTE);
    expect((await browser.post('employer/session/refresh')).body).toMatchObject({ code: 'REFRESH_REUSED' });
    for (const thief of thieves) await expectDead(thief, 'employer');
  });

  it.each([
    ['a closed account', `update account set status = 'disabled' where login = $1`, 401],
    [
      'a student whose account is taken off them',
      `update student set account_id = null where account_id = (select id from account where login = $1)`,
      403,
    ],
  ])('of %s stop in the middle, and no new one begins', async (_, sql, status) => {
    const { login } = await makeAccount(kit, { audience: 'student' });
    const browser = await enter('student', login);
    await kit.database.owner.query(sql, [login]);
    expect((await browser.get('student/account')).status).toBe(status);
    const again = await kit.browser().post('student/session', { account: login, password: STRONG });
    expect(again).toMatchObject({ status: 403, body: { code: 'ACCOUNT_DISABLED' } });
    const wrong = await kit.browser().post('student/session', { account: login, password: 'wrong' });
    expect(wrong.body).toMatchObject({ code: 'BAD_CREDENTIALS' });
  });

  it('closed between the password and the second step do not come about', async () => {
    const { login } = await makeAccount(kit, { phone: phone(), phoneVerified: true });
    const browser = await enter('teacher', login);
    const issued = await browser.post('teacher/session/factor-codes', { channel: 'sms' });
    const body = { factor: 'sms', codeId: issued.body['codeId'], code: await kit.newestCode() };
    await kit.database.owner.query(`update account set status = 'disabled' where login = $1`, [login]);
    expect((await browser.post('teacher/session/factor', body)).status).toBe(401);
    const { rows } = await kit.database.owner.query(
      `select 1 from session s join account a on a.id = s.account_id where a.login = $1 and s.stage = 'full'`,
      [login],
    );
    expect(rows).toEqual([]);
  });

  it('of a closed school stop in the middle, at every step, and no new one begins', async () => {
    const { login } = await makeAccount(kit, { phone: phone(), phoneVerified: true });
    const student = await makeAccount(kit, { audience: 'student' });
    const half = await enter('teacher', login);
    const issued = await half.post('teacher/session/factor-codes', { channel: 'sms' });
    const body = { factor: 'sms', codeId: issued.body['codeId'], code: await kit.newestCode() };
    const whole = await enter('student', student.login);
    await kit.database.owner.query(`update school set status = 'closed', closed_at = now() where id = 1`);
    expect((await whole.get('student/account')).status).toBe(401);
    expect((await whole.post('student/session/refresh')).status).toBe(401);
    expect((await half.post('teacher/session/factor', body)).status).toBe(401);
    const again = await kit.browser().post('student/session', { account: student.login, password: STRONG });
    expect(again).toMatchObject({ status: 403, body: { code: 'SCHOOL_CLOSED' } });
    await kit.database.owner.query(`update school set status = 'open', closed_at = null where id = 1`);
  });

  it('of a unit end with the membership, at the next request', async () => {
    const browser = await enter('employer', 'hr', PASSWORD);
    const workspace = (): Promise<Answer> => browser.get('employer/schools/10001/cohorts/2027/echo');
    expect((await workspace()).status).toBe(200);
    await kit.database.owner.query(`update employer_member set status = 'removed'`);
    expect((await workspace()).status).toBe(403);
    expect((await browser.get('employer/session')).body).toMatchObject({ company: null });
    await kit.database.owner.query(`update employer_member set status = 'active'`);
  });
});
