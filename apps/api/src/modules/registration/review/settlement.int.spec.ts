import type { RequestContext } from '../../../platform/context/index.js';
import type { World } from '../../agreements/testing/world.js';
import { AuditBench, codeOf, facts, type Person } from '../testing/audit-bench.js';
import { SettlementQuery } from './http/settlement.dto.js';
import { SettlementDecisions } from './settlement-decisions.js';
import { SettlementList } from './settlement-list.js';
import { SettlementViews } from './settlement-view.js';

let bench: AuditBench;
let decisions: SettlementDecisions;
let school: World;
let other: World;
let center: RequestContext;
let elsewhere: RequestContext;

beforeAll(async () => {
  bench = await AuditBench.open();
  decisions = bench.get(SettlementDecisions);
  [school, other] = [await bench.school(), await bench.school()];
  [center, elsewhere] = [await school.staff('center_admin'), await other.staff('center_admin')];
});
afterAll(() => bench.close());

const REASONS = [{ code: 'incomplete', text: '招聘邮箱打不通' }];
const DUE = new Date('2027-04-14T15:59:59.999Z');
const query = (patch: Partial<SettlementQuery> = {}): SettlementQuery =>
  Object.assign(new SettlementQuery(), { page: 1, pageSize: 20 }, patch);
const idsOf = async (ctx: RequestContext, patch: Partial<SettlementQuery> = {}): Promise<string[]> =>
  (await bench.get(SettlementList).list(ctx, query({ pageSize: 200, ...patch }))).items.map((row) => row.id);

async function pending(): Promise<{ id: string; admin: Person }> {
  const id = await bench.unit();
  const admin = await bench.person();
  await bench.member(id, admin);
  await bench.asks(id, school, 'pending', DUE);
  return { id, admin };
}

const act = {
  approve: (id: string, version: number, ctx = center) => decisions.decide(ctx, id, 'approve', { version }),
  return: (id: string, version: number, ctx = center) =>
    decisions.decide(ctx, id, 'return', { version, reasons: REASONS }),
  reject: (id: string, version: number, ctx = center) =>
    decisions.decide(ctx, id, 'reject', { version, reasons: REASONS }),
  suspend: (id: string, version: number, ctx = center) =>
    decisions.decide(ctx, id, 'suspend', { version, reasons: REASONS }),
  resume: (id: string, version: number, ctx = center) => decisions.decide(ctx, id, 'resume', { version }),
};
type Act = keyof typeof act;

describe('what a school sees', () => {
  it('is units that asked it, once the operator has certified them, and nothing about other schools', async () => {
    const { id } = await pending();
    await bench.asks(id, other, 'suspended', DUE);
    const waiting = await bench.applied();
    await bench.asks(waiting.employerId, school, 'waiting');
    const takenBack = await bench.unit();
    await bench.asks(takenBack, school, 'withdrawn', null);
    const stranger = await bench.unit();
    await bench.asks(stranger, other, 'pending', DUE);

    const all = await idsOf(center, { status: 'all' });
    expect(all).toContain(id);
    for (const hidden of [waiting.employerId, takenBack, stranger]) {
      expect(all).not.toContain(hidden);
      expect(await codeOf(bench.get(SettlementViews).review(center, hidden))).toBe('NOT_FOUND');
      for (const name of Object.keys(act) as Act[]) expect(await codeOf(act[name](hidden, 1))).toBe('NOT_FOUND');
    }
    const view = await bench.get(SettlementViews).review(center, id);
    expect(view).toMatchObject({ status: 'pending', verified: true, actions: ['approve', 'return', 'reject'] });
    expect(JSON.stringify(view)).not.toContain(
      (await bench.one<{ name: string }>('select name from school where id = $1', [other.schoolId])).name,
    );
  });

  it('is read by who may read and decided by who may decide', async () => {
    const { id } = await pending();
    const auditor = await school.staff('auditor');
    expect((await bench.get(SettlementViews).review(auditor, id)).actions).toEqual([]);
  });

  it('shows masks of the people, and the facts in force while a change of them is looked at', async () => {
    const data = facts();
    const id = await bench.unit('verified', data);
    const admin = await bench.person('周敏');
    await bench.member(id, admin);
    await bench.asks(id, school, 'pending', DUE);
    await bench.applied('change', {
      employerId: id,
      data: { ...data, name: '长沙换了名字科技有限公司' },
      applicant: admin,
    });
    const view = await bench.get(SettlementViews).review(center, id);
    expect(view).toMatchObject({ name: data.name, changingSince: bench.clock.now().toISOString() });
    expect(view.members).toEqual([
      {
        name: '周敏',
        title: '',
        roleLabel: '单位管理员',
        phone: expect.stringMatching(/^138\*{4}/),
        email: expect.stringMatching(/^h\*{5}/),
      },
    ]);
    expect(JSON.stringify(view)).not.toContain('换了名字');
    expect(JSON.stringify(view)).not.toContain(admin.phone);
    const [row] = (await bench.get(SettlementList).list(center, query({ q: data.name }))).items;
    expect(row).toMatchObject({ changing: true, contactName: '周敏', services: '网上签约' });
  });
});

