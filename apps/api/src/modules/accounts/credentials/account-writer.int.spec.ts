import { publicContext } from '../../../platform/context/index.js';
import { FieldCipher } from '../../../platform/crypto/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AccountWriter, type NewAccount, Passwords } from '../index.js';
import { type AccountsApp, accountsApp } from '../testing/accounts-app.js';
import type { Answer } from '../testing/browser.js';
import { chosen } from '../testing/made-account.js';

const DAY = 86_400_000;
const STRONG = 'Tulip-9-harbour';
const teacher = { audience: 'teacher', schoolId: 1, name: '王知微' } as const;

describe('accounts and their passwords', () => {
  let kit: AccountsApp;
  let writer: AccountWriter;
  let passwords: Passwords;
  const ctx = publicContext('test', '10.4.0.1', 1);

  beforeAll(async () => {
    kit = await accountsApp();
    writer = kit.app.get(AccountWriter, { strict: false });
    passwords = kit.app.get(Passwords, { strict: false });
  });
  afterAll(() => kit.close());

  let n = 0;
  const login = (): string => `made${(n += 1)}`;
  const inTx = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
    kit.app.get(Db, { strict: false }).tx({ schoolId: 1 }, work);
  const make = async (account: Partial<NewAccount> = {}) => {
    const password = account.password ?? ({ kind: 'own', chosen: await chosen(STRONG) } as const);
    return inTx((tx) => writer.create(tx, ctx, { ...teacher, login: login(), ...account, password }));
  };
  const row = async (id: string): Promise<Record<string, unknown>> => {
    const { rows } = await kit.database.owner.query<Record<string, unknown>>('select * from account where id = $1', [
      id,
    ]);
    return rows[0] ?? {};
  };
  const actions = async (id: string): Promise<string[]> => {
    const { rows } = await kit.database.owner.query<{ action: string }>(
      `select body->>'action' as action from audit_entry where aggregate_type = 'account' and aggregate_id = $1 order by seq`,
      [id],
    );
    return rows.map((one) => one.action);
  };
  const policy = (security: object): Promise<unknown> =>
    kit.database.owner.query(
      `insert into school_policy (school_id, version, policy, effective_from)
       select 1, coalesce(max(version), 0) + 1, $1, '2020-01-01' from school_policy where school_id = 1`,
      [{ security: { second_factor_staff: false, ...security } }],
    );
  const enter = (account: string, password: string, captcha?: string): Promise<Answer> =>
    kit.browser().post('teacher/session', { account, password, ...(captcha ? { captcha } : {}) });

  it('opens an account with a password of its own, and a sealed phone', async () => {
    const name = login();
    const { accountId, initial } = await make({
      login: name,
      phone: '138 0000 0021',
      phoneVerified: true,
      email: 'Wang@Example.com',
    });
    expect(initial).toBeUndefined();
    expect(await row(accountId)).toMatchObject({
      login: name,
      password_kind: 'own',
      activated_at: kit.clock.now(),
      phone_masked: '138****0021',
      phone_verified_at: kit.clock.now(),
      email: 'wang@example.com',
      email_verified_at: null,
    });
    const sealed = (await row(accountId))['phone_enc'] as Buffer;
    expect(kit.app.get(FieldCipher, { strict: false }).open('account', 'phone_enc', accountId, sealed)).toBe(
      '13800000021',
    );
    expect((await enter(name, STRONG)).status).toBe(200);
    expect(await actions(accountId)).toEqual(['account.created', 'session.login']);
  });

  it('opens none with a weak password, with a wrong phone, or under a name that is taken, whatever its case', async () => {
    const name = login();
    await make({ login: name });
    await expect(make({ login: name.toUpperCase() })).rejects.toMatchObject({
      code: 'LOGIN_TAKEN',
      errors: [{ field: 'login' }],
    });
    await expect(passwords.choose({ ...teacher, login: name }, '12345')).rejects.toMatchObject({
      code: 'PASSWORD_WEAK',
      detail: expect.stringContaining('10'),
      errors: [{ field: 'password', code: 'TOO_SHORT' }, { field: 'password' }],
    });
    await expect(make({ phone: '123' })).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
  });

  it('knows no way in where there is no password', async () => {
    const name = login();
    const { accountId } = await make({ login: name, password: { kind: 'none' } });
    expect(await row(accountId)).toMatchObject({ password_kind: 'none', activated_at: null });
    for (const guess of ['!', '', 'none']) expect((await enter(name, guess || ' ')).status).toBe(401);
  });

  it('gives an initial code that expires by the school’s parameter', async () => {
    const { accountId, initial, initialKind, expiresAt } = await make({ password: { kind: 'initial' } });
    expect(initial).toMatch(/^[A-Z\d]{5}-[A-Z\d]{5}$/);
    expect(initialKind).toBe('activation_code');
    expect(expiresAt).toEqual(new Date(kit.clock.now().getTime() + 90 * DAY));
    expect(await row(accountId)).toMatchObject({ password_kind: 'initial', initial_expires_at: expiresAt });
    expect(String((await row(accountId))['password_hash'])).not.toContain(initial);
  });

  it('takes the end of the ID number where the school wants it so, and never shows it', async () => {
    await policy({ student_initial_password: 'id_last6', initial_password_days: 30 });
    const student = { audience: 'student', password: { kind: 'initial', idNo: '43012120050312041X' } } as const;
    const made = await make(student);
    expect(made).toMatchObject({ initial: null, initialKind: 'id_last6' });
    expect(made.expiresAt).toEqual(new Date(kit.clock.now().getTime() + 30 * DAY));
    expect(await make({ ...student, password: { kind: 'initial' } })).toMatchObject({ initialKind: 'activation_code' });
    expect(await make({ password: { kind: 'initial', idNo: '43012120050312041X' } })).toMatchObject({
      initialKind: 'activation_code',
    });
    await policy({});
  });

  it('resets a student to the end of the ID number that the school has on record', async () => {
    await policy({ student_initial_password: 'id_last6' });
    const { studentId } = kit.people;
    const cipher = kit.app.get(FieldCipher, { strict: false });
    const sealed = cipher.seal('student', 'id_no_enc', studentId, '430121200503120418');
    await kit.database.owner.query('update student set id_no_enc = $2 where id = $1', [studentId, sealed]);
    const accountId = await kit.people.account('2023001');
    const reset = await inTx((tx) => writer.resetToInitial(tx, ctx, accountId, '忘记密码'));
    expect(reset).toMatchObject({ initial: null, initialKind: 'id_last6' });
    await policy({});
  });

  it('resets: the old password is none any more, sessions and the lock are gone', async () => {
    const name = login();
    const { accountId } = await make({ login: name });
    const browser = kit.browser();
    await browser.post('teacher/session', { account: name, password: STRONG });
    for (let wrong = 0; wrong < 5; wrong += 1) await enter(name, 'wrong', await kit.captcha());
    const { initial } = await inTx((tx) => writer.resetToInitial(tx, ctx, accountId, '本人到窗口申请'));
    expect(initial).toMatch(/^[A-Z\d]{5}-[A-Z\d]{5}$/);
    expect((await browser.get('teacher/session')).body).toMatchObject({ code: 'SESSION_EXPIRED' });
    expect((await enter(name, STRONG)).body).toMatchObject({ code: 'BAD_CREDENTIALS', triesLeft: 4 });
    expect((await actions(accountId)).filter((action) => action.startsWith('account.'))).toEqual([
      'account.created',
      'account.password_reset',
    ]);
  });

  it('closes an account in the middle of a session, and opens it again', async () => {
    const name = login();
    const { accountId } = await make({ login: name });
    const browser = kit.browser();
    await browser.post('teacher/session', { account: name, password: STRONG });
    await inTx((tx) => writer.disable(tx, ctx, accountId, '离职'));
    expect((await browser.get('teacher/session')).status).toBe(401);
    expect((await browser.post('teacher/session/refresh')).status).toBe(401);
    expect((await enter(name, STRONG)).body).toMatchObject({ code: 'ACCOUNT_DISABLED' });
    await expect(inTx((tx) => writer.disable(tx, ctx, accountId, '再停用'))).rejects.toMatchObject({
      code: 'NOT_ALLOWED_NOW',
    });
    expect(await row(accountId)).toMatchObject({ status: 'disabled', disabled_reason: '离职' });
    await inTx((tx) => writer.enable(tx, ctx, accountId, '返聘'));
    expect(await row(accountId)).toMatchObject({ status: 'active', disabled_reason: null, disabled_at: null });
    expect((await enter(name, STRONG)).status).toBe(200);
  });

  it('unlocks, and ends sessions, each with its reason on record', async () => {
    const name = login();
    const { accountId } = await make({ login: name });
    for (let wrong = 0; wrong < 5; wrong += 1) await enter(name, 'wrong', await kit.captcha());
    expect((await enter(name, STRONG)).status).toBe(423);
    expect(await inTx((tx) => writer.unlock(tx, ctx, accountId, '本人来电核实'))).toBe(true);
    const browser = kit.browser();
    expect((await browser.post('teacher/session', { account: name, password: STRONG })).status).toBe(200);
    expect(await inTx((tx) => writer.endSessions(tx, ctx, accountId, '手机丢了'))).toBe(1);
    expect((await browser.get('teacher/session')).status).toBe(401);
    const { rows } = await kit.database.owner.query<{ action: string; reason: string }>(
      `select body->>'action' as action, body#>>'{after,reason}' as reason from audit_entry
        where aggregate_id = $1 and body->>'action' like 'account.%' order by seq`,
      [accountId],
    );
    expect(rows.slice(1)).toEqual([
      { action: 'account.unlocked', reason: '本人来电核实' },
      { action: 'account.sessions_ended', reason: '手机丢了' },
    ]);
  });

  it('clears what proves the second step, so that it is enrolled anew', async () => {
    const { accountId } = await make({ phone: '13800000022', phoneVerified: true });
    await kit.database.owner.query(
      `update account set totp_enc = 'x', totp_confirmed_at = now(), totp_last_step = 7 where id = $1`,
      [accountId],
    );
    await kit.database.owner.query(`insert into recovery_code values ($1, 'x', now())`, [accountId]);
    await inTx((tx) => writer.clearFactors(tx, ctx, accountId, '换了手机'));
    expect(await row(accountId)).toMatchObject({ totp_enc: null, totp_confirmed_at: null, phone_verified_at: null });
    const { rows } = await kit.database.owner.query('select 1 from recovery_code where account_id = $1', [accountId]);
    expect(rows).toEqual([]);
  });

  it('says 404 of an account that is not there', async () => {
    const nobody = '0190a0e4-0000-7000-8000-000000000009';
    await expect(inTx((tx) => writer.disable(tx, ctx, nobody, 'x'))).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  describe('a new password', () => {
    const set = async (accountId: string, password: string): Promise<void> => {
      kit.clock.advance(1000);
      const prepared = await passwords.prepare(accountId, password);
      await inTx((tx) => passwords.set(tx, ctx, accountId, prepared));
    };

    it('of staff is none of the last five', async () => {
      const { accountId } = await make();
      const used = [STRONG, 'Harbour-1-lantern', 'Harbour-2-lantern', 'Harbour-3-lantern', 'Harbour-4-lantern'];
      for (const next of used.slice(1)) await set(accountId, next);
      for (const one of used) await expect(set(accountId, one)).rejects.toMatchObject({ code: 'PASSWORD_REUSED' });
      await set(accountId, 'Harbour-5-lantern');
      await set(accountId, STRONG);
      await expect(set(accountId, 'Harbour-5-lantern')).rejects.toMatchObject({ code: 'PASSWORD_REUSED' });
      const { rows } = await kit.database.owner.query('select 1 from password_history where account_id = $1', [
        accountId,
      ]);
      expect(rows).toHaveLength(5);
    });

    it('of students and employers is not compared with old ones, but may not be common', async () => {
      const { accountId } = await make({
        audience: 'student',
        password: { kind: 'own', chosen: await chosen('violet harbour') },
      });
      await set(accountId, 'lantern river');
      await set(accountId, 'violet harbour');
      await expect(set(accountId, 'password1')).rejects.toMatchObject({ code: 'PASSWORD_WEAK' });
    });

    it('ends the time of the initial one, and opens the door', async () => {
      const name = login();
      const { accountId } = await make({ login: name, password: { kind: 'initial' } });
      await set(accountId, STRONG);
      expect(await row(accountId)).toMatchObject({
        password_kind: 'own',
        initial_expires_at: null,
        password_at: kit.clock.now(),
        activated_at: kit.clock.now(),
      });
      expect((await enter(name, STRONG)).status).toBe(200);
      expect(await actions(accountId)).toEqual(['account.created', 'account.password_set', 'session.login']);
    });

    it('that was prepared for one account fits no other', async () => {
      const [one, other] = [await make(), await make()];
      const prepared = await passwords.prepare(one.accountId, 'Harbour-6-lantern');
      await expect(inTx((tx) => passwords.set(tx, ctx, other.accountId, prepared))).rejects.toThrow('another account');
    });
  });
});
