import { Secret, TOTP } from 'otpauth';
import { FieldCipher } from '../../../platform/crypto/index.js';
import { type AccountsApp, accountsApp } from '../testing/accounts-app.js';
import type { Answer, Browser } from '../testing/browser.js';
import { makeAccount, setSecurity, STRONG } from '../testing/made-account.js';

const MINUTE = 60_000;
const WRONG = '000000';

const codesOf = (answers: readonly Answer[]): unknown[] => answers.map((answer) => answer.body['code']);
const atOnce = <T>(count: number, work: (n: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, n) => work(n)));
/** Six digits that are certainly wrong. */
const otherThan = (code: string): string => (code === WRONG ? '111111' : WRONG);

describe('guessing codes', () => {
  let kit: AccountsApp;

  beforeAll(async () => {
    kit = await accountsApp({ DEMO: 'false' });
    await setSecurity(kit, { second_factor_staff: true });
  });
  afterAll(() => kit.close());
  beforeEach(() => kit.clock.advance(60 * MINUTE));

  let serial = 1000;
  const phone = (): string => `1360000${(serial += 1)}`;
  const withPhone = (audience: 'teacher' | 'student' | 'employer' = 'teacher', number = phone()) =>
    makeAccount(kit, { audience, phone: number, phoneVerified: true });
  const enter = async (login: string): Promise<Browser> => {
    const browser = kit.browser();
    await browser.post('teacher/session', { account: login, password: STRONG });
    return browser;
  };
  const countMessages = async (): Promise<number> => (await kit.messages()).length;

  describe('of a forgotten password', () => {
    const begin = async (audience: string, body: object, remoteAddress = '10.5.0.1'): Promise<Answer> =>
      kit.browser().post(`${audience}/password-resets`, { ...body, captcha: await kit.captcha() }, { remoteAddress });
    const answer = (audience: string, body: object, remoteAddress = '10.5.0.1'): Promise<Answer> =>
      kit.browser().post(`${audience}/password-resets/code`, body, { remoteAddress });

    it('over many codes ends with the sixth that is sent: what is not sent cannot be guessed', async () => {
      const { login } = await withPhone('student');
      const before = await countMessages();
      const digests = jest.spyOn(kit.app.get(FieldCipher, { strict: false }), 'mac');
      for (let n = 0; n < 10; n += 1) {
        kit.clock.advance(MINUTE);
        expect((await begin('student', { account: login })).status).toBe(200);
      }
      expect((await countMessages()) - before).toBe(6);
      const made = digests.mock.calls.filter(([what]) => what === 'verification_code').map(([, text]) => text);
      digests.mockRestore();
      const sixDigits = made.map((text) => /\|\d{6}$/.test(String(text)));
      expect(sixDigits).toEqual([...Array<boolean>(6).fill(true), ...Array<boolean>(4).fill(false)]);
    });

    it('counts with wrong passwords against the address: two hundred, over as many accounts as are named', async () => {
      const resetId = '0197a000-0000-7000-8000-000000000000';
      const remoteAddress = '10.5.0.2';
      const guess = (n: number): Promise<Answer> =>
        answer('student', { account: `any-${n}`, resetId, code: WRONG }, remoteAddress);
      for (let n = 0; n < 200; n += 1) expect((await guess(n)).body['code']).toBe('CODE_EXPIRED');
      expect((await guess(200)).status).toBe(429);
      const login = { account: 'center', password: STRONG };
      expect((await kit.browser().post('teacher/session', login, { remoteAddress })).status).toBe(429);
    });

    it('of an employer is one request, whatever school is named', async () => {
      const { login } = await withPhone('employer');
      const before = await countMessages();
      const answers: Answer[] = [];
      for (let n = 0; n < 4; n += 1) answers.push(await begin('employer', { account: login, schoolCode: `1000${n}` }));
      expect(answers.map(({ status }) => status)).toEqual([200, 429, 429, 429]);
      expect((await countMessages()) - before).toBe(1);
    });

    it('gives a token of its own account, audience and password, and none that was made up', async () => {
      const { login } = await withPhone('student');
      const begun = await begin('student', { account: login });
      const proven = await answer('student', {
        account: login,
        resetId: begun.body['resetId'],
        code: await kit.newestCode(),
      });
      const token = String(proven.body['token']);
      const [id = '', mac = ''] = token.split('.');
      const set = (text: string, audience = 'student'): Promise<Answer> =>
        kit.browser().post(`${audience}/password-resets/password`, { token: text, password: 'violet harbour' });
      const forged = [
        `${id}.`,
        id,
        `${id}.${mac.slice(1)}`,
        `${id.replace(/^./, (first) => (first === '0' ? '1' : '0'))}.${mac}`,
        `${'-'.repeat(36)}.${mac}`,
        `${'a'.repeat(36)}.x`,
        `' or 1=1 --.${mac}`,
      ];
      for (const text of forged) expect([text, (await set(text)).body['code']]).toEqual([text, 'CODE_EXPIRED']);
      expect((await set(token, 'employer')).body).toMatchObject({ code: 'CODE_EXPIRED' });
      const answers = await atOnce(5, () => set(token));
      expect(answers.map(({ status }) => status).filter((status) => status >= 500)).toEqual([]);
      expect((await set(token)).body).toMatchObject({ code: 'CODE_EXPIRED' });
    });
  });

  describe('of a second step', () => {
    it('by strangers uses up none of the codes that let its holder in', async () => {
      const number = phone();
      const { login } = await withPhone('teacher', number);
      for (let n = 0; n < 8; n += 1) {
        kit.clock.advance(MINUTE);
        const captcha = await kit.captcha();
        await kit.browser().post('teacher/password-resets', { account: login, contact: number, captcha });
      }
      kit.clock.advance(MINUTE);
      const browser = await enter(login);
      const issued = await browser.post('teacher/session/factor-codes', { channel: 'sms' });
      expect(issued.status).toBe(200);
      const body = { factor: 'sms', codeId: issued.body['codeId'], code: await kit.newestCode() };
      expect((await browser.post('teacher/session/factor', body)).body).toMatchObject({ secondStep: null });
    });

    it('over many sessions at once tells of no more than the hour allows', async () => {
      const { login } = await withPhone();
      const guesses = await atOnce(12, async () => {
        const browser = await enter(login);
        const answers: Answer[] = [];
        for (let n = 0; n < 4; n += 1) {
          const body = { factor: 'sms', codeId: '0197a000-0000-7000-8000-000000000000', code: WRONG };
          answers.push(await browser.post('teacher/session/factor', body));
        }
        return answers;
      });
      const told = codesOf(guesses.flat());
      expect(told.filter((code) => code !== 'TOO_MANY_REQUESTS')).toHaveLength(20);
    });

    it('is a sentence, not a defect, where the code’s number is none', async () => {
      const { login } = await withPhone();
      const browser = await enter(login);
      const bodies = [{}, { codeId: '' }, { codeId: "' or 1=1" }, { codeId: '-'.repeat(36) }, { codeId: null }];
      for (const more of bodies) {
        const answer = await browser.post('teacher/session/factor', { factor: 'sms', code: WRONG, ...more });
        expect([more, answer.status < 500]).toEqual([more, true]);
      }
    });

    it('of another account, or another purpose, is none', async () => {
      const [mine, theirs] = [await withPhone(), await withPhone()];
      const [me, they] = [await enter(mine.login), await enter(theirs.login)];
      const issued = await me.post('teacher/session/factor-codes', { channel: 'sms' });
      const body = { factor: 'sms', codeId: issued.body['codeId'], code: await kit.newestCode() };
      expect((await they.post('teacher/session/factor', body)).body).toMatchObject({ code: 'CODE_EXPIRED' });
      const reset = { account: mine.login, resetId: body.codeId, code: body.code };
      expect((await kit.browser().post('teacher/password-resets/code', reset)).body).toMatchObject({
        code: 'CODE_EXPIRED',
      });
      expect((await me.post('teacher/session/factor', body)).status).toBe(200);
    });

    it('of an authenticator or on paper lets one of many simultaneous log-ins through', async () => {
      const { login } = await withPhone();
      const browser = await enter(login);
      const issued = await browser.post('teacher/session/factor-codes', { channel: 'sms' });
      const sms = { factor: 'sms', codeId: issued.body['codeId'], code: await kit.newestCode() };
      await browser.post('teacher/session/factor', sms);
      const begun = await browser.post('teacher/account/authenticator', { password: STRONG });
      const totp = new TOTP({ secret: Secret.fromBase32(String(begun.body['secret'])) });
      const show = (): string => totp.generate({ timestamp: kit.clock.now().getTime() });
      const bound = await browser.post('teacher/account/authenticator/confirm', { code: show() });
      const [paper] = bound.body['codes'] as string[];
      kit.clock.advance(MINUTE);
      for (const body of [
        { factor: 'totp', code: show() },
        { factor: 'recovery_code', code: paper },
      ]) {
        const browsers = await atOnce(6, () => enter(login));
        const answers = await Promise.all(browsers.map((each) => each.post('teacher/session/factor', body)));
        expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
        const late = await (await enter(login)).post('teacher/session/factor', body);
        expect(late.body).toMatchObject({ code: 'CODE_WRONG' });
      }
    });
  });

  it('of a first contact is burnt by five, and by the sixth session none is open any more', async () => {
    const { login, initial } = await makeAccount(kit, { audience: 'student', password: { kind: 'initial' } });
    const browser = kit.browser();
    await browser.post('student/session', { account: login, password: initial });
    const issued = await browser.post('student/session/setup/codes', { channel: 'sms', target: phone() });
    const code = await kit.newestCode();
    const bind = (typed: string): Promise<Answer> =>
      browser.post('student/session/setup/contact', { codeId: issued.body['codeId'], code: typed });
    const answers = await atOnce(12, () => bind(otherThan(code)));
    expect(codesOf(answers).filter((each) => each === 'CODE_WRONG')).toHaveLength(4);
    expect((await bind(code)).body).toMatchObject({ code: 'CODE_EXPIRED' });
    const { rows } = await kit.database.owner.query(
      'select 1 from account where login = $1 and phone_mac is not null',
      [login],
    );
    expect(rows).toEqual([]);
  });
});
