import type { RequestContext } from '../../../platform/context/index.js';
import type { World } from '../../agreements/testing/world.js';
import { type Applied, AuditBench, codeOf, facts } from '../testing/audit-bench.js';
import { CertificationDecisions } from './certification-decisions.js';
import { CertificationList } from './certification-list.js';
import { CertificationViews } from './certification-view.js';
import { CertificationQuery } from './http/certification.dto.js';

let bench: AuditBench;
let decisions: CertificationDecisions;
let operator: RequestContext;
let school: World;

beforeAll(async () => {
  bench = await AuditBench.open();
  decisions = bench.get(CertificationDecisions);
  operator = await bench.operator();
  school = await bench.school();
});
afterAll(() => bench.close());

const REASONS = [{ field: 'licence' as const, code: 'unreadable', text: '公章处反光' }];
const unitRow = (id: string): Promise<Record<string, unknown>> =>
  bench.one('select * from employer where id = $1', [id]);
const statusOf = async ({ id }: Applied): Promise<string> =>
  (await bench.one<{ status: string }>('select status from employer_certification where id = $1', [id])).status;
const query = (patch: Partial<CertificationQuery> = {}): CertificationQuery =>
  Object.assign(new CertificationQuery(), { page: 1, pageSize: 20 }, patch);

describe('passing a registration', () => {
  it('certifies the facts, makes the applicant administrator, and hands the unit to the schools it asked', async () => {
    const applied = await bench.applied();
    await bench.asks(applied.employerId, school);
    const center = await school.staff('center_admin');
    const view = await decisions.approve(operator, applied.id, { version: 1 });
    expect(view).toMatchObject({
      status: 'approved',
      version: 2,
      decidedByName: operator.actor.displayName,
      actions: [],
    });
    expect(await unitRow(applied.employerId)).toMatchObject({
      status: 'verified',
      name: applied.data.name,
      credit_code: applied.data.creditCode,
      nature_code: '39',
      registered_capital: '500.00',
      pinyin: expect.stringMatching(/^csyf/),
      certified_at: bench.clock.now(),
    });
    const member = await bench.one('select role, status from employer_member where employer_id = $1', [
      applied.employerId,
    ]);
    expect(member).toEqual({ role: 'employer_admin', status: 'active' });
    // Monday morning; the school has three working days of its own.
    expect(await bench.settlement(applied.employerId, school)).toEqual({
      status: 'pending',
      version: 2,
      sla_due_at: new Date('2027-04-15T15:59:59.999Z'),
    });
    expect(await bench.events(applied.employerId)).toEqual([
      'unit.register',
      'certification.approve',
      'profile.certified',
      'member.establish',
      'settlement.forward',
    ]);
    expect(await bench.told(applied.applicant.accountId)).toEqual(['certification_approve']);
    expect(await bench.told(center.actor.accountId ?? '')).toEqual(['settlement_waiting']);
    const letters = await bench.rows('select template from delivery where account_id = $1', [
      applied.applicant.accountId,
    ]);
    expect(letters).toEqual([{ template: 'registration_result' }]);
  });

  it('is refused while a field is wrong, and where the code belongs to another unit', async () => {
    const wrong = await bench.applied('initial', { data: facts({ postcode: '41' }) });
    expect(await codeOf(decisions.approve(operator, wrong.id, { version: 1 }))).toBe('NOT_ALLOWED_NOW');
    const owner = facts();
    await bench.unit('verified', owner);
    const twin = await bench.applied('initial', { data: facts({ creditCode: owner.creditCode }) });
    expect(await codeOf(decisions.approve(operator, twin.id, { version: 1 }))).toBe('CONFLICT');
    expect([await statusOf(wrong), await statusOf(twin)]).toEqual(['submitted', 'submitted']);
    expect((await unitRow(twin.employerId))['status']).toBe('provisional');
  });

  it('is refused for a unit that the directory has closed', async () => {
    const applied = await bench.applied();
    await bench.rows(`update employer set status = 'cancelled' where id = $1`, [applied.employerId]);
    expect(await codeOf(decisions.approve(operator, applied.id, { version: 1 }))).toBe('NOT_ALLOWED_NOW');
  });
});

