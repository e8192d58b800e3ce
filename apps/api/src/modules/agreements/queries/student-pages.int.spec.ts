import type { RequestContext } from '../../../platform/context/index.js';
import { Bench, codeOf } from '../testing/bench.js';
import { ACCEPT } from '../testing/values.js';
import type { World } from '../testing/world.js';
import { ReadingQueries } from './reading.js';
import { StudentQueries } from './student-queries.js';
import { StudentSearch } from './student-search.js';

let bench: Bench;
let world: World;
let college: RequestContext;
let center: RequestContext;
let pages: StudentQueries;
let search: StudentSearch;

beforeAll(async () => {
  bench = await Bench.open();
  world = await bench.world();
  college = await world.staff('college_admin', { college: 0 });
  center = await world.staff('center_admin');
  pages = bench.app.get(StudentQueries, { strict: false });
  search = bench.app.get(StudentSearch, { strict: false });
});
afterAll(() => bench.close());

describe('the student’s pages', () => {
  it('say the state, the next thing and the seats', async () => {
    const fresh = await world.student({ sourceState: 'submitted' });
    expect((await pages.overview(fresh.ctx)).state).toBe('verify');
    const student = await world.student();
    expect(await pages.overview(student.ctx)).toMatchObject({
      state: 'waiting',
      case: null,
      invitations: { open: 0, max: 5 },
    });
    const employer = await world.employer();
    await bench.invited(employer, student);
    const second = await bench.invited(await world.employer(), student);
    expect(await pages.overview(student.ctx)).toMatchObject({ state: 'invited', invitations: { open: 2 }, unread: 2 });

    const accepted = await bench.commands.accept(student.ctx, second.id, { version: second.version, ...ACCEPT });
    expect((await pages.overview(student.ctx)).state).toBe('review');
    const list = await pages.invitations(student.ctx, false);
    expect(list).toMatchObject({ openCount: 1, maxConcurrent: 5 });
    expect(list.items[0]).toMatchObject({ locked: true, employerName: employer.name, salaryRegular: 8500 });

    const ready = await bench.pass(center, await bench.pass(college, accepted));
    expect((await pages.overview(student.ctx)).state).toBe('sign');
    expect((await pages.agreement(student.ctx)).case?.id).toBe(second.id);
    await bench.sign(student, ready);
    expect((await pages.overview(student.ctx)).state).toBe('sealing');
  });

  it('keep what ended, and nothing that was never sent', async () => {
    const [employer, student] = [await world.employer(), await world.student()];
    await bench.draft(await world.employer(), student);
    const declined = await bench.invited(await world.employer(), student);
    await bench.commands.decline(student.ctx, declined.id, {
      version: declined.version,
      reasonCode: 'salary',
      reasonText: '说的是 7,500',
    });
    const withdrawn = await bench.invited(employer, student);
    await bench.commands.withdraw(employer.ctx, withdrawn.id, { version: withdrawn.version }, 2027);
    const ended = await pages.invitations(student.ctx, true);
    expect(ended.closedCount).toBe(2);
    expect(ended.items.find((row) => row.id === declined.id)).toMatchObject({
      stateLabel: '已拒绝',
      reasonText: '薪资与约定不符：说的是 7,500',
    });
    expect(ended.items.find((row) => row.id === withdrawn.id)).toMatchObject({ stateLabel: '单位已撤回', post: null });
    expect((await pages.invitations(student.ctx, false)).items).toEqual([]);
  });

  it('compares own invitations only', async () => {
    const student = await world.student();
    const own = await bench.invited(await world.employer(), student);
    const foreign = await bench.invited(await world.employer(), await world.student());
    const { items } = await pages.compare(student.ctx, [foreign.id, own.id]);
    expect(items.map((item) => item.id)).toEqual([own.id]);
    expect(items[0]?.consequences.map((one) => one.title)).toContain('三方签章齐了才生效');
  });

  it('read the very revision whose fingerprint is signed, changes marked', async () => {
    const readings = bench.app.get(ReadingQueries, { strict: false });
    const student = await world.student();
    const accepted = await bench.accepted(await world.employer(), student);
    expect(await codeOf(readings.get(student.ctx, accepted.id))).toBe('WRONG_STATE');
    const first = await bench.pass(center, await bench.pass(college, accepted));
    const view = await readings.get(student.ctx, first.id);
    expect(view).toMatchObject({ revision: 1, contentHash: first.contentHash, agreementNo: first.agreementNo });
    const terms = view.blocks.find((block) => block.label === '工作条款');
    expect(terms?.rows).toContainEqual({ label: '转正月薪', value: '8,500 元' });
    expect(view.blocks[0]?.rows).toContainEqual({ label: '身份证号', value: '110***********004X' });
    const back = await bench.commands.clawBack(center, first.id, { version: first.version });
    const again = await bench.commands.pass(center, first.id, {
      version: back.version,
      school: { contact: '李望舒', phone: '0731-80001200', postcode: '410082', mailingAddress: '明德楼 208' },
    });
    const next = await readings.get(student.ctx, again.id);
    const school = next.blocks.find((block) => block.label === '学校');
    expect(school?.rows).toContainEqual({ label: '学院联系人', value: '李望舒', changedFrom: '王知微' });
    expect(await codeOf(readings.get((await world.student()).ctx, first.id))).toBe('NOT_FOUND');
  });
});

describe('the search for a student', () => {
  it('wants the whole name or the number, and tells little', async () => {
    const student = await world.student({ name: '诸葛明㙇' });
    const employer = await world.employer();
    const byNo = await search.search(employer.ctx, 2027, student.no);
    expect(byNo.items).toEqual([
      expect.objectContaining({
        studentId: student.id,
        name: '诸葛明㙇',
        invitable: { allowed: true, code: null, reason: null },
      }),
    ]);
    expect((await search.search(employer.ctx, 2027, '诸葛明㙇')).total).toBe(1);
    const none = await search.search(employer.ctx, 2027, '诸葛');
    expect(none).toMatchObject({ items: [], total: 0 });
    expect(none.notFound?.reasons).toHaveLength(2);
    expect(none.notFound?.reasons[0]?.contact).toContain('0731-80001200');
    expect((await search.search(employer.ctx, 2026, student.no)).total).toBe(0);
  });

  it('says why somebody cannot be invited, and nothing about who stands in the way', async () => {
    const student = await world.student({ name: '石磊' });
    const rival = await world.employer();
    await bench.accepted(rival, student);
    const employer = await world.employer();
    const { items } = await search.search(employer.ctx, 2027, student.no);
    expect(items[0]?.invitable).toMatchObject({ allowed: false, code: 'ACTIVE_CASE' });
    expect(JSON.stringify(items)).not.toContain(rival.name);
    expect(items[0]?.caseId).toBeNull();
    expect((await search.search(rival.ctx, 2027, student.no)).items[0]?.caseId).not.toBeNull();
  });

  it('stops whoever tries out names', async () => {
    const employer = await world.employer();
    const codes: string[] = [];
    for (let i = 0; i < 230; i += 1) codes.push(await codeOf(search.search(employer.ctx, 2027, `试${i}`)));
    expect(codes.at(-1)).toBe('TOO_MANY_REQUESTS');
    expect(codes[0]).toBe('OK');
  });
});
