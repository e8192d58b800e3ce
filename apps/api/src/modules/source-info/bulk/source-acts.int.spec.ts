import { randomUUID } from 'node:crypto';
import type { Student, World } from '../../agreements/testing/world.js';
import { PeopleBench, type Person, type Reply } from '../../people/testing/people-bench.js';
import { submitted } from '../testing/submissions.js';
import { ActRunner } from './act-runner.js';
import type { SourceActPreview, SourceActRowPage, SourceActView } from './acts.dto.js';

let bench: PeopleBench;
let world: World;
let counsellor: Person;
let college: Person;
let same: Student;
let differing: Student;
let waiting: Student;

beforeAll(async () => {
  bench = await PeopleBench.open();
});
afterAll(() => bench.close());
beforeEach(async () => {
  world = await bench.world();
  counsellor = await bench.signIn(await world.staff('counsellor', { classOf: 0 }));
  college = await bench.signIn(await world.staff('college_admin', { college: 0 }));
  same = await world.student({ name: '司徒静' });
  differing = await world.student({ name: '令狐远' });
  waiting = await world.student({ name: '欧阳远', sourceState: 'not_started' });
  await submitted(bench.app, same);
  await submitted(
    bench.app,
    differing,
    { politicalCode: '02', homePhone: '' },
    { school: { homePhone: '0743-6220000' } },
  );
});

const ids = (...students: Student[]): object => ({ selection: { ids: students.map(({ id }) => id) } });
const code = ({ body }: Reply<unknown>): unknown => (body as Record<string, unknown>)['code'];
const preview = async (who: Person, body: object): Promise<SourceActPreview> =>
  (await who.post<SourceActPreview>('sources/acts/preview', body)).body;
const give = async (who: Person, body: object): Promise<SourceActView> => {
  const { status, body: act } = await who.post<SourceActView>('sources/acts', body);
  expect(status).toBe(202);
  return act;
};
const view = async (who: Person, id: string): Promise<SourceActView> =>
  (await who.get<SourceActView>(`sources/acts/${id}`)).body;
const rowsOf = async (who: Person, id: string, query = ''): Promise<[string, string | null, string | null][]> =>
  (await who.get<SourceActRowPage>(`sources/acts/${id}/rows?${query}`)).body.items.map((row) => [
    row.name,
    row.outcome,
    row.detail,
  ]);
async function carriedOut(who: Person, body: object): Promise<SourceActView> {
  const { id } = await give(who, body);
  await bench.drain({ schoolId: world.schoolId });
  return view(who, id);
}
const column = async <T>(student: Student, name: string): Promise<T> =>
  (await bench.one<{ v: T }>(`select ${name} as v from student where id = $1`, [student.id])).v;
const state = (student: Student): Promise<string> => column<string>(student, 'source_state');
const notices = async (student: Student): Promise<string[]> =>
  (
    await bench.rows<{ title: string }>('select title from notification where account_id = $1', [student.accountId])
  ).map(({ title }) => title);

