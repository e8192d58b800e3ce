import type { RequestContext } from '../../../platform/context/index.js';
import type { CaseDetail } from '../http/dto/case-detail.dto.js';
import { TeacherCaseQuery } from '../http/dto/teacher.dto.js';
import { EmployerCaseQuery } from '../http/dto/employer.dto.js';
import { Bench, codeOf } from '../testing/bench.js';
import type { Employer, Student, World } from '../testing/world.js';
import { EmployerListQueries } from './employer-list.js';
import { EmployerSummaryQueries } from './employer-summary.js';
import { TeacherHomeQueries } from './teacher-home.js';
import { TeacherListQueries } from './teacher-list.js';

let bench: Bench;
let world: World;
let employer: Employer;
let college: RequestContext;
let otherCollege: RequestContext;
let center: RequestContext;
let draft: CaseDetail;
let invited: CaseDetail;
let atCollege: CaseDetail;
let atCenter: CaseDetail;
let toSign: CaseDetail;
let toSeal: CaseDetail;
let elsewhere: CaseDetail;
let signer: Student;

beforeAll(async () => {
  bench = await Bench.open();
  world = await bench.world();
  employer = await world.employer();
  college = await world.staff('college_admin', { college: 0 });
  otherCollege = await world.staff('college_admin', { college: 1 });
  center = await world.staff('center_admin');
  const reviewers = [college, center];
  draft = await bench.draft(employer, await world.student({ name: '林静怡' }));
  invited = await bench.invited(employer, await world.student({ name: '买买提·吐尔逊' }));
  atCollege = await bench.accepted(employer, await world.student({ name: '张伟' }));
  atCenter = await bench.pass(college, await bench.accepted(employer, await world.student({ name: '张伟' })));
  toSign = await bench.signing(employer, await world.student(), reviewers);
  signer = await world.student();
  toSeal = await bench.sign(signer, await bench.signing(await world.employer(), signer, reviewers));
  elsewhere = await bench.accepted(employer, await world.student({ college: 1 }));
});
afterAll(() => bench.close());

const query = (patch: Partial<TeacherCaseQuery> = {}): TeacherCaseQuery =>
  Object.assign(new TeacherCaseQuery(), { page: 1, pageSize: 20, cohort: 2027 }, patch);

async function ids(ctx: RequestContext, patch: Partial<TeacherCaseQuery> = {}): Promise<string[]> {
  const page = await bench.app.get(TeacherListQueries, { strict: false }).list(ctx, query(patch));
  expect(page.total).toBe(page.items.length);
  return page.items.map((row) => row.id);
}

describe('the teachers’ list', () => {
  it('shows what lies in the scope, and no draft that was never sent', async () => {
    const all = [invited, atCollege, atCenter, toSign, toSeal, elsewhere].map((one) => one.id);
    expect((await ids(center)).sort()).toEqual([...all].sort());
    expect((await ids(college)).sort()).toEqual(all.filter((id) => id !== elsewhere.id).sort());
    expect(await ids(otherCollege)).toEqual([elsewhere.id]);
    expect(await ids(center)).not.toContain(draft.id);
  });

  it('mine is what this account may act on now', async () => {
    expect((await ids(college, { queue: 'mine' })).sort()).toEqual([atCollege.id, toSeal.id].sort());
    expect(await ids(otherCollege, { queue: 'mine' })).toEqual([elsewhere.id]);
    // The centre may record the unit's seal as well, but that waits for the college.
    expect(await ids(center, { queue: 'mine' })).toEqual([atCenter.id]);
    expect(await ids(await world.staff('auditor'), { queue: 'mine' })).toEqual([]);
    expect(await ids(await world.staff('counsellor', { classOf: 0 }), { queue: 'mine' })).toEqual([]);
  });

  it('filters by state, level, slot and unit, and finds by name, number, agreement and employer', async () => {
    expect((await ids(center, { state: ['REVIEW'], level: 1 })).sort()).toEqual([atCollege.id, elsewhere.id].sort());
    expect(await ids(center, { slot: 'student' })).toEqual([toSign.id]);
    expect(await ids(center, { slot: 'employer' })).toEqual([toSeal.id]);
    expect(await ids(center, { collegeId: [world.colleges[1].id] })).toEqual([elsewhere.id]);
    expect((await ids(center, { q: '张伟' })).sort()).toEqual([atCollege.id, atCenter.id].sort());
    expect(await ids(center, { q: signer.no })).toEqual([toSeal.id]);
    expect(await ids(center, { q: toSign.agreementNo ?? '' })).toEqual([toSign.id]);
    expect(await ids(center, { q: "%' or true --" })).toEqual([]);
    expect(await ids(center, { cohort: 2026 })).toEqual([]);
  });

  it('sorts both ways with the id as the last key', async () => {
    const up = await ids(center, { sort: 'studentNo' });
    expect(await ids(center, { sort: '-studentNo' })).toEqual([...up].reverse());
  });

  it('tells whose turn it is and what was done', async () => {
    const page = await bench.app.get(TeacherListQueries, { strict: false }).list(college, query());
    const row = page.items.find((one) => one.id === toSeal.id);
    expect(row).toMatchObject({
      stateLabel: '签章中',
      waitingFor: '单位盖章',
      waitingMine: true,
      slotsDone: ['student'],
      levelName: '本科生毕业',
      workRegion: '湖南省长沙市长沙县',
      salaryRegular: 8500,
      penalty: 5000,
    });
  });

  it('knows the neighbours within the same filters', async () => {
    const lists = bench.app.get(TeacherListQueries, { strict: false });
    const order = await ids(center, { sort: 'studentNo' });
    const at = await lists.neighbours(center, order[1] ?? '', query({ sort: 'studentNo' }));
    expect(at).toEqual({ position: 2, total: order.length, prevId: order[0], nextId: order[2] });
    expect(await codeOf(lists.neighbours(otherCollege, toSign.id, query()))).toBe('NOT_FOUND');
  });
});