describe('returning and refusing', () => {
  it('returns with reasons that the applicant reads word for word; the schools do not see the unit', async () => {
    const applied = await bench.applied();
    await bench.asks(applied.employerId, school);
    const view = await decisions.return(operator, applied.id, { version: 1, reasons: REASONS });
    expect(view).toMatchObject({
      status: 'returned',
      events: [{ action: 'certification.return', reasons: [expect.stringContaining('看不清：公章处反光')] }, {}],
    });
    expect((await bench.settlement(applied.employerId, school)).status).toBe('waiting');
    const [message] = await bench.rows<{ body: string; about_id: string }>(
      'select body, about_id from notification where account_id = $1',
      [applied.applicant.accountId],
    );
    expect(message?.body).toContain('看不清：公章处反光');
    expect(message?.about_id).toBe(applied.id);
  });

  it('takes no reason that the other side could not understand', async () => {
    const applied = await bench.applied();
    const given = [{ field: 'licence' as const, code: 'other', text: '' }];
    expect(await codeOf(decisions.return(operator, applied.id, { version: 1, reasons: given }))).toBe(
      'VALIDATION_FAILED',
    );
    const unknown = [{ field: 'name' as const, code: 'no_seal', text: '' }];
    expect(await codeOf(decisions.reject(operator, applied.id, { version: 1, reasons: unknown }))).toBe(
      'VALIDATION_FAILED',
    );
    expect(await statusOf(applied)).toBe('submitted');
  });

  it('refuses a unit for good: its requests to schools end, and what its registration made ends with it', async () => {
    const applied = await bench.applied();
    await bench.asks(applied.employerId, school);
    await decisions.reject(operator, applied.id, {
      version: 1,
      reasons: [{ field: 'whole', code: 'untrue', text: '执照系伪造' }],
    });
    expect((await unitRow(applied.employerId))['status']).toBe('rejected');
    expect((await bench.settlement(applied.employerId, school)).status).toBe('withdrawn');
  });

  it('leaves a unit of the directory as it was when its claim is refused', async () => {
    const employerId = await bench.unit('provisional');
    const applied = await bench.applied('initial', { employerId });
    await bench.rows(`delete from employer_event where employer_id = $1`, [employerId]);
    await decisions.reject(operator, applied.id, { version: 1, reasons: [{ field: 'whole', code: 'dead', text: '' }] });
    expect((await unitRow(employerId))['status']).toBe('provisional');
  });
});

describe('a change of certified data', () => {
  it('shows what is in force beside what is asked for, and replaces it, keeping the old in the history', async () => {
    const old = facts();
    const employerId = await bench.unit('verified', old);
    const admin = await bench.person();
    await bench.member(employerId, admin);
    const data = { ...old, name: `${old.name.slice(0, -4)}股份有限公司`, industryCode: '22' };
    const applied = await bench.applied('change', { employerId, data, applicant: admin });
    const before = await bench.get(CertificationViews).review(operator, applied.id);
    expect(before.facts.slice(0, 3)).toEqual([
      { field: 'name', label: '单位全称', before: old.name, after: data.name, changed: true },
      expect.objectContaining({ field: 'industryCode', after: '制造业', changed: true }),
      expect.objectContaining({ changed: false }),
    ]);
    await decisions.approve(operator, applied.id, { version: 1 });
    expect(await unitRow(employerId)).toMatchObject({ name: data.name, industry_code: '22', status: 'verified' });
    const event = await bench.one<{ note: string }>(
      `select note from employer_event where employer_id = $1 and action = 'profile.certified'`,
      [employerId],
    );
    expect(event.note).toContain(`${old.name} → ${data.name}`);
    const audit = await bench.one<{ body: { before: { facts: { name: string } } } }>(
      `select body from audit_entry where aggregate_type = 'employer' and aggregate_id = $1 and body ->> 'action' = 'profile.certified'`,
      [employerId],
    );
    expect(audit.body.before.facts.name).toBe(old.name);
  });

  it('leaves what is in force when it is returned or refused', async () => {
    const old = facts();
    const employerId = await bench.unit('verified', old);
    const applied = await bench.applied('change', { employerId, data: { ...old, name: '长沙改名科技有限公司' } });
    await decisions.reject(operator, applied.id, {
      version: 1,
      reasons: [{ field: 'name', code: 'mismatch', text: '' }],
    });
    expect(await unitRow(employerId)).toMatchObject({ name: old.name, status: 'verified' });
  });
});

describe('taking over', () => {
  it('makes the applicant administrator, the former one a member who is told', async () => {
    const employerId = await bench.unit();
    const [former, applicant] = [await bench.person('郑思齐'), await bench.person('周敏')];
    await bench.member(employerId, former);
    const applied = await bench.applied('takeover', { employerId, applicant });
    expect((await bench.get(CertificationViews).review(operator, applied.id)).admins).toMatchObject([
      { name: '郑思齐' },
    ]);
    await decisions.approve(operator, applied.id, { version: 1 });
    const members = await bench.rows(
      'select account_id, role from employer_member where employer_id = $1 order by role',
      [employerId],
    );
    expect(members).toEqual([
      { account_id: applicant.accountId, role: 'employer_admin' },
      { account_id: former.accountId, role: 'employer_member' },
    ]);
    expect(await bench.told(former.accountId)).toEqual(['member_role']);
    expect(await bench.events(employerId)).toEqual(['takeover.approve', 'member.role', 'member.establish']);
  });
});