describe('passing many', () => {
  it('says before who is not eligible and why, and does just that, with history and audit', async () => {
    const body = { ...ids(same, differing, waiting), act: 'pass' };
    const seen = await preview(counsellor, body);
    expect(seen).toMatchObject({ total: 3, eligible: 1, dropped: 0 });
    expect(seen.misfits).toEqual([
      { reason: '学生填的和学校库不同，请逐个审核。', count: 1, names: ['令狐远'] },
      { reason: '现在是「还没有核验」，没有要审核的内容。', count: 1, names: ['欧阳远'] },
    ]);
    const act = await carriedOut(counsellor, body);
    expect(act.counts).toEqual({ total: 3, done: 1, skipped: 2, failed: 0 });
    expect(await Promise.all([same, differing, waiting].map(state))).toEqual([
      'counsellor_approved',
      'submitted',
      'not_started',
    ]);
    const [event] = await bench.rows(
      'select action, level, version_no, actor_name from source_event where student_id = $1',
      [same.id],
    );
    expect(event).toEqual({
      action: 'pass',
      level: 'counsellor',
      version_no: 1,
      actor_name: counsellor.ctx.actor.displayName,
    });
    const links = await bench.rows<{ action: string }>(
      `select body ->> 'action' as action from audit_entry where aggregate_type = 'source' and aggregate_id = $1`,
      [same.id],
    );
    expect(links).toEqual([{ action: 'source.pass' }]);
    // it can be taken back like any other
    const one = (await counsellor.get<{ version: number }>(`sources/${same.id}`)).body;
    expect((await counsellor.post(`sources/${same.id}/claw-back`, { version: one.version })).status).toBe(200);
  });

  it('takes over what the students wrote where that is wanted, but covers nothing with an empty answer', async () => {
    const act = await carriedOut(counsellor, { ...ids(same, differing), act: 'pass', differences: 'copy' });
    expect(act.counts.done).toBe(2);
    expect(await rowsOf(counsellor, act.id)).toEqual([
      ['司徒静', 'done', null],
      ['令狐远', 'done', '复制了学生填的 1 项'],
    ]);
    expect(await column(differing, 'political_code')).toBe('02');
    expect(await column(differing, 'source_differs')).toEqual(['homePhone']);
    const events = await bench.rows<{ action: string }>(
      'select action from source_event where student_id = $1 order by id',
      [differing.id],
    );
    expect(events.map(({ action }) => action)).toEqual(['edit', 'pass']);
  });

  it('leaves the school’s values where the reviewer says so', async () => {
    await carriedOut(counsellor, { ...ids(differing), act: 'pass', differences: 'keep' });
    expect([await state(differing), await column(differing, 'political_code')]).toEqual(['counsellor_approved', '03']);
  });

  it('is of the level whose turn it is, and the last level tells the students', async () => {
    expect((await preview(college, { ...ids(same), act: 'pass' })).misfits[0]?.reason).toContain('辅导员');
    const center = await bench.signIn(await world.staff('center_admin'));
    for (const who of [counsellor, college, center]) await carriedOut(who, { ...ids(same), act: 'pass' });
    expect(await state(same)).toBe('school_approved');
    expect(await notices(same)).toEqual(['生源信息审核通过']);
  });
});