describe('each decision', () => {
  it('passes: the unit can enter, its administrator is told inside and outside', async () => {
    const { id, admin } = await pending();
    expect(await act.approve(id, 1)).toMatchObject({ status: 'approved', version: 2, actions: ['suspend'] });
    expect(await bench.events(id)).toEqual(['settlement.approve']);
    const message = await bench.one(
      'select event, school_id, about_kind, about_id from notification where account_id = $1',
      [admin.accountId],
    );
    expect(message).toEqual({
      event: 'settlement_approve',
      school_id: school.schoolId,
      about_kind: 'settlement',
      about_id: id,
    });
    expect(await bench.rows('select template from delivery where account_id = $1', [admin.accountId])).toEqual([
      { template: 'settlement_result' },
    ]);
  });

  it('returns and refuses with the words that the unit reads', async () => {
    for (const name of ['return', 'reject'] as const) {
      const { id, admin } = await pending();
      expect(await act[name](id, 1)).toMatchObject({ reasons: ['资料或联系方式不全：招聘邮箱打不通'] });
      const { body } = await bench.one<{ body: string }>('select body from notification where account_id = $1', [
        admin.accountId,
      ]);
      expect(body).toContain('资料或联系方式不全：招聘邮箱打不通。');
    }
  });

  it('takes no reason without words where the code alone says nothing', async () => {
    const { id } = await pending();
    const reasons = [{ code: 'violation', text: ' ' }];
    await expect(decisions.decide(center, id, 'return', { version: 1, reasons })).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      errors: [{ field: 'reasons[0].text' }],
    });
    expect(
      await codeOf(decisions.decide(center, id, 'reject', { version: 1, reasons: [{ code: 'unreadable', text: '' }] })),
    ).toBe('VALIDATION_FAILED');
  });

  it.each([
    ['approve', 'pending'],
    ['return', 'pending'],
    ['reject', 'pending'],
    ['suspend', 'approved'],
    ['resume', 'suspended'],
  ] as const)('%s is allowed once, from %s only, in the own school only', async (name, from) => {
    const id = await bench.unit();
    await bench.asks(id, school, from, DUE);
    expect(await codeOf(act[name](id, 1, elsewhere))).toBe('NOT_FOUND');
    expect(await codeOf(act[name](id, 9))).toBe('STALE_VERSION');
    await act[name](id, 1);
    expect(await codeOf(act[name](id, 1))).toBe('STALE_VERSION');
    expect(await codeOf(act[name](id, 2))).toBe('NOT_ALLOWED_NOW');
    for (const state of ['pending', 'returned', 'approved', 'rejected', 'suspended', 'withdrawn'].filter(
      (one) => one !== from,
    )) {
      const wrong = await bench.unit();
      await bench.asks(wrong, school, state, DUE);
      expect([state, await codeOf(act[name](wrong, 1))]).toEqual([state, 'NOT_ALLOWED_NOW']);
    }
  });

  it('lets nobody in whose certificate is no longer good', async () => {
    const { id } = await pending();
    await bench.rows(`update employer set status = 'cancelled' where id = $1`, [id]);
    expect(await codeOf(act.approve(id, 1))).toBe('NOT_ALLOWED_NOW');
    expect(await codeOf(act.reject(id, 1))).toBe('OK');
  });

  it('has one winner when fifty people decide at once', async () => {
    const { id } = await pending();
    const calls = Array.from({ length: 50 }, (_, i) => (['approve', 'return', 'reject'] as const)[i % 3] as Act);
    const codes = await Promise.all(calls.map((name) => codeOf(act[name](id, 1))));
    expect(codes.filter((code) => code === 'OK')).toHaveLength(1);
    expect(new Set(codes.filter((code) => code !== 'OK'))).toEqual(new Set(['STALE_VERSION']));
    expect(await bench.events(id)).toHaveLength(1);
  });
});

describe('many at once', () => {
  it('says beforehand who cannot be passed and why, and passes the rest', async () => {
    const [one, two] = [await pending(), await pending()];
    const done = await bench.unit();
    await bench.asks(done, school, 'approved', DUE);
    const foreign = await bench.unit();
    await bench.asks(foreign, other, 'pending', DUE);
    const { items } = await decisions.preview(center, [one.id, two.id, done, foreign]);
    expect(items).toEqual([
      expect.objectContaining({ id: one.id, reason: null }),
      expect.objectContaining({ id: two.id, reason: null }),
      expect.objectContaining({ id: done, reason: expect.stringContaining('已入驻') }),
    ]);
    await act.return(two.id, 1);
    const asked = [
      ...items.map(({ id, version }) => ({ employerId: id, version })),
      { employerId: foreign, version: 1 },
    ];
    const outcome = await decisions.approveAll(center, { items: asked });
    expect(outcome).toMatchObject({ passed: 1, skipped: [{ id: two.id }, { id: done }] });
    expect((await bench.settlement(one.id, school)).status).toBe('approved');
    expect((await bench.settlement(foreign, other)).status).toBe('pending');
  });
});

