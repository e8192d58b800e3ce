import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { SourceValues } from '@qiancheng/shared';
import { WholeModule } from '../../../app.module.js';
import { bootScan } from '../../../platform/access/index.js';
import { Clock, FakeClock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { FieldCipher } from '../../../platform/crypto/index.js';
import { Db } from '../../../platform/database/index.js';
import { AppError, createHttpApp } from '../../../platform/http/index.js';
import { createTestDatabase, testConfig, type TestDatabase } from '../../../platform/testing/index.js';
import { type Student, World } from '../../agreements/testing/world.js';
import { Inbox } from '../../notifications/index.js';
import { SourceNotices } from '../notices/source-notices.js';
import { SourceRecords } from '../records/source-records.js';
import { OwnSourceViews } from './own-source-views.js';
import { RegistryReports } from './registry-reports.js';
import { SourceVersions } from './source-versions.js';
import { StudentSourceActs } from './student-acts.js';

const FILLED: Partial<SourceValues> = {
  politicalCode: '03',
  hardshipCode: '0',
  teacherTrainingCode: '2',
  originCode: '433130',
  originNote: '随父母迁户口',
  urbanRuralCode: '2',
  policeStationBefore: '龙山县公安局民安派出所',
  householdMovedIn: '0',
  archiveMovedIn: '1',
  archiveUnitBefore: '龙山县高级中学',
  address: '民安街道新建路 12 号 3 栋 502',
  homePostcode: '416800',
  emergencyName: '欧阳建国',
  emergencyRelation: '1',
  emergencyPhone: '138-0000-0022',
};

let database: TestDatabase;
let app: NestFastifyApplication;
let world: World;
let acts: StudentSourceActs;
let views: OwnSourceViews;
let reports: RegistryReports;
let records: SourceRecords;
let versions: SourceVersions;
let db: Db;

beforeAll(async () => {
  database = await createTestDatabase();
  const config = testConfig(database.url);
  ({ app } = await createHttpApp(WholeModule.forRoot(config, new FakeClock()), config, bootScan));
  world = await World.create(database.owner, app.get(FieldCipher, { strict: false }));
  acts = app.get(StudentSourceActs, { strict: false });
  views = app.get(OwnSourceViews, { strict: false });
  reports = app.get(RegistryReports, { strict: false });
  records = app.get(SourceRecords, { strict: false });
  versions = app.get(SourceVersions, { strict: false });
  db = app.get(Db, { strict: false });
});
afterAll(async () => {
  await app.close();
  await database.drop();
});

const fresh = (sourceState = 'not_started'): Promise<Student> => world.student({ sourceState });

async function submitted(): Promise<Student> {
  const student = await fresh();
  await acts.save(student.ctx, { version: 0, values: FILLED });
  await acts.submit(student.ctx, { version: 1 });
  return student;
}

/** The cohort of this test file ends its submitting; `null` opens it again. */
const setTerm = (until: string | null, late = 'refuse'): Promise<unknown> =>
  database.owner.query('update cohort set source_until = $2, source_late = $3 where school_id = $1', [
    world.schoolId,
    until,
    late,
  ]);

async function problemOf(act: Promise<unknown>): Promise<AppError> {
  try {
    await act;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

/** As a reviewer of the first level would leave it. */
function reviewed(
  ctx: RequestContext,
  id: string,
  state: 'counsellor_approved' | 'returned',
  note = '',
): Promise<void> {
  return db.tx(ctx, async (tx) => {
    await records.writeState(tx, id, state, { returnedBy: state === 'returned' ? 'counsellor' : null });
    const action = state === 'returned' ? 'return' : 'pass';
    const level = 'counsellor';
    await records.addEvent(tx, ctx, id, {
      action,
      level,
      from: 'submitted',
      to: state,
      reasonCodes: ['address'],
      note,
    });
  });
}

describe('the draft', () => {
  it('keeps single fields as they were typed, also the wrong ones, and names those', async () => {
    const { ctx } = await fresh();
    const first = await acts.save(ctx, { version: 0, values: { homePostcode: '4168', qq: ' １２３４５６ ' } });
    expect(first).toMatchObject({ version: 1 });
    expect(first.errors).toContainEqual({ field: 'homePostcode', message: expect.stringMatching(/6 位/) as string });
    await acts.save(ctx, { version: 1, values: { emergencyName: '欧阳建国' } });
    const view = await views.get(ctx);
    expect(view.draft.version).toBe(2);
    expect(view.values).toMatchObject({ homePostcode: '4168', qq: ' １２３４５６ ', emergencyName: '欧阳建国' });
    // what was not written is the school's, and stays so when the school mends it
    expect(view.values['email']).toBe('someone@example.edu.cn');
    await database.owner.query(`update student set email = 'new@example.edu.cn' where id = $1`, [ctx.actor.studentId]);
    expect((await views.get(ctx)).values['email']).toBe('new@example.edu.cn');
  });

  it('of another device is shown to the later one, and nothing of it is overwritten', async () => {
    const { ctx } = await fresh();
    await acts.save(ctx, { version: 0, values: { homePostcode: '416800' } });
    const problem = await problemOf(acts.save(ctx, { version: 0, values: { homePostcode: '410000' } }));
    expect(problem).toMatchObject({
      code: 'STALE_VERSION',
      extra: { currentVersion: 1, draft: { version: 1, values: { homePostcode: '416800' } } },
    });
    expect((await views.get(ctx)).values['homePostcode']).toBe('416800');
  });

  it('takes two saves at once one after the other', async () => {
    const { ctx } = await fresh();
    const both = await Promise.allSettled(
      ['410000', '410001'].map((homePostcode) => acts.save(ctx, { version: 0, values: { homePostcode } })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('refuses the registry’s fields and unknown ones, by name, and keeps nothing of the request', async () => {
    const { ctx } = await fresh();
    const values = { name: '别人', genderCode: '2', nothing: 'x', qq: '12345' };
    const problem = await problemOf(acts.save(ctx, { version: 0, values }));
    expect(problem.errors?.map(({ field }) => field)).toEqual(['values.name', 'values.genderCode', 'values.nothing']);
    expect((await views.get(ctx)).draft.version).toBe(0);
  });

  it('lies sealed', async () => {
    const { ctx, id } = await fresh();
    await acts.save(ctx, { version: 0, values: { address: '很好认的一条路 12 号 3 栋' } });
    const { rows } = await database.owner.query<{ text: string }>(
      `select encode(values_enc, 'escape') as text from source_draft where student_id = $1`,
      [id],
    );
    expect(rows[0]?.text).not.toContain(Buffer.from('很好认').toString('latin1'));
    expect(rows).toHaveLength(1);
  });
});

describe('submitting', () => {
  it('names everything that is missing or wrong, by field, and changes nothing', async () => {
    const { ctx } = await fresh();
    await acts.save(ctx, {
      version: 0,
      values: { ...FILLED, address: '龙山县民安街道', emergencyPhone: '138 0000 0021' },
    });
    const problem = await problemOf(acts.submit(ctx, { version: 1 }));
    expect(problem).toMatchObject({ code: 'VALIDATION_FAILED', detail: '有 2 处要改，改完才能提交。' });
    expect(problem.errors?.map(({ field }) => field)).toEqual(['address', 'emergencyPhone']);
    expect((await views.get(ctx)).state).toBe('not_started');
  });

  it('keeps a version in one spelling, the differences, the event and the audit link', async () => {
    const { ctx, id } = await submitted();
    const view = await views.get(ctx);
    expect(view).toMatchObject({ state: 'submitted', stateLabel: '待辅导员审核' });
    expect(view.values['emergencyPhone']).toBe('13800000022');
    expect(view.dueAt).not.toBeNull();
    expect(view.history[0]).toMatchObject({ action: 'submit', label: '提交核验', versionNo: 1 });
    const { rows } = await database.owner.query(
      `select source_differs as differs, phone_masked,
              (select count(*)::int from audit_entry where aggregate_type = 'source' and aggregate_id = s.id::text) as links
         from student s where id = $1`,
      [id],
    );
    expect(rows[0]).toMatchObject({ links: 1 });
    expect((rows[0] as { differs: string[] }).differs).toContain('address');
    // the school's own values stay as they are until a reviewer takes them over
    expect(view.school['address']).toBe('龙山县民安街道新建路 12 号');
    expect(await problemOf(acts.save(ctx, { version: 2, values: { qq: '12345' } }))).toMatchObject({
      code: 'NOT_ALLOWED_NOW',
    });
  });

  it('wants the draft that the student sees', async () => {
    const { ctx } = await fresh();
    await acts.save(ctx, { version: 0, values: FILLED });
    expect((await problemOf(acts.submit(ctx, { version: 0 }))).code).toBe('STALE_VERSION');
  });

  it('is taken back until a reviewer has acted, with the draft as it was', async () => {
    const { ctx, id } = await submitted();
    const back = await acts.withdraw(ctx);
    expect(back).toMatchObject({ state: 'not_started' });
    expect(back.values['address']).toBe(FILLED.address);
    // nothing is submitted any more: no list may show differences
    const { rows } = await database.owner.query('select source_differs as differs from student where id = $1', [id]);
    expect(rows[0]).toEqual({ differs: null });
    await acts.submit(ctx, { version: back.draft.version });
    await reviewed(await world.staff('counsellor', { classOf: 0 }), id, 'counsellor_approved');
    expect(await problemOf(acts.withdraw(ctx))).toMatchObject({ code: 'NOT_ALLOWED_NOW' });
  });

  it('after a return shows the reviewer’s words, and keeps both versions to compare', async () => {
    const { ctx, id } = await submitted();
    await reviewed(await world.staff('counsellor', { classOf: 0 }), id, 'returned', '写到门牌号');
    const view = await views.get(ctx);
    expect(view.returned).toMatchObject({ levelLabel: '辅导员', reasons: ['住址不完整'], note: '写到门牌号' });
    await acts.save(ctx, { version: view.draft.version, values: { address: '民安街道新建路 14 号' } });
    await acts.submit(ctx, { version: view.draft.version + 1 });
    const { items } = await versions.list(ctx);
    expect(items.map(({ no, changed }) => [no, changed])).toEqual([
      [2, ['家庭住址']],
      [1, []],
    ]);
    const compared = await versions.compare(ctx, { from: 1, to: 2 });
    expect(compared.rows.filter(({ differs }) => differs)).toEqual([
      expect.objectContaining({ field: 'address', from: FILLED.address, to: '民安街道新建路 14 号' }),
    ]);
    expect(compared.rows.find(({ field }) => field === 'originCode')?.to).toContain('龙山县');
    expect(compared.rows.find(({ field }) => field === 'idNo')?.to).toBe('110****004X');
    expect((await problemOf(versions.compare(ctx, { from: 1, to: 9 }))).code).toBe('NOT_FOUND');
  });
});

describe('an error of the registry', () => {
  const report = (ctx: RequestContext, over: object = {}) =>
    reports.report(ctx, { field: 'ethnicCode', proposed: '苗族', grounds: '户口簿', ...over });

  it('is reported once a field, and can be taken back and reported again', async () => {
    const { ctx } = await submitted();
    const first = await report(ctx);
    expect(first).toMatchObject({ label: '民族', proposed: '苗族', status: 'open' });
    expect((await problemOf(report(ctx))).code).toBe('CONFLICT');
    await report(ctx, { field: 'class', proposed: '软工 2302' });
    await reports.withdraw(ctx, first.id);
    expect((await problemOf(reports.withdraw(ctx, first.id))).code).toBe('CONFLICT');
    await report(ctx);
    expect((await views.get(ctx)).reports.map(({ status }) => status)).toEqual(['open', 'open', 'withdrawn']);
  });

  it('is none in a field of the student’s own, and its grounds carry no numbers', async () => {
    const { ctx } = await fresh();
    expect((await problemOf(report(ctx, { field: 'address' }))).errors?.[0]?.field).toBe('field');
    expect((await problemOf(report(ctx, { grounds: '身份证 4331 3020 0504 18' }))).errors?.[0]?.field).toBe('grounds');
  });

  it('is another’s to nobody', async () => {
    const { id } = await report((await fresh()).ctx);
    expect((await problemOf(reports.withdraw((await fresh()).ctx, id))).code).toBe('NOT_FOUND');
  });

  it('is answered within the scope of the teacher, with words where nothing changes, and the student is told', async () => {
    const { ctx } = await fresh();
    const { id } = await report(ctx);
    const decide = (staff: RequestContext, answer: string) =>
      db.tx(staff, (tx) => reports.decide(tx, staff, id, { outcome: 'kept', answer }));
    const near = await world.staff('college_admin', { college: 0 });
    expect((await problemOf(decide(await world.staff('college_admin', { college: 1 }), '无误'))).code).toBe(
      'NOT_FOUND',
    );
    expect((await problemOf(decide(near, ' '))).errors?.[0]?.field).toBe('answer');
    const { report: answered } = await decide(near, '户口簿是土家族。');
    expect(answered).toMatchObject({ status: 'kept', statusLabel: '核对无误', decidedName: near.actor.displayName });
    expect((await problemOf(decide(near, '再答一次'))).code).toBe('CONFLICT');
    const { items } = await app.get(Inbox, { strict: false }).list(ctx, { page: 1, pageSize: 20 });
    expect(items[0]).toMatchObject({
      event: 'source_report_decided',
      body: '你报告的民族：核对无误。答复：户口簿是土家族。',
      about: { kind: 'source' },
    });
  });
});

describe('the result', () => {
  it('reaches the student in the reviewer’s words', async () => {
    const { ctx, id } = await submitted();
    const staff = await world.staff('college_admin', { college: 0 });
    const notices = app.get(SourceNotices, { strict: false });
    await db.tx(staff, async (tx) => {
      const record = await records.find(tx, staff, id);
      if (!record) throw new Error('out of scope');
      await notices.returned(tx, staff, record, ['address', 'missing'], '写到门牌号。');
      await notices.approved(tx, staff, record);
    });
    const { items } = await app.get(Inbox, { strict: false }).list(ctx, { page: 1, pageSize: 20 });
    expect(items.map(({ body }) => body)).toEqual(
      expect.arrayContaining([
        '生源信息没有通过审核，改好后再提交。原因：住址不完整、有内容没有填：写到门牌号。',
        '你的生源信息审核通过了。',
      ]),
    );
  });
});

describe('the last day of submitting', () => {
  const clock = (): FakeClock => app.get(Clock, { strict: false });
  const TODAY = '2027-04-12T02:00:00Z';
  afterEach(async () => {
    clock().set(TODAY);
    await setTerm(null);
  });

  it('counts until its midnight, then writes on but takes nothing, with the reason', async () => {
    const { ctx } = await fresh();
    await setTerm('2027-04-12');
    await acts.save(ctx, { version: 0, values: FILLED });
    expect((await views.get(ctx)).term).toEqual({ until: '2027-04-12', late: 'refuse', daysLeft: 0 });
    clock().set('2027-04-12T16:00:00Z');
    const late = await problemOf(acts.submit(ctx, { version: 1 }));
    expect([late.code, late.detail]).toEqual(['NOT_ALLOWED_NOW', '提交已在 4月12日 截止。需要提交请联系辅导员。']);
    await acts.save(ctx, { version: 1, values: { qq: '123456' } });
    expect((await views.progress(ctx)).term).toMatchObject({ daysLeft: -1 });
    clock().set('2027-04-12T15:59:59Z');
    expect((await acts.submit(ctx, { version: 2 })).state).toBe('submitted');
  });

  it('does not bind what was sent back, nor a school that takes late ones', async () => {
    const back = await submitted();
    await reviewed(back.ctx, back.id, 'returned');
    const other = await fresh();
    await acts.save(other.ctx, { version: 0, values: FILLED });
    await setTerm('2027-04-11');
    expect((await acts.submit(back.ctx, { version: (await views.get(back.ctx)).draft.version })).state).toBe(
      'submitted',
    );
    await setTerm('2027-04-11', 'accept');
    expect((await acts.submit(other.ctx, { version: 1 })).state).toBe('submitted');
  });

  it('lets nobody withdraw what could not be submitted again', async () => {
    const { ctx } = await submitted();
    await setTerm('2027-04-11');
    const problem = await problemOf(acts.withdraw(ctx));
    expect(problem.detail).toBe('提交已在 4月11日 截止，撤回后不能再交。要改请联系老师退回。');
    expect((await views.get(ctx)).state).toBe('submitted');
  });
});

describe('what the list is asked by', () => {
  it('is the last submission and how often it was sent back', async () => {
    const { ctx, id } = await submitted();
    const standing = async (): Promise<unknown> =>
      (
        await database.owner.query(
          'select source_submitted_at as at, source_returns as times from student where id = $1',
          [id],
        )
      ).rows[0];
    const now = app.get(Clock, { strict: false }).now();
    expect(await standing()).toEqual({ at: now, times: 0 });
    await reviewed(ctx, id, 'returned');
    expect(await standing()).toEqual({ at: now, times: 1 });
    await acts.submit(ctx, { version: (await views.get(ctx)).draft.version });
    await reviewed(ctx, id, 'returned');
    expect(await standing()).toMatchObject({ times: 2 });
  });
});

describe('the phone of the account', () => {
  it('is offered once its holder has proven it, and written nowhere by itself', async () => {
    const { ctx } = await fresh();
    const cipher = app.get(FieldCipher, { strict: false });
    const accountId = ctx.actor.accountId as string;
    await database.owner.query('update account set phone_enc = $2, phone_verified_at = null where id = $1', [
      accountId,
      cipher.seal('account', 'phone_enc', accountId, '13912345678'),
    ]);
    expect((await views.get(ctx)).boundPhone).toBeNull();
    await database.owner.query('update account set phone_verified_at = now() where id = $1', [accountId]);
    const view = await views.get(ctx);
    expect([view.boundPhone, view.values['phone']]).toEqual(['13912345678', '13800000021']);
  });
});