describe('each decision', () => {
  const act = {
    approve: (id: string, version: number) => decisions.approve(operator, id, { version }),
    return: (id: string, version: number) => decisions.return(operator, id, { version, reasons: REASONS }),
    reject: (id: string, version: number) => decisions.reject(operator, id, { version, reasons: REASONS }),
  };

  it.each(['approve', 'return', 'reject'] as const)(
    '%s is done once; the second call is stale, and closed with the newer version',
    async (name) => {
      const applied = await bench.applied();
      expect(await codeOf(act[name](applied.id, 7))).toBe('STALE_VERSION');
      await act[name](applied.id, 1);
      expect(await codeOf(act[name](applied.id, 1))).toBe('STALE_VERSION');
      for (const other of Object.values(act)) expect(await codeOf(other(applied.id, 2))).toBe('NOT_ALLOWED_NOW');
    },
  );

  it('knows no drafts', async () => {
    const applied = await bench.applied();
    await bench.rows(`update employer_certification set status = 'draft' where id = $1`, [applied.id]);
    expect(await codeOf(act.approve(applied.id, 1))).toBe('NOT_FOUND');
    expect(await codeOf(bench.get(CertificationViews).review(operator, applied.id))).toBe('NOT_FOUND');
  });

  it('has one winner when fifty people decide at once, and one line of history', async () => {
    const applied = await bench.applied();
    const calls = Array.from({ length: 50 }, (_, i) => Object.values(act)[i % 3] as (typeof act)['approve']);
    const codes = await Promise.all(calls.map((call) => codeOf(call(applied.id, 1))));
    expect(codes.filter((code) => code === 'OK')).toHaveLength(1);
    expect(new Set(codes.filter((code) => code !== 'OK'))).toEqual(new Set(['STALE_VERSION']));
    const decided = (await bench.events(applied.employerId)).filter((action) => action.startsWith('certification.'));
    expect(decided).toHaveLength(1);
  });

  it('two units with one code cannot both pass', async () => {
    const data = facts();
    const both = await Promise.all([
      bench.applied('initial', { data }),
      bench.applied('initial', { data: { ...data, name: '长沙另一家科技有限公司' } }),
    ]);
    const codes = await Promise.all(both.map(({ id }) => codeOf(act.approve(id, 1))));
    expect(codes.sort()).toEqual(['CONFLICT', 'OK']);
  });
});

describe('the list', () => {
  it('counts by tab, begins with what is due first, and finds by name, code and applicant', async () => {
    const late = await bench.applied('initial', {
      dueAt: new Date('2027-04-09T15:59:59.999Z'),
      applicant: await bench.person('欧阳迟'),
    });
    const list = bench.get(CertificationList);
    const all = await list.list(operator, query({ pageSize: 200 }));
    expect(all.items[0]).toMatchObject({ id: late.id, deadline: { state: 'late', workdaysLeft: -1 } });
    const { items } = await list.counts(operator);
    expect(items.find((one) => one.status === 'submitted')).toMatchObject({ count: all.total, late: 1 });
    for (const q of [late.data.name.slice(2, 6), late.data.creditCode.toLowerCase(), '欧阳']) {
      expect((await list.list(operator, query({ q }))).items.map((row) => row.id)).toContain(late.id);
    }
    expect((await list.list(operator, query({ due: 'late' }))).items.map((row) => row.id)).toEqual([late.id]);
    expect((await list.list(operator, query({ kind: ['takeover'] }))).items.map((row) => row.kind)).not.toContain(
      'initial',
    );
    expect((await list.list(operator, query({ region: ['110000'] }))).total).toBe(0);
    const place = await list.place(operator, late.id, query());
    expect(place).toMatchObject({ position: 1, total: all.total, prevId: null, nextId: all.items[1]?.id });
    await decisions.return(operator, late.id, { version: 1, reasons: REASONS });
    expect(await list.place(operator, late.id, query())).toMatchObject({ position: 0, nextId: all.items[1]?.id });
  });

  it('shows beside the fields what the directory knows', async () => {
    const known = facts({ name: '长沙重名科技有限公司' });
    await bench.unit('verified', known);
    const shared = await bench.person();
    for (let i = 0; i < 3; i += 1) await bench.member(await bench.unit(), await bench.person('某人', shared.phone));
    const applied = await bench.applied('initial', { data: facts({ name: known.name }), applicant: shared });
    const view = await bench.get(CertificationViews).review(operator, applied.id);
    expect(view.like).toMatchObject([{ name: known.name, creditCode: known.creditCode, sameName: true }]);
    expect(view.checks.filter((check) => check.level === 'warn').map((check) => check.field)).toEqual([
      'name',
      'applicant',
    ]);
    expect(view.applicant).toMatchObject({ phone: expect.stringMatching(/^138\*{4}\d{4}$/), roleLabel: '申请人' });
    expect(view.missingPapers).toEqual(['营业执照', '账号授权书']);
    expect(JSON.stringify(view)).not.toContain(shared.phone);
  });
});