describe('an order that is under way', () => {
  it('asks again what its giver may do: a class that went to somebody else is not touched', async () => {
    const { id } = await give(counsellor, { ...ids(same), act: 'pass' });
    await bench.database.owner.query('update account_grant set class_ids = $2 where account_id = $1', [
      counsellor.id,
      [world.colleges[1].classId],
    ]);
    await bench.drain({ schoolId: world.schoolId });
    expect(await state(same)).toBe('submitted');
    const [row] = await bench.rows('select outcome, detail from source_act_row where act_id = $1', [id]);
    expect(row).toEqual({ outcome: 'failed', detail: '不在你的职责范围内了。' });
  });

  it('ends for whoever has lost the right', async () => {
    const { id } = await give(counsellor, { ...ids(same), act: 'pass' });
    await bench.database.owner.query(`update account_grant set role = 'auditor' where account_id = $1`, [
      counsellor.id,
    ]);
    await bench.drain({ schoolId: world.schoolId });
    expect(await state(same)).toBe('submitted');
    expect(await bench.one('select outcome from source_act_row where act_id = $1', [id])).toEqual({
      outcome: 'failed',
    });
  });

  it('goes on where it stopped, and tries those who were not done again', async () => {
    const { id } = await give(counsellor, { ...ids(same, differing), act: 'pass' });
    await bench.database.owner.query(
      `update source_act_row set outcome = 'done', detail = '上一次' where act_id = $1 and student_id = $2`,
      [id, same.id],
    );
    await bench.drain({ schoolId: world.schoolId });
    expect(await state(same)).toBe('submitted');
    expect(await rowsOf(counsellor, id, 'only=undone')).toEqual([
      ['令狐远', 'skipped', '学生填的和学校库不同，请逐个审核。'],
    ]);
    const record = (await counsellor.get<{ version: number }>(`sources/${differing.id}`)).body;
    const saved = { version: record.version, copy: ['politicalCode'], set: { homePhone: '' } };
    expect((await counsellor.put(`sources/${differing.id}/values`, saved)).status).toBe(200);
    expect((await counsellor.post(`sources/acts/${id}/retry`)).status).toBe(202);
    await bench.drain({ schoolId: world.schoolId });
    expect((await view(counsellor, id)).counts).toMatchObject({ done: 2 });
    expect(await state(differing)).toBe('counsellor_approved');
    expect(code(await counsellor.post(`sources/acts/${id}/retry`))).toBe('NOT_ALLOWED_NOW');
  });

  it('takes nobody along when one goes wrong', async () => {
    const runner = bench.app.get(ActRunner, { strict: false });
    const run = runner.run.bind(runner);
    runner.run = (tx, ctx, order, some) => {
      if (some.includes(differing.id)) throw new Error('broken');
      return run(tx, ctx, order, some);
    };
    const act = await carriedOut(counsellor, { ...ids(same, differing), act: 'pass', differences: 'keep' });
    runner.run = run;
    expect(act.counts).toMatchObject({ done: 1, failed: 1 });
    expect(await Promise.all([same, differing].map(state))).toEqual(['counsellor_approved', 'submitted']);
  });

  it('drops whom its giver does not reach, and is seen by its giver alone', async () => {
    const elsewhere = await world.student({ college: 1 });
    const act = await carriedOut(counsellor, { ...ids(same, elsewhere), act: 'pass' });
    expect([act.dropped, act.counts.total]).toEqual([1, 1]);
    expect((await college.get(`sources/acts/${act.id}`)).status).toBe(404);
    expect((await counsellor.post('sources/acts', { ...ids(elsewhere), act: 'pass' })).status).toBe(404);
  });

  it('is not given for another number of students than the page showed', async () => {
    const filter = { cohort: world.cohort, state: ['submitted'] };
    const body = { selection: { filter, expected: 3 }, act: 'pass' };
    expect((await counsellor.post('sources/acts', body)).status).toBe(409);
    await carriedOut(counsellor, { selection: { filter, expected: 2 }, act: 'pass' });
    expect(await state(same)).toBe('counsellor_approved');
  });
});

describe('changing many', () => {
  it('shows from what to what, leaves those who have it, and writes versions', async () => {
    const body = { ...ids(same, differing, waiting), act: 'edit', set: { politicalCode: '中共预备党员' } };
    await bench.database.owner.query(`update student set political_code = '02' where id = $1`, [waiting.id]);
    const seen = await preview(counsellor, body);
    expect(seen).toMatchObject({ eligible: 2, misfits: [{ reason: '已经是这些值。', count: 1 }] });
    expect(seen.changes).toEqual([
      {
        key: 'politicalCode',
        label: '政治面貌',
        to: '02 中共预备党员',
        from: [{ text: '03 共青团员', count: 2 }],
      },
    ]);
    const act = await carriedOut(counsellor, body);
    expect(act.counts).toMatchObject({ done: 2, skipped: 1 });
    expect(await column(differing, 'source_differs')).toEqual(['homePhone']);
    const version = await bench.one(
      'select kind, changed from source_version where student_id = $1 order by no desc limit 1',
      [same.id],
    );
    expect(version).toEqual({ kind: 'edited', changed: ['politicalCode'] });
  });

  it('takes no field that is one’s own, and asks for a reason where the registry is touched', async () => {
    const refused = async (body: object): Promise<string[]> => {
      const { status, body: problem } = await counsellor.post('sources/acts', { ...ids(same), act: 'edit', ...body });
      expect(status).toBe(422);
      return (problem as unknown as { errors: { field: string }[] }).errors.map(({ field }) => field);
    };
    expect(await refused({ set: { phone: '13800000021' } })).toEqual(['set.phone']);
    expect(await refused({ set: { politicalCode: '99' } })).toEqual(['set.politicalCode']);
    expect(await refused({ set: { enrolledMonth: '202209' } })).toEqual(['reason']);
    expect(await refused({ set: {} })).toEqual(['set']);
  });
});

