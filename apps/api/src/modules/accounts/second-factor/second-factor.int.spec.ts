import { Secret, TOTP } from 'otpauth';
import { type AccountsApp, accountsApp } from '../testing/accounts-app.js';
import type { Answer, Browser } from '../testing/browser.js';
import { makeAccount, setSecurity, STRONG } from '../testing/made-account.js';

const STEP = 30_000;

describe('the second factor', () => {
  let kit: AccountsApp;

  beforeAll(async () => {
    kit = await accountsApp({ DEMO: 'false' });
    await setSecurity(kit, { second_factor_staff: true });
  });
  afterAll(() => kit.close());
  beforeEach(() => kit.clock.advance(61_000));

  let serial = 1000;
  const withPhone = (audience: 'teacher' | 'platform' | 'student' = 'teacher') =>
    makeAccount(kit, { audience, phone: `1390000${(serial += 1)}`, phoneVerified: true });
  const enter = async (login: string, audience = 'teacher'): Promise<[Browser, Answer]> => {
    const browser = kit.browser();
    return [browser, await browser.post(`${audience}/session`, { account: login, password: STRONG })];
  };
  const pass = (browser: Browser, body: object, audience = 'teacher'): Promise<Answer> =>
    browser.post(`${audience}/session/factor`, body);
  const bySms = async (browser: Browser, audience = 'teacher'): Promise<Answer> => {
    const issued = await browser.post(`${audience}/session/factor-codes`, { channel: 'sms' });
    return pass(browser, { factor: 'sms', codeId: issued.body['codeId'], code: await kit.newestCode() }, audience);
  };
  const app = (secret: unknown): (() => string) => {
    const totp = new TOTP({ secret: Secret.fromBase32(String(secret)) });
    return () => totp.generate({ timestamp: kit.clock.now().getTime() });
  };
  /** Somebody with an authenticator, and the app that shows the codes. */
  const enrolled = async () => {
    const { login, accountId } = await withPhone();
    const [browser] = await enter(login);
    await bySms(browser);
    const begun = await browser.post('teacher/account/authenticator', { password: STRONG });
    const show = app(begun.body['secret']);
    const confirmed = await browser.post('teacher/account/authenticator/confirm', { code: show() });
    kit.clock.advance(STEP);
    return { login, accountId, browser, begun, show, codes: confirmed.body['codes'] as string[] };
  };

  it.each(['teacher', 'platform'] as const)('of a %s is a code to the phone', async (audience) => {
    const { login } = await withPhone(audience);
    const [browser, answer] = await enter(login, audience);
    expect(answer).toMatchObject({
      status: 200,
      body: {
        secondStep: {
          kind: 'second_factor',
          factors: ['sms'],
          phoneMasked: expect.stringMatching(/^139\*{4}\d{4}$/),
          needs: [],
        },
      },
    });
    expect((await browser.get(`${audience}/account`)).body).toMatchObject({ code: 'SECOND_STEP_REQUIRED' });
    const before = new Map(browser.jar);
    expect((await bySms(browser, audience)).body).toMatchObject({ secondStep: null });
    for (const [name, value] of browser.jar) expect(value).not.toBe(before.get(name));
    expect((await kit.messages())[0]?.params).toMatchObject({ purpose: '登录' });
  });

  it('is not asked of students, nor where the school does without', async () => {
    const student = await withPhone('student');
    expect((await enter(student.login, 'student'))[1].body).toMatchObject({ secondStep: null });
    await setSecurity(kit, { second_factor_staff: false });
    expect((await enter((await withPhone()).login))[1].body).toMatchObject({ secondStep: null });
    await setSecurity(kit, { second_factor_staff: true });
  });

  it('that nobody could give leaves the person at the door, with a sentence whom to ask', async () => {
    const { login } = await makeAccount(kit);
    const [browser, answer] = await enter(login);
    expect(answer).toMatchObject({
      status: 403,
      body: { code: 'SECOND_STEP_REQUIRED', detail: expect.stringContaining('就业中心管理员') },
    });
    expect(browser.jar.size).toBe(0);
    const unproven = await makeAccount(kit, { phone: '13900009999' });
    expect((await enter(unproven.login))[1].body).toMatchObject({ code: 'SECOND_STEP_REQUIRED' });
  });

  it('ends the session after five wrong answers, and the right one helps no more', async () => {
    const { login, show } = await enrolled();
    const [browser] = await enter(login);
    const guess = (): Promise<Answer> => pass(browser, { factor: 'totp', code: '000000' });
    expect((await guess()).body).toMatchObject({ code: 'CODE_WRONG', triesLeft: 4 });
    const answers = await Promise.all(Array.from({ length: 8 }, guess));
    expect(answers.filter((answer) => answer.body['code'] === 'CODE_WRONG')).toHaveLength(3);
    expect(answers.filter((answer) => answer.body['code'] === 'SESSION_EXPIRED')).toHaveLength(5);
    expect((await pass(browser, { factor: 'totp', code: show() })).status).toBe(401);
  });

  it('gives a thief of the password no more guesses with each log-in', async () => {
    const { login, show } = await enrolled();
    const codes: unknown[] = [];
    for (let round = 0; round < 6; round += 1) {
      const [browser] = await enter(login);
      for (let n = 0; n < 4; n += 1) codes.push((await pass(browser, { factor: 'totp', code: '000000' })).body['code']);
    }
    expect(new Set(codes)).toEqual(new Set(['CODE_WRONG', 'TOO_MANY_REQUESTS']));
    const [browser] = await enter(login);
    expect((await pass(browser, { factor: 'totp', code: show() })).body).toMatchObject({ code: 'TOO_MANY_REQUESTS' });
    kit.clock.advance(60 * 60_000);
    const [later] = await enter(login);
    expect((await pass(later, { factor: 'totp', code: show() })).status).toBe(200);
  });

  it('by text message is good in the session that asked for it only', async () => {
    const { login } = await withPhone();
    const [one] = await enter(login);
    const [other] = await enter(login);
    const issued = await one.post('teacher/session/factor-codes', { channel: 'sms' });
    const body = { factor: 'sms', codeId: issued.body['codeId'], code: await kit.newestCode() };
    expect((await pass(other, body)).body).toMatchObject({ code: 'CODE_EXPIRED' });
    expect((await pass(one, body)).status).toBe(200);
  });

  describe('of an authenticator', () => {
    it('is bound with the password and a first code, and shows ten recovery codes once', async () => {
      const { browser, begun, codes } = await enrolled();
      expect(begun.body['otpauthUrl']).toMatch(/^otpauth:\/\/totp\/.*issuer=/);
      expect(new Set(codes).size).toBe(10);
      for (const code of codes) expect(code).toMatch(/^[A-Z\d]{5}-[A-Z\d]{5}$/);
      expect((await browser.get('teacher/account')).body).toMatchObject({
        secondFactor: { authenticator: true, recoveryCodes: 10, factors: ['totp', 'sms', 'recovery_code'] },
      });
      const again = await browser.post('teacher/account/authenticator', { password: STRONG });
      expect(again.body).toMatchObject({ code: 'ALREADY_BOUND' });
    });

    it('is not bound without the password, nor by a wrong code', async () => {
      const { login } = await withPhone();
      const [browser] = await enter(login);
      await bySms(browser);
      for (const body of [{}, { password: 'wrong' }]) {
        expect((await browser.post('teacher/account/authenticator', body)).body).toMatchObject({
          code: 'WRONG_PASSWORD',
        });
      }
      await browser.post('teacher/account/authenticator', { password: STRONG });
      const wrong = await browser.post('teacher/account/authenticator/confirm', { code: '000000' });
      expect(wrong.body).toMatchObject({ code: 'CODE_WRONG' });
      expect((await enter(login))[1].body).toMatchObject({ secondStep: { factors: ['sms'] } });
    });

    it('lets in, once a step, and a step off is forgiven', async () => {
      const { login, show } = await enrolled();
      const code = show();
      const [one] = await enter(login);
      expect((await pass(one, { factor: 'totp', code: `${code.slice(0, 3)} ${code.slice(3)}` })).status).toBe(200);
      const [two] = await enter(login);
      expect((await pass(two, { factor: 'totp', code })).body).toMatchObject({ code: 'CODE_WRONG' });
      kit.clock.advance(STEP);
      const late = show();
      kit.clock.advance(STEP);
      expect((await pass(two, { factor: 'totp', code: late })).status).toBe(200);
      const [three] = await enter(login);
      kit.clock.advance(2 * STEP);
      expect((await pass(three, { factor: 'totp', code: late })).body).toMatchObject({ code: 'CODE_WRONG' });
    });

    it('is asked for wherever it is bound, also where the school does without', async () => {
      const { login } = await enrolled();
      await setSecurity(kit, { second_factor_staff: false });
      expect((await enter(login))[1].body).toMatchObject({ secondStep: { factors: ['totp', 'sms', 'recovery_code'] } });
      await setSecurity(kit, { second_factor_staff: true });
    });

    it('can be lost: a recovery code lets in, once', async () => {
      const { login, codes } = await enrolled();
      const [first, second] = codes;
      const [one] = await enter(login);
      expect((await pass(one, { factor: 'recovery_code', code: first?.toLowerCase() })).status).toBe(200);
      expect((await one.get('teacher/account')).body).toMatchObject({ secondFactor: { recoveryCodes: 9 } });
      const [two] = await enter(login);
      expect((await pass(two, { factor: 'recovery_code', code: first })).body).toMatchObject({ code: 'CODE_WRONG' });
      expect((await pass(two, { factor: 'recovery_code', code: second })).status).toBe(200);
    });

    it('renews recovery codes, the old ones are good no more', async () => {
      const { login, browser, codes } = await enrolled();
      const renewed = await browser.post('teacher/account/recovery-codes', { password: STRONG });
      expect(renewed.body['codes']).toHaveLength(10);
      const [next] = await enter(login);
      expect((await pass(next, { factor: 'recovery_code', code: codes[0] })).body).toMatchObject({
        code: 'CODE_WRONG',
      });
    });

    it('is taken off with the password, unless nothing else would be left', async () => {
      const { login, accountId, browser } = await enrolled();
      await kit.database.owner.query('update account set phone_verified_at = null where id = $1', [accountId]);
      const only = await browser.post('teacher/account/authenticator/remove', { password: STRONG });
      expect(only.body).toMatchObject({ code: 'NOT_ALLOWED_NOW', detail: expect.stringContaining('先绑定手机') });
      await kit.database.owner.query('update account set phone_verified_at = now() where id = $1', [accountId]);
      const wrong = await browser.post('teacher/account/authenticator/remove', { password: 'wrong' });
      expect(wrong.body).toMatchObject({ code: 'WRONG_PASSWORD' });
      expect((await browser.post('teacher/account/authenticator/remove', { password: STRONG })).status).toBe(204);
      expect((await enter(login))[1].body).toMatchObject({ secondStep: { factors: ['sms'] } });
    });
  });
});
