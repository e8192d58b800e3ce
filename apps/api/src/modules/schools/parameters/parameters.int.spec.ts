import { makePolicy, type PolicyPatch, type SchoolPolicy } from '@qiancheng/shared';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db } from '../../../platform/database/index.js';
import type { AppError } from '../../../platform/http/index.js';
import { SecurityRules } from '../../accounts/credentials/security-rules.js';
import { Bench, codeOf } from '../../agreements/testing/bench.js';
import { testPolicy, type World } from '../../agreements/testing/world.js';
import type { SavePolicyBody } from './parameters.dto.js';
import { SchoolPolicies } from './policies.js';
import { PolicyDesk } from './policy-desk.js';

let bench: Bench;
let desk: PolicyDesk;
let world: World;
let center: RequestContext;

beforeAll(async () => {
  bench = await Bench.open();
  desk = bench.app.get(PolicyDesk, { strict: false });
});
beforeEach(async () => {
  bench.clock.set('2027-04-12T02:00:00Z');
  world = await bench.world();
  center = await world.staff('center_admin');
});
afterAll(() => bench.close());

const body = (patch: PolicyPatch, over: Partial<SavePolicyBody> = {}): SavePolicyBody => ({
  baseVersion: 1,
  policy: { ...makePolicy(patch, testPolicy()) },
  note: '为了测试',
  effectiveFrom: null,
  ...over,
});
const current = async (): Promise<{ version: number; policy: SchoolPolicy }> => {
  const policies = bench.app.get(SchoolPolicies, { strict: false });
  return bench.app.get(Db, { strict: false }).read(center, (tx) => policies.current(tx, world.schoolId));
};
const refusal = (work: Promise<unknown>): Promise<AppError> =>
  work.then(
    () => Promise.reject(new Error('was not refused')),
    (error: unknown) => error as AppError,
  );

describe('saving parameters', () => {
  it('makes a new version with who, when, why and what, in force at once', async () => {
    const view = await desk.save(center, body({ invite: { ttl_days: 10 } }));
    expect(view).toMatchObject({ version: 2, latestVersion: 2, scheduledVersion: null });
    expect(view.versions).toEqual([
      expect.objectContaining({
        version: 2,
        state: 'in_force',
        note: '为了测试',
        createdByName: center.actor.displayName,
        createdAt: bench.clock.now(),
        changes: [{ key: 'invite.ttl_days', title: '邀约有效期', from: '14 天', to: '10 天' }],
      }),
      expect.objectContaining({ version: 1, state: 'past', changes: [] }),
    ]);
    expect((await current()).policy.invite.ttl_days).toBe(10);
    const audit = await bench.rows<{ body: { action: string; after: unknown } }>(
      `select body from audit_entry where aggregate_type = 'school_policy' and aggregate_id = $1`,
      [String(world.schoolId)],
    );
    expect(audit.map((row) => row.body.action)).toEqual(['policy.save']);
  });

  it('can wait for its time, and can be taken back until then', async () => {
    const later = '2027-05-01T00:00:00+08:00';
    const view = await desk.save(center, body({ invite: { ttl_days: 10 } }, { effectiveFrom: later }));
    expect(view).toMatchObject({ version: 1, latestVersion: 2, scheduledVersion: 2 });
    const waiting = await refusal(desk.save(center, body({ invite: { ttl_days: 9 } }, { baseVersion: 2 })));
    expect([waiting.code, waiting.detail]).toEqual([
      'CONFLICT',
      '第 2 版定在 2027-05-01 00:00 生效。要另外改，请先撤回它。',
    ]);
    const without = await desk.withdraw(center, 2, { baseVersion: 2 });
    expect(without.versions[0]).toMatchObject({ state: 'withdrawn', withdrawnByName: center.actor.displayName });
    bench.clock.set('2027-05-02T00:00:00Z');
    expect((await current()).version).toBe(1);
    const next = await desk.save(center, body({ invite: { ttl_days: 9 } }, { baseVersion: 2 }));
    expect(next.versions[0]).toMatchObject({ version: 3, state: 'in_force', changes: [{ from: '14 天', to: '9 天' }] });
  });

  it('taken back, it counts nowhere: neither for log-ins nor for messages', async () => {
    const strict = body({ security: { second_factor_staff: true } }, { effectiveFrom: '2027-05-01T00:00:00Z' });
    await desk.save(center, strict);
    await desk.withdraw(center, 2, { baseVersion: 2 });
    bench.clock.set('2027-06-01T00:00:00Z');
    const rules = bench.app.get(SecurityRules, { strict: false });
    const db = bench.app.get(Db, { strict: false });
    expect((await db.system((tx) => rules.of(tx, world.schoolId))).second_factor_staff).toBe(false);
  });

  it('takes effect by itself when its time has come, and then cannot be taken back', async () => {
    await desk.save(center, body({ invite: { ttl_days: 10 } }, { effectiveFrom: '2027-05-01T00:00:00+08:00' }));
    bench.clock.set('2027-04-30T15:59:59Z');
    expect((await current()).version).toBe(1);
    bench.clock.set('2027-04-30T16:00:00Z');
    expect((await current()).version).toBe(2);
    expect(await codeOf(desk.withdraw(center, 2, { baseVersion: 2 }))).toBe('CONFLICT');
  });

  it.each<[string, Partial<SavePolicyBody>]>([
    ['in the past', { effectiveFrom: '2027-04-12T01:59:59Z' }],
    ['in the far future', { effectiveFrom: '2029-01-01T00:00:00Z' }],
  ])('not %s', async (_when, over) => {
    const { code, errors } = await refusal(desk.save(center, body({ invite: { ttl_days: 10 } }, over)));
    expect([code, errors?.map((error) => error.field)]).toEqual(['VALIDATION_FAILED', ['effectiveFrom']]);
  });

  it('names every parameter that may not be so', async () => {
    const wrong = body({ invite: { ttl_days: 0 }, print: { copies: 4 } });
    const { code, errors } = await refusal(desk.save(center, wrong));
    expect(code).toBe('VALIDATION_FAILED');
    expect(errors?.map((error) => error.field)).toEqual(['policy.invite.ttl_days']);
    const together = await refusal(desk.save(center, body({ print: { copies: 4 } })));
    expect(together.errors?.map((error) => error.field)).toEqual(['policy.print.copy_roles']);
    const foreign = await refusal(desk.save(center, { ...body({}), policy: { ...testPolicy(), role: 'x' } }));
    expect(foreign.errors?.map((error) => error.field)).toEqual(['policy.role']);
    expect((await current()).version).toBe(1);
  });

  it('refuses what changes nothing', async () => {
    expect(await codeOf(desk.save(center, body({})))).toBe('VALIDATION_FAILED');
  });

  it('leaves running cases under the parameters that they were sent under', async () => {
    const employer = await world.employer();
    const sent = await bench.invited(employer, await world.student());
    await desk.save(center, body({ invite: { ttl_days: 3, reminder_days_before: [1] } }));
    const newer = await bench.invited(employer, await world.student());
    const rows = await bench.rows<{ id: string; policy_version: number; days: number }>(
      `select id, policy_version, round(extract(epoch from deadline_at - sent_at) / 86400)::int as days
         from signing_case where school_id = $1 order by created_at, id`,
      [world.schoolId],
    );
    expect(new Map(rows.map((row) => [row.id, [row.policy_version, row.days]]))).toEqual(
      new Map([
        [sent.id, [1, 15]],
        [newer.id, [2, 4]],
      ]),
    );
  });
});