describe('the list', () => {
  it('filters, sorts, and says where a record stands', async () => {
    const here = await bench.school();
    const boss = await here.staff('center_staff');
    const make = async (patch: Parameters<typeof facts>[0], dueAt: Date): Promise<string> => {
      const id = await bench.unit('verified', facts(patch));
      await bench.asks(id, here, 'pending', dueAt);
      return id;
    };
    const late = await make({ natureCode: '31', industryCode: '22' }, new Date('2027-04-09T15:59:59.999Z'));
    const today = await make({ regionCode: '110108' }, new Date('2027-04-12T15:59:59.999Z'));
    const later = await make({}, new Date('2027-04-20T15:59:59.999Z'));
    expect(await idsOf(boss)).toEqual([late, today, later]);
    expect(await idsOf(boss, { due: 'late' })).toEqual([late]);
    expect(await idsOf(boss, { due: 'today' })).toEqual([today]);
    expect(await idsOf(boss, { due: 'later' })).toEqual([later]);
    expect(await idsOf(boss, { nature: ['31'] })).toEqual([late]);
    expect(await idsOf(boss, { industry: ['22'] })).toEqual([late]);
    expect(await idsOf(boss, { region: ['110000'] })).toEqual([today]);
    expect(await idsOf(boss, { from: '2027-04-13' })).toEqual([]);
    expect(await idsOf(boss, { sort: '-due' })).toEqual([later, today, late]);
    const list = bench.get(SettlementList);
    expect(await list.place(boss, today, query())).toEqual({ position: 2, total: 3, prevId: late, nextId: later });
    expect((await list.counts(boss)).items).toEqual([{ status: 'pending', count: 3, late: 1 }]);
    expect(await codeOf(list.place(elsewhere, today, query()))).toBe('NOT_FOUND');
  });
});

describe('suspended', () => {
  it('closes the workspace at once, while the school and the student still read the agreement', async () => {
    const employer = await school.employer();
    const cookie = await bench.signIn(employer.ctx);
    const address = `/api/v1/employer/schools/${school.schoolCode}/cohorts/${school.cohort}/summary`;
    expect((await bench.call('GET', address, cookie)).status).toBe(200);
    const student = await school.student();
    const caseId = await bench.agreement(school, employer, student);
    await act.suspend(employer.id, 1);
    expect((await bench.call('GET', address, cookie)).status).toBe(404);
    const workspaces = await bench.call('GET', '/api/v1/employer/workspaces', cookie);
    expect(workspaces.body).toMatchObject({ items: [{ status: 'suspended', cohorts: [] }] });
    expect((await bench.call('GET', `/api/v1/teacher/cases/${caseId}`, await bench.signIn(center))).status).toBe(200);
    expect((await bench.call('GET', `/api/v1/student/cases/${caseId}`, await bench.signIn(student.ctx))).status).toBe(
      200,
    );
    await act.resume(employer.id, 2);
    expect((await bench.call('GET', address, cookie)).status).toBe(200);
  });
});

describe('deadlines', () => {
  it('are told once on the last day and once when they have passed, to those who decide, and anew for a new deadline', async () => {
    await bench.sweep('registration.audit-deadlines');
    const here = await bench.school();
    const [reviewer, reader] = [await here.staff('center_admin'), await here.staff('college_admin', { college: 0 })];
    const operator = await bench.operator();
    const unit = await bench.unit();
    await bench.asks(unit, here, 'pending', DUE);
    await bench.applied('initial', { dueAt: DUE });
    const told = (ctx: RequestContext): Promise<string[]> => bench.told(ctx.actor.accountId ?? '');
    expect(await bench.sweep('registration.audit-deadlines')).toBe(0);

    bench.clock.set('2027-04-14T01:00:00Z');
    // The seeds of the other tests are due at other times or decided; only what is due today is told of.
    await bench.sweep('registration.audit-deadlines');
    await bench.sweep('registration.audit-deadlines');
    expect(await told(reviewer)).toEqual(['settlement_soon']);
    expect(await told(reader)).toEqual([]);
    expect((await told(operator)).filter((event) => event === 'certification_soon').length).toBeGreaterThan(0);
    bench.clock.set('2027-04-15T01:00:00Z');
    await bench.sweep('registration.audit-deadlines');
    await bench.sweep('registration.audit-deadlines');
    expect(await told(reviewer)).toEqual(['settlement_soon', 'settlement_late']);
    await bench.rows(`update employer_school set sla_due_at = '2027-04-15T15:59:59Z' where employer_id = $1`, [unit]);
    await bench.sweep('registration.audit-deadlines');
    expect(await told(reviewer)).toEqual(['settlement_soon', 'settlement_late', 'settlement_soon']);
    bench.clock.set('2027-04-12T02:00:00Z');
  });
});
