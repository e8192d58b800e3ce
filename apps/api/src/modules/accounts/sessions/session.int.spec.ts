import { createHmac } from 'node:crypto';
import { PasswordCheck } from '../index.js';
import { OldSessionsSweep } from './old-sessions.sweep.js';
import { Clock } from '../../../platform/clock/index.js';
import { Db } from '../../../platform/database/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { type AccountsApp, accountsApp, PASSWORD } from '../testing/accounts-app.js';
import type { Answer, Browser } from '../testing/browser.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const ACCOUNTS: Record<string, object> = {
  teacher: { account: 'center' },
  student: { account: '2023001', schoolCode: '10001' },
  employer: { account: 'hr' },
  platform: { account: 'operator' },
};

describe('sessions', () => {
  let kit: AccountsApp;

  beforeAll(async () => {
    kit = await accountsApp();
  });
  afterAll(() => kit.close());

  const signedIn = async (audience = 'teacher', body = ACCOUNTS[audience]): Promise<Browser> => {
    const browser = kit.browser();
    const answer = await browser.post(`${audience}/session`, { ...body, password: PASSWORD });
    expect(answer.status).toBe(200);
    return browser;
  };
  const who = (browser: Browser, audience = 'teacher'): Promise<Answer> => browser.get(`${audience}/session`);
  const refresh = (browser: Browser): Promise<Answer> => browser.post('teacher/session/refresh');
  const codeOf = async (answer: Promise<Answer>): Promise<unknown> => (await answer).body['code'];

  describe('renewal', () => {
    it('gives a new pair once the access token has run out', async () => {
      const browser = await signedIn();
      const before = new Map(browser.jar);
      kit.clock.advance(10 * MINUTE);
      expect(await codeOf(who(browser))).toBe('SESSION_EXPIRED');
      expect((await refresh(browser)).status).toBe(204);
      for (const [name, value] of browser.jar) expect(value).not.toBe(before.get(name));
      expect((await who(browser)).status).toBe(200);
    });

    it('gives two tabs that renew at once the same successor', async () => {
      const first = await signedIn();
      const second = first.copy();
      const answers = await Promise.all([refresh(first), refresh(second)]);
      expect(answers.map((answer) => answer.status)).toEqual([204, 204]);
      expect(second.jar.get('qc_teacher_rt')).toBe(first.jar.get('qc_teacher_rt'));
      expect((await refresh(first)).status).toBe(204);
    });

    it('ends the session when a token comes back later, for the owner and the thief', async () => {
      const owner = await signedIn();
      const thief = owner.copy();
      await refresh(owner);
      kit.clock.advance(11 * SECOND);
      const answer = await refresh(thief);
      expect(answer).toMatchObject({ status: 401, body: { code: 'REFRESH_REUSED' } });
      expect(thief.jar.size).toBe(0);
      expect(await codeOf(who(owner))).toBe('SESSION_EXPIRED');
      expect(await codeOf(refresh(owner))).toBe('SESSION_EXPIRED');
      const { rows } = await kit.database.owner.query(
        `select body->'after'->>'reason' as reason from audit_entry where body->>'action' = 'session.revoked'`,
      );
      expect(rows).toEqual([{ reason: 'refresh_reused' }]);
    });

    it('is not impressed by tokens that were not made here', async () => {
      const browser = await signedIn();
      const stranger = kit.browser();
      const [sid = ''] = (browser.jar.get('qc_teacher_rt') ?? '').split('.');
      stranger.jar.set('qc_teacher_rt', [sid, 'A'.repeat(43), 'B'.repeat(43)].join('.'));
      expect(await codeOf(refresh(stranger))).toBe('NOT_AUTHENTICATED');
      expect((await who(browser)).status).toBe(200);
    });

    it('works in its own audience only', async () => {
      const browser = await signedIn();
      browser.jar.set('qc_student_rt', browser.jar.get('qc_teacher_rt') ?? '');
      expect(await codeOf(browser.post('student/session/refresh'))).toBe('NOT_AUTHENTICATED');
    });
  });

  describe('its end', () => {
    it('comes with the log-out, also when the access token has run out', async () => {
      const browser = await signedIn();
      const copy = browser.copy();
      kit.clock.advance(11 * MINUTE);
      const answer = await browser.delete('teacher/session');
      expect(answer.status).toBe(204);
      expect(browser.jar.size).toBe(0);
      expect(await codeOf(refresh(copy))).toBe('SESSION_EXPIRED');
      expect((await browser.delete('teacher/session')).status).toBe(204);
    });

    it('comes at once when the account is disabled', async () => {
      const browser = await signedIn();
      await kit.database.owner.query(`update account set status = 'disabled' where login = 'center'`);
      expect((await who(browser)).status).toBe(401);
      expect((await refresh(browser)).status).toBe(401);
      await kit.database.owner.query(`update account set status = 'active' where login = 'center'`);
    });

    it.each([
      ['teacher', 30 * MINUTE],
      ['platform', 30 * MINUTE],
      ['student', 2 * HOUR],
      ['employer', 2 * HOUR],
    ])('comes for an idle %s', async (audience, idle) => {
      const browser = await signedIn(audience);
      const renew = (): Promise<Answer> => browser.post(`${audience}/session/refresh`);
      kit.clock.advance(idle - MINUTE);
      expect((await renew()).status).toBe(204);
      expect((await who(browser, audience)).status).toBe(200);
      kit.clock.advance(idle - MINUTE);
      expect((await renew()).status).toBe(204);
      kit.clock.advance(MINUTE);
      expect(await codeOf(who(browser, audience))).toBe('SESSION_EXPIRED');
    });

    it('is not put off by what a page asks by itself', async () => {
      const browser = await signedIn();
      for (let n = 0; n < 3; n += 1) {
        kit.clock.advance(9 * MINUTE);
        await refresh(browser);
        expect((await browser.get('teacher/echo/poll')).status).toBe(200);
      }
      kit.clock.advance(3 * MINUTE);
      expect((await browser.get('teacher/echo/poll')).status).toBe(401);
    });

    it('comes after twelve hours for the busiest', async () => {
      const browser = await signedIn();
      for (let n = 0; n < 80; n += 1) {
        kit.clock.advance(9 * MINUTE - SECOND);
        await refresh(browser);
        if ((await who(browser)).status !== 200) throw new Error(`ended after ${n} rounds`);
      }
      kit.clock.advance(2 * MINUTE);
      expect(await codeOf(who(browser))).toBe('SESSION_EXPIRED');
      expect(await codeOf(refresh(browser))).toBe('SESSION_EXPIRED');
    });

    it('is followed by oblivion after thirty days', async () => {
      await signedIn();
      kit.clock.advance(32 * 24 * HOUR);
      await signedIn();
      expect(await new OldSessionsSweep(kit.app.get(Db), kit.app.get(Clock)).sweep()).toBeGreaterThan(0);
      const { rows } = await kit.database.owner.query<{ n: number }>('select count(*)::int as n from session');
      expect(rows[0]?.n).toBe(1);
    });
  });

  describe('rights', () => {
    it('change at once with the grant', async () => {
      const browser = await signedIn('teacher', { account: 'counsellor' });
      const cases = await browser.get('teacher/echo/cases');
      expect(cases.body).toMatchObject({
        schoolId: 1,
        schoolCode: '10001',
        scope: { kind: 'units', collegeIds: [], classIds: [kit.people.classId] },
      });
      const seals = await browser.get('teacher/echo/seals');
      expect(seals).toMatchObject({
        status: 403,
        body: {
          code: 'FORBIDDEN',
          permission: 'case.mark_seal',
          detail: expect.stringMatching(/登记签章.*就业中心管理员/),
        },
      });
      const { owner } = kit.database;
      const id = await kit.people.account('counsellor');
      await owner.query(
        `update account_grant set role = 'college_admin', class_ids = null, college_ids = array[$2::uuid] where account_id = $1`,
        [id, kit.people.collegeId],
      );
      expect((await browser.get('teacher/echo/seals')).body).toMatchObject({
        scope: { kind: 'units', collegeIds: [kit.people.collegeId], classIds: [] },
      });
      await owner.query('delete from account_grant where account_id = $1', [id]);
      expect((await browser.get('teacher/echo/cases')).status).toBe(403);
      expect((await who(browser)).body).toMatchObject({ roles: [], permissions: [] });
    });

    it('of two roles do not mix: the scope is that of the grants that hold the permission', async () => {
      const id = await kit.people.account('counsellor');
      const { owner } = kit.database;
      await owner.query(`insert into account_grant (account_id, school_id, role) values ($1, 1, 'auditor')`, [id]);
      await owner.query(
        `insert into account_grant (account_id, school_id, role, college_ids) values ($1, 1, 'college_admin', array[$2::uuid])`,
        [id, kit.people.collegeId],
      );
      await owner.query(`insert into account_grant (account_id, school_id, role) values ($1, 2, 'center_admin')`, [id]);
      const browser = await signedIn('teacher', { account: 'counsellor' });
      expect((await browser.get('teacher/echo/cases')).body).toMatchObject({ scope: { kind: 'school' } });
      expect((await browser.get('teacher/echo/seals')).body).toMatchObject({ scope: { kind: 'units' } });
      await owner.query('delete from account_grant where account_id = $1', [id]);
    });

    it('in a workspace begin with the settlement of the unit', async () => {
      const browser = await signedIn('employer');
      const there = await browser.get('employer/schools/10001/cohorts/2027/echo');
      expect(there.body).toMatchObject({
        schoolId: 1,
        schoolCode: '10001',
        scope: { kind: 'employer', employerId: kit.people.employerId },
      });
      for (const path of [
        '10002/cohorts/2027',
        '10003/cohorts/2027',
        '99999/cohorts/2027',
        '10001/cohorts/2026',
        '10001/cohorts/x',
        "1'/cohorts/2027",
      ]) {
        const answer = await browser.get(`employer/schools/${encodeURI(path)}/echo`);
        expect([path, answer.status, answer.body['code']]).toEqual([path, 404, 'NOT_FOUND']);
      }
      await kit.database.owner.query(`update employer_school set status = 'suspended' where school_id = 1`);
      expect((await browser.get('employer/schools/10001/cohorts/2027/echo')).status).toBe(404);
      await kit.database.owner.query(`update employer_school set status = 'approved' where school_id = 1`);
      await kit.database.owner.query(`update employer_member set status = 'removed'`);
      expect((await browser.get('employer/schools/10001/cohorts/2027/echo')).status).toBe(403);
      await kit.database.owner.query(`update employer_member set status = 'active'`);
    });
  });

  describe('tokens', () => {
    it('of one audience open no other, not even under its cookie name', async () => {
      for (const audience of Object.keys(ACCOUNTS)) {
        const browser = await signedIn(audience);
        for (const other of Object.keys(ACCOUNTS).filter((name) => name !== audience)) {
          expect((await who(browser, other)).status).toBe(401);
          const forger = kit.browser();
          forger.jar.set(`qc_${other}_at`, browser.jar.get(`qc_${audience}_at`) ?? '');
          expect(await codeOf(who(forger, other))).toBe('NOT_AUTHENTICATED');
        }
      }
    });

    it('are refused unsigned, signed by another, or for another session', async () => {
      const browser = await signedIn();
      const [head = '', body = '', signature = ''] = (browser.jar.get('qc_teacher_at') ?? '').split('.');
      const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
      const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as object;
      const foreign = part({ ...claims, sub: await kit.people.account('counsellor') });
      const sign = (text: string, key: Buffer): string => createHmac('sha256', key).update(text).digest('base64url');
      const ours = Buffer.alloc(32, 1);
      const tokens = [
        `${part({ alg: 'none', typ: 'JWT' })}.${body}.`,
        `${head}.${foreign}.${signature}`,
        `${head}.${body}.${sign(`${head}.${body}`, Buffer.alloc(32, 9))}`,
        `${head}.${foreign}.${sign(`${head}.${foreign}`, ours)}`,
        'nonsense',
      ];
      for (const token of tokens) {
        const forger = kit.browser();
        forger.jar.set('qc_teacher_at', token);
        expect([token, await codeOf(who(forger))]).toEqual([token, 'NOT_AUTHENTICATED']);
      }
    });

    it('hold nothing but ids and times', async () => {
      const browser = await signedIn();
      const [, body = ''] = (browser.jar.get('qc_teacher_at') ?? '').split('.');
      const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as object;
      expect(Object.keys(claims).sort()).toEqual(['aud', 'exp', 'iat', 'iss', 'sid', 'sub']);
    });
  });

  it('notes the last visit at most once a minute', async () => {
    const browser = await signedIn();
    const seen = async (): Promise<string> => {
      const { rows } = await kit.database.owner.query<{ at: Date }>('select max(last_seen_at) as at from session');
      return rows[0]?.at.toISOString() ?? '';
    };
    const begin = await seen();
    kit.clock.advance(59 * SECOND);
    await who(browser);
    expect(await seen()).toBe(begin);
    kit.clock.advance(SECOND);
    await Promise.all([who(browser), who(browser), who(browser)]);
    expect(await seen()).toBe(kit.clock.now().toISOString());
  });

  describe('the password as second factor', () => {
    const contextOf = async (browser: Browser): Promise<RequestContext> =>
      (await browser.get('teacher/echo/cases')).body as unknown as RequestContext;

    it('passes with the right one, and says how many tries are left', async () => {
      const ctx = await contextOf(await signedIn());
      const check = kit.app.get(PasswordCheck, { strict: false });
      await expect(check.verifyPassword(ctx, 'wrong')).rejects.toMatchObject({
        code: 'WRONG_PASSWORD',
        detail: expect.stringContaining('4 次'),
      });
      await expect(check.verifyPassword(ctx, undefined)).rejects.toMatchObject({ code: 'WRONG_PASSWORD' });
      await expect(check.verifyPassword(ctx, PASSWORD)).resolves.toBeUndefined();
      await expect(check.verifyPassword(ctx, 'wrong')).rejects.toMatchObject({
        detail: expect.stringContaining('4 次'),
      });
    });

    it('ends the session after five wrong ones, and the right one helps no more', async () => {
      const browser = await signedIn();
      const ctx = await contextOf(browser);
      const check = kit.app.get(PasswordCheck, { strict: false });
      const guesses = await Promise.allSettled(Array.from({ length: 20 }, () => check.verifyPassword(ctx, 'wrong')));
      const codes = guesses.map((guess) =>
        guess.status === 'rejected' ? (guess.reason as { code: string }).code : 'passed',
      );
      expect(codes.filter((code) => code === 'WRONG_PASSWORD')).toHaveLength(4);
      expect(codes.filter((code) => code === 'SESSION_EXPIRED')).toHaveLength(16);
      await expect(check.verifyPassword(ctx, PASSWORD)).rejects.toMatchObject({ code: 'SESSION_EXPIRED' });
      expect(await codeOf(who(browser))).toBe('SESSION_EXPIRED');
      expect((await signedIn()).jar.size).toBe(2);
    });
  });
});