describe('two administrators at once', () => {
  it('one saves, the others are told what the newest version is', async () => {
    const other = await world.staff('center_admin');
    const calls = Array.from({ length: 20 }, (_, i) =>
      codeOf(desk.save(i % 2 ? center : other, body({ invite: { ttl_days: 20 + i } }))),
    );
    const codes = await Promise.all(calls);
    expect(codes.filter((code) => code === 'OK')).toHaveLength(1);
    expect(new Set(codes)).toEqual(new Set(['OK', 'STALE_VERSION']));
    expect(await bench.count('school_policy where school_id = $1', [world.schoolId])).toBe(2);
    const stale = await refusal(desk.save(center, body({ invite: { ttl_days: 5 } })));
    expect(stale.extra).toEqual({ currentVersion: 2 });
  });

  it('a version is taken back once', async () => {
    await desk.save(center, body({ invite: { ttl_days: 10 } }, { effectiveFrom: '2027-05-01T00:00:00Z' }));
    const codes = await Promise.all(
      Array.from({ length: 10 }, () => codeOf(desk.withdraw(center, 2, { baseVersion: 2 }))),
    );
    expect(codes.filter((code) => code === 'OK')).toHaveLength(1);
    expect(new Set(codes)).toEqual(new Set(['OK', 'CONFLICT']));
  });

  it('what was rolled back is not remembered under its number', async () => {
    const db = bench.app.get(Db, { strict: false });
    const policies = bench.app.get(SchoolPolicies, { strict: false });
    const failed = db.tx(center, async (tx) => {
      await tx.exec('insert into school_policy (school_id, version, policy, effective_from) values ($1, 2, $2, $3)', [
        world.schoolId,
        JSON.stringify(testPolicy({ invite: { ttl_days: 77 } })),
        bench.clock.now(),
      ]);
      await policies.current(tx, world.schoolId);
      throw new Error('rolled back');
    });
    await expect(failed).rejects.toThrow('rolled back');
    await desk.save(center, body({ invite: { ttl_days: 8 } }));
    expect((await current()).policy.invite.ttl_days).toBe(8);
  });
});

describe('reading parameters', () => {
  it('counts the staff who could not pass a second step', async () => {
    await bench.rows(`update account set phone_enc = '\\x00' where id = $1`, [center.actor.accountId]);
    await world.staff('counsellor', { classOf: 0 });
    const left = await world.staff('counsellor', { classOf: 0 });
    await bench.rows(`update account set status = 'disabled' where id = $1`, [left.actor.accountId]);
    expect((await desk.view(center)).staffWithoutFactor).toBe(1);
  });

  it('shows an older version as it was, and none of another school', async () => {
    await desk.save(center, body({ invite: { ttl_days: 10 } }));
    expect((await desk.content(center, 1)).policy).toMatchObject({ invite: { ttl_days: 14 } });
    expect(await codeOf(desk.content(center, 3))).toBe('NOT_FOUND');
    const elsewhere = await (await bench.world()).staff('center_admin');
    expect(await codeOf(desk.content(elsewhere, 2))).toBe('NOT_FOUND');
    expect(await codeOf(desk.withdraw(elsewhere, 2, { baseVersion: 1 }))).toBe('NOT_FOUND');
  });

  it('the application cannot change or delete what was decided', async () => {
    const db = bench.app.get(Db, { strict: false });
    for (const table of ['school_policy', 'school_policy_withdrawal', 'standing_policy']) {
      await expect(db.tx(center, (tx) => tx.exec(`update ${table} set version = 9`))).rejects.toThrow(
        'permission denied',
      );
      await expect(db.tx(center, (tx) => tx.exec(`delete from ${table}`))).rejects.toThrow('permission denied');
    }
  });
});
