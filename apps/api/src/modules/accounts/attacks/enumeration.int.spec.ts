import { AccountsRepository } from '../accounts.repository.js';
import { PasswordHasher } from '../index.js';
import { type AccountsApp, accountsApp } from '../testing/accounts-app.js';
import type { Answer } from '../testing/browser.js';
import { makeAccount } from '../testing/made-account.js';

const AUDIENCES = ['teacher', 'student', 'employer', 'platform'] as const;
/** Of each answer anew, or by the time of day. */
const PASSING = ['date', 'x-request-id', 'content-length'];

describe('finding out who has an account', () => {
  let kit: AccountsApp;
  let verify: jest.SpiedFunction<PasswordHasher['verify']>;
  let hash: jest.SpiedFunction<PasswordHasher['hash']>;

  beforeAll(async () => {
    kit = await accountsApp();
    verify = jest.spyOn(kit.app.get(PasswordHasher, { strict: false }), 'verify');
    hash = jest.spyOn(kit.app.get(PasswordHasher, { strict: false }), 'hash');
  });
  afterAll(() => kit.close());
  beforeEach(() => kit.clock.advance(3_600_000));

  /** All that an outsider sees: status, header names and values, the members of the body and their words. */
  const seen = ({ status, headers, body }: Answer): unknown => ({
    status,
    headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !PASSING.includes(name))),
    body: { ...body, requestId: '', resetId: typeof body['resetId'] },
  });
  /** What it costs us: a stopwatch would tell the same, less reliably. */
  const work = async (act: () => Promise<Answer>): Promise<unknown> => {
    verify.mockClear();
    hash.mockClear();
    const answer = seen(await act());
    return { answer, verified: verify.mock.calls.length, hashed: hash.mock.calls.length };
  };

  it.each(AUDIENCES)('of the %s portal, by logging in: same answer, same work, try by try', async (audience) => {
    const owned = await makeAccount(kit, { audience });
    const initial = await makeAccount(kit, { audience, password: { kind: 'initial' } });
    const none = await makeAccount(kit, { audience, password: { kind: 'none' } });
    const closed = await makeAccount(kit, { audience });
    await kit.database.owner.query(`update account set status = 'disabled' where id = $1`, [closed.accountId]);
    const logins = [owned, initial, none, closed].map(({ login }) => login);
    const enter = async (account: string): Promise<Answer> =>
      kit.browser().post(`${audience}/session`, { account, password: 'wrong', captcha: await kit.captcha() });
    for (let n = 0; n < 7; n += 1) {
      const stranger = await work(() => enter('nobody-at-all'));
      expect(stranger).toMatchObject({ verified: n < 5 ? 1 : 0, hashed: 0 });
      for (const login of logins) expect(await work(() => enter(login))).toEqual(stranger);
    }
  });

  it.each(AUDIENCES)('of the %s portal, by forgetting a password: same answer, same work', async (audience) => {
    const number = '13600001111';
    const bound = await makeAccount(kit, { audience, phone: number, phoneVerified: true });
    const unproven = await makeAccount(kit, { audience, phone: '13600002222' });
    const unbound = await makeAccount(kit, { audience });
    const closed = await makeAccount(kit, { audience, phone: '13600003333', phoneVerified: true });
    await kit.database.owner.query(`update account set status = 'disabled' where id = $1`, [closed.accountId]);
    const staff = audience === 'teacher' || audience === 'platform';
    const begin = async (account: string): Promise<Answer> =>
      kit.browser().post(`${audience}/password-resets`, {
        account,
        captcha: await kit.captcha(),
        ...(staff ? { contact: number } : {}),
      });
    const stranger = await work(() => begin('nobody-at-all'));
    expect(stranger).toMatchObject({ answer: { status: 200 }, verified: 0, hashed: 0 });
    for (const { login } of [bound, unproven, unbound, closed]) {
      expect(await work(() => begin(login))).toEqual(stranger);
    }
    expect(await kit.messages()).toEqual(expect.arrayContaining([expect.objectContaining({ to: number })]));
  });

  it.each(['teacher', 'student'] as const)(
    'of the %s portal, by naming no school: the question is the same of every name, and nobody is looked for',
    async (audience) => {
      const { login: here } = await makeAccount(kit, { audience, phone: '13600006666', phoneVerified: true });
      const { login: inBoth } = await makeAccount(kit, { audience });
      await kit.database.owner.query(
        `insert into account (audience, school_id, login, name, password_hash)
         select audience, 2, login, name, password_hash from account where login = $1`,
        [inBoth],
      );
      const looked = jest.spyOn(kit.app.get(AccountsRepository, { strict: false }), 'systemByLogin');
      const captcha = await kit.captcha();
      const paths = [
        [`${audience}/session`, { password: 'wrong' }],
        [`${audience}/password-resets`, { captcha, ...(audience === 'teacher' ? { contact: '13600006666' } : {}) }],
      ] as const;
      for (const [path, body] of paths) {
        const ask = (account: string): Promise<unknown> =>
          work(() => kit.browser().post(path, { ...body, account, schoolCode: undefined }));
        const stranger = await ask('nobody-at-all');
        expect(stranger).toMatchObject({
          answer: { status: 422, body: { errors: [{ code: 'SCHOOL_CODE_REQUIRED' }] } },
          verified: 0,
          hashed: 0,
        });
        for (const login of [here, inBoth]) expect(await ask(login)).toEqual(stranger);
      }
      expect(looked).not.toHaveBeenCalled();
      looked.mockRestore();
    },
  );

  it('by the code of a forgotten password: same answers, guess by guess', async () => {
    const { login } = await makeAccount(kit, { audience: 'student', phone: '13600004444', phoneVerified: true });
    const begin = async (account: string): Promise<unknown> =>
      (await kit.browser().post('student/password-resets', { account, captcha: await kit.captcha() })).body['resetId'];
    const [known, unknown] = [await begin(login), await begin('nobody-at-all')];
    const code = (await kit.newestCode()) === '000000' ? '111111' : '000000';
    const guess = (account: string, resetId: unknown): Promise<Answer> =>
      kit.browser().post('student/password-resets/code', { account, resetId, code });
    for (let n = 0; n < 7; n += 1) {
      expect(await work(() => guess(login, known))).toEqual(await work(() => guess('nobody-at-all', unknown)));
    }
  });

  it('leaves the same traces in the database’s own tables', async () => {
    const { login } = await makeAccount(kit, { audience: 'student', phone: '13600005555', phoneVerified: true });
    const count = async (): Promise<unknown> =>
      (
        await kit.database.owner.query(
          `select (select count(*)::int from verification_code) as codes, (select count(*)::int from login_failure) as failures,
                  (select count(*)::int from audit_entry) as links`,
        )
      ).rows[0];
    const grown = async (act: () => Promise<unknown>): Promise<unknown> => {
      const before = (await count()) as Record<string, number>;
      await act();
      const after = (await count()) as Record<string, number>;
      return Object.fromEntries(Object.entries(after).map(([name, n]) => [name, n - (before[name] ?? 0)]));
    };
    const enter = (account: string) => () => kit.browser().post('student/session', { account, password: 'wrong' });
    expect(await grown(enter(login))).toEqual(await grown(enter('nobody-anywhere')));
    expect(await grown(enter(login))).toEqual({ codes: 0, failures: 0, links: 1 });
  });
});