describe('the teachers’ home', () => {
  it('counts what waits, how long, and how far each college is', async () => {
    const home = await bench.app.get(TeacherHomeQueries, { strict: false }).home(college);
    const review = home.rows.find((row) => row.key === 'review:college');
    expect(review).toMatchObject({ count: 1, late: 0, histogram: [1, 0, 0, 0] });
    expect(review?.oldest).toMatchObject({ caseId: atCollege.id });
    expect(home.colleges).toHaveLength(1);
    expect(home.colleges[0]).toMatchObject({ inProgress: 4, invited: 1, signed: 0 });
    bench.clock.advance(7 * 86_400_000);
    const later = await bench.app.get(TeacherHomeQueries, { strict: false }).home(college);
    expect(later.waiting.late).toBe(later.waiting.total);
    bench.clock.advance(-7 * 86_400_000);
  });

  it('says until when source information is submitted, and who has not begun', async () => {
    await world.student({ sourceState: 'not_started' });
    await world.student({ sourceState: 'submitted' });
    await bench.rows(`update cohort set source_until = '2027-04-30' where school_id = $1`, [world.schoolId]);
    const home = await bench.app.get(TeacherHomeQueries, { strict: false }).home(await world.staff('center_admin'));
    expect(home.deadlines).toContainEqual({
      label: '生源信息提交',
      date: '2027-04-30',
      daysLeft: 18,
      note: '1 人未提交',
    });
  });
});

describe('the unit’s pages', () => {
  const list = (patch: Partial<EmployerCaseQuery>, ctx = employer.ctx) =>
    bench.app
      .get(EmployerListQueries, { strict: false })
      .list(ctx, 2027, Object.assign(new EmployerCaseQuery(), { page: 1, pageSize: 20 }, patch));

  it('lists its own cases by tab, with whose turn it is', async () => {
    const pending = await list({ tab: 'pending' });
    expect(pending.items.map((row) => row.id).sort()).toEqual([draft.id, invited.id].sort());
    const signed = await list({ tab: 'signed' });
    expect(signed.items.map((row) => row.id).sort()).toEqual(
      [atCollege, atCenter, toSign, elsewhere].map((one) => one.id).sort(),
    );
    expect(signed.counts).toMatchObject({ pending: 2, signed: 4, terminated: 0 });
    const row = pending.items.find((one) => one.id === invited.id);
    expect(row).toMatchObject({ ball: 'student', stateLabel: '待学生确认' });
    expect(row?.availableActions.find((action) => action.action === 'withdraw')).toMatchObject({ allowed: true });
    expect((await list({ tab: 'pending' }, (await world.employer()).ctx)).total).toBe(0);
  });

  it('sums up where everything stands', async () => {
    const summary = await bench.app.get(EmployerSummaryQueries, { strict: false }).summary(employer.ctx, 2027);
    expect(Object.fromEntries(summary.stages.map((stage) => [stage.key, stage.count]))).toMatchObject({
      invited: 1,
      review: 3,
      signing: 1,
      signed: 0,
    });
    expect(summary.due).toEqual([
      { date: '2027-04-26', count: 1, items: [{ caseId: invited.id, studentName: '买买提·吐尔逊' }] },
    ]);
    expect(summary.todos.map((todo) => todo.kind)).toContain('draft');
  });
});