describe('moving to another cohort', () => {
  async function nextYear(): Promise<string> {
    const { owner } = bench.database;
    const classId = randomUUID();
    await owner.query('insert into cohort (school_id, year) values ($1, 2028)', [world.schoolId]);
    await owner.query(
      `insert into school_class (school_id, id, college_id, major_id, cohort, name) values ($1, $2, $3, $4, 2028, '软工2801')`,
      [world.schoolId, classId, world.colleges[0].id, world.colleges[0].majorId],
    );
    return classId;
  }
  const reason = '休学一年';

  it('goes to the class that was chosen for the major; a live agreement stands in the way', async () => {
    const classId = await nextYear();
    const employer = await world.employer();
    await bench.database.owner.query(
      `insert into signing_case (school_id, student_id, cohort, college_id, class_id, employer_id, flow, state, policy_version, form_values, initiator_id, created_at, state_since, updated_at)
       select s.school_id, s.id, s.cohort, s.college_id, s.class_id, $2, 'employer_invite', case when s.id = $3 then 'INVITED' else 'DECLINED' end, 1, '{}', $4, now(), now(), now()
         from student s where s.id = any($1)`,
      [[same.id, differing.id], employer.id, differing.id, employer.accountId],
    );
    const order = { ...ids(same, differing), act: 'move', cohort: 2028, reason };
    const seen = await preview(college, order);
    expect(seen.majors).toEqual([
      { id: world.colleges[0].majorId, name: '软件工程', count: 2, classes: [{ id: classId, name: '软工2801' }] },
    ]);
    expect(seen.eligible).toBe(0);
    const classes = [{ majorId: world.colleges[0].majorId, classId }];
    const act = await carriedOut(college, { ...order, classes });
    expect(await rowsOf(college, act.id)).toEqual([
      ['司徒静', 'done', '现在是 2028届 软工2801'],
      ['令狐远', 'skipped', '有正在办理或已经生效的协议，先解约或作废再换届。'],
    ]);
    expect([await column(same, 'cohort'), await column(same, 'class_id')]).toEqual([2028, classId]);
    const followed = await bench.one('select cohort, class_id from signing_case where student_id = $1', [same.id]);
    expect(followed).toEqual({ cohort: 2028, class_id: classId });
    const { note } = await bench.one<{ note: string }>('select note from source_event where student_id = $1', [
      same.id,
    ]);
    expect(note).toContain('2028届 软工2801。休学一年');
  });

  it('reaches as far as the role that holds it, not as far as another role of the same person', async () => {
    await nextYear();
    await bench.database.owner.query(
      `insert into account_grant (account_id, school_id, role, college_ids) values ($1, $2, 'college_admin', $3)`,
      [counsellor.id, world.schoolId, [world.colleges[1].id]],
    );
    const elsewhere = await world.student({ college: 1 });
    const seen = await preview(counsellor, { ...ids(same, elsewhere), act: 'move', cohort: 2028, reason });
    expect([seen.total, seen.dropped]).toEqual([2, 1]);
  });

  it('is not a counsellor’s, and wants cohort and reason', async () => {
    await nextYear();
    const order = { ...ids(same), act: 'move', cohort: 2028, reason };
    expect((await counsellor.post('sources/acts', order)).status).toBe(403);
    expect((await college.post('sources/acts', { ...ids(same), act: 'move' })).status).toBe(422);
  });
});

describe('telling many', () => {
  it('writes a message to each, and names those who cannot read it', async () => {
    await bench.database.owner.query('update student set account_id = null where id = $1', [waiting.id]);
    const words = { title: '请尽快核验', text: '11 月 30 日前核验生源信息。' };
    const act = await carriedOut(counsellor, { ...ids(same, waiting), act: 'notify', ...words });
    expect(await rowsOf(counsellor, act.id)).toEqual([
      ['司徒静', 'done', null],
      ['欧阳远', 'skipped', '还没有账号，收不到通知。'],
    ]);
    expect(await notices(same)).toEqual([words.title]);
    expect((await counsellor.post('sources/acts', { ...ids(same), act: 'notify', title: ' ' })).status).toBe(422);
  });
});
