import { randomUUID } from 'node:crypto';
import type { SourceState } from '@qiancheng/shared';
import type { Student, World } from '../../agreements/testing/world.js';
import { PeopleBench, type Person } from '../../people/testing/people-bench.js';
import type { SourceListPage, SourceListRow } from '../http/source-list.dto.js';
import type { LookupResult, PastedListView } from '../http/source-lookup.dto.js';
import type { SourceCounts, SourceSummary } from '../http/source-summary.dto.js';

let bench: PeopleBench;
let world: World;
let center: Person;
let college: Person;
let counsellor: Person;

beforeAll(async () => {
  bench = await PeopleBench.open();
});
afterAll(() => bench.close());
beforeEach(async () => {
  world = await bench.world();
  center = await bench.signIn(await world.staff('center_admin'));
  college = await bench.signIn(await world.staff('college_admin', { college: 0 }));
  counsellor = await bench.signIn(await world.staff('counsellor', { classOf: 0 }));
});

const sql = (text: string, params: unknown[]): Promise<unknown> => bench.database.owner.query(text, params);

async function search(who: Person, filter: object = {}, more: object = {}): Promise<SourceListPage> {
  const answer = await who.post<SourceListPage>('sources/search', { filter: { cohort: 2027, ...filter }, ...more });
  expect(answer.status).toBe(200);
  return answer.body;
}
const names = async (who: Person, filter: object = {}, more: object = {}): Promise<string[]> =>
  (await search(who, filter, more)).items.map((row) => row.name);
const rowOf = async (who: Person, name: string): Promise<SourceListRow | undefined> =>
  (await search(who)).items.find((row) => row.name === name);
const lookup = async (who: Person, ...tokens: string[]): Promise<LookupResult> =>
  (await who.post<LookupResult>('sources/lookup', { cohort: 2027, tokens })).body;
const counts = async (who: Person): Promise<SourceCounts> =>
  (await who.get<SourceCounts>('sources/counts?cohort=2027')).body;
const summary = async (who: Person): Promise<SourceSummary> =>
  (await who.get<SourceSummary>('sources/summary?cohort=2027')).body;

async function at(
  state: SourceState,
  name: string,
  more: { returnedBy?: string; since?: string } = {},
): Promise<Student> {
  const student = await world.student({ name, sourceState: state });
  await sql(
    'update student set source_returned_by = $2, source_state_at = coalesce($3, source_state_at) where id = $1',
    [student.id, more.returnedBy ?? null, more.since ?? null],
  );
  return student;
}

/** The class belongs to somebody else from now on. */
async function moveOff(who: Person): Promise<void> {
  await sql('update account_grant set class_ids = $2 where account_id = $1', [who.id, [world.colleges[1].classId]]);
}

describe('a row of the list', () => {
  it('says how each level stands, who it waits for, and shows masks only', async () => {
    await at('counsellor_approved', '欧阳静', { since: '2027-04-01T02:00:00Z' });
    const row = await rowOf(college, '欧阳静');
    expect(row).toMatchObject({
      collegeName: expect.any(String),
      majorName: expect.any(String),
      className: expect.any(String),
      stateLabel: '待学院审核',
      levels: [
        { level: 'counsellor', standing: 'passed' },
        { level: 'college', standing: 'waiting' },
        { level: 'center', standing: 'not_reached' },
      ],
      waitsFor: 'college',
      waitsForLabel: '学院',
      mine: true,
      waitingSince: '2027-04-01T02:00:00.000Z',
      differs: null,
      worst: null,
      account: 'new',
      fields: { idNo: '110***********004X', phone: '138****0021', ethnicCode: '土家族', genderCode: '男' },
    });
    expect(row?.fields).not.toHaveProperty('address');
    expect(await rowOf(counsellor, '欧阳静')).toMatchObject({ mine: false, waitsFor: 'college' });
    expect(JSON.stringify(row)).not.toContain('13800000021');
  });

  it('counts what differs and names the worst finding', async () => {
    const { id } = await at('submitted', '张伟');
    await sql(`update student set source_differs = '{address,phone}' where id = $1`, [id]);
    for (const [rule, severity] of [
      ['DC-08', 'W'],
      ['DC-01', 'E'],
    ]) {
      await sql(
        `insert into check_finding (school_id, student_id, rule, field, severity, detail, found_at) values ($1, $2, $3, 'idNo', $4, '不对', now())`,
        [world.schoolId, id, rule, severity],
      );
    }
    expect(await rowOf(center, '张伟')).toMatchObject({
      differs: 2,
      worst: 'E',
      findings: [{ rule: 'DC-01' }, { rule: 'DC-08' }],
    });
  });

  it('is missing for whoever may not read it', async () => {
    expect((await counsellor.post('sources/search', { filter: {} })).status).toBe(422);
    const none = await bench.signIn(await world.staff('counsellor', { classOf: 1 }));
    await at('submitted', '李娜');
    expect(await names(none)).toEqual([]);
  });
});

describe('the conditions', () => {
  it('tell the standings of every level apart', async () => {
    await at('not_started', '没交');
    await at('submitted', '等辅导员');
    await at('counsellor_approved', '等学院');
    await at('college_approved', '等学校');
    await at('school_approved', '通过的');
    await at('returned', '学院退回', { returnedBy: 'college' });
    await at('returned', '辅导员退回', { returnedBy: 'counsellor' });
    const by = async (level: object): Promise<string[]> => (await names(center, { level })).sort();
    expect(await by({ counsellor: ['waiting'] })).toEqual(['等辅导员']);
    expect(await by({ counsellor: ['returned'] })).toEqual(['辅导员退回']);
    expect(await by({ college: ['waiting', 'returned'] })).toEqual(['等学院', '学院退回'].sort());
    expect(await by({ college: ['passed'] })).toEqual(['等学校', '通过的'].sort());
    expect(await by({ counsellor: ['passed'], center: ['waiting'] })).toEqual(['等学校']);
    expect(await by({ center: ['not_reached'], college: ['not_reached'], counsellor: ['not_reached'] })).toEqual([
      '没交',
    ]);
    expect(await names(center, { state: ['returned'] })).toHaveLength(2);
  });

  it('know what waits for me, of those who are mine', async () => {
    await at('submitted', '等辅导员');
    await at('counsellor_approved', '等学院');
    await world.student({ name: '别院', college: 1, sourceState: 'counsellor_approved' });
    expect(await names(counsellor, { mine: true })).toEqual(['等辅导员']);
    expect(await names(college, { mine: true })).toEqual(['等学院']);
    expect(await names(center, { mine: true })).toEqual([]);
    expect(await names(college, { mine: false })).toEqual(['等辅导员']);
  });

  it('take every field by its codes, and nothing else', async () => {
    const one = await at('submitted', '甲');
    const two = await at('submitted', '乙');
    await sql(
      `update student set gender_code = '2', ethnic_code = '01', political_code = '01', level_code = '41', training_mode_code = '2',
              hardship_code = '1', teacher_training_code = '1', urban_rural_code = '1', origin_code = '110101', source_differs = '{phone}'
        where id = $1`,
      [two.id],
    );
    await sql(`update account set activated_at = now() where id = $1`, [two.accountId]);
    await sql(
      `insert into check_finding (school_id, student_id, rule, field, severity, detail, found_at) values ($1, $2, 'DC-10', 'phone', 'W', '不对', now())`,
      [world.schoolId, two.id],
    );
    await sql(
      `insert into registry_report (school_id, student_id, field, proposed_enc, created_at) values ($1, $2, 'name', '\\x00', now())`,
      [world.schoolId, two.id],
    );
    const list = await center.post<PastedListView>('sources/lists', { cohort: 2027, ids: [two.id] });
    const conditions: object[] = [
      { gender: ['2'] },
      { ethnic: ['01'] },
      { political: ['01'] },
      { degree: ['41'] },
      { training: ['2'] },
      { hardship: ['1'] },
      { teacherTraining: ['1'] },
      { urbanRural: ['1'] },
      { originProvince: ['11'] },
      { differs: true },
      { reported: true },
      { rule: ['DC-10'] },
      { severity: ['W'] },
      { activated: true },
      { ids: [two.id] },
      { listId: list.body.id },
      { q: two.no },
      { q: '乙' },
    ];
    for (const condition of conditions)
      expect([condition, await names(center, condition)]).toEqual([condition, ['乙']]);
    for (const no of [{ differs: false }, { reported: false }, { activated: false }, { ids: [one.id] }]) {
      expect([no, await names(center, no)]).toEqual([no, ['甲']]);
    }
    expect(await names(center, { listId: randomUUID() })).toEqual([]);
    expect(await names(center, { collegeId: [world.colleges[1].id] })).toEqual([]);
    expect(await names(center, { classId: [world.colleges[0].classId] })).toHaveLength(2);
    expect(await names(center, { majorId: [world.colleges[0].majorId] })).toHaveLength(2);
  });

  it('find by pinyin, initials and ID number', async () => {
    const { id } = await at('submitted', '欧阳静');
    await at('submitted', '张伟');
    await sql(`update student set pinyin = 'ouyangjing oyj', id_no_mac = $2 where id = $1`, [
      id,
      bench.cipher.mac('id_no', '11010519491231002X'),
    ]);
    for (const q of ['ouyang', 'oyj', '11010519491231002x', ' 欧阳 ']) {
      expect([q, await names(center, { q })]).toEqual([q, ['欧阳静']]);
    }
  });

  it('sort and page without a row on two pages', async () => {
    for (const [i, name] of ['甲', '乙', '丙'].entries()) {
      await at('submitted', name, { since: `2027-04-0${3 - i}T00:00:00Z` });
    }
    expect(await names(center, {}, { sort: 'waiting' })).toEqual(['丙', '乙', '甲']);
    expect(await names(center, {}, { sort: '-studentNo' })).toEqual(['丙', '乙', '甲']);
    for (const sort of ['name', 'college', '-major', 'class', 'state', 'submitted', 'differs', 'level', '-origin']) {
      expect(await names(center, {}, { sort })).toHaveLength(3);
    }
    expect(await search(center, {}, { page: 2, pageSize: 20 })).toMatchObject({ items: [], total: 3, page: 2 });
    expect((await center.post('sources/search', { filter: { cohort: 2027 }, sort: 'idNo' })).status).toBe(422);
  });
});

describe('a pasted column', () => {
  it('finds numbers, names and ID numbers, and says what is missing and what is ambiguous', async () => {
    const wei = await at('submitted', '张伟');
    const [one, two] = [await at('submitted', '王子涵'), await at('submitted', '王子涵')];
    await sql(`update student set id_no_mac = $2 where id = $1`, [
      wei.id,
      bench.cipher.mac('id_no', '11010519491231002X'),
    ]);
    const found = await lookup(center, wei.no, '张 伟', '11010519491231002x', '王子涵', '没有这人', '99999999', ' ');
    expect(found.matched).toEqual([0, 1, 2].map((where) => ({ at: where, id: wei.id })));
    expect(found.missing).toEqual([4, 5, 6]);
    expect(found.ambiguous).toEqual([
      {
        at: 3,
        candidates: [one, two].map(
          ({ id }) => expect.objectContaining({ id, collegeName: expect.any(String) }) as object,
        ),
      },
    ]);
  });

  it('counts whoever is out of reach, of another cohort or another school as missing', async () => {
    const mine = await at('submitted', '张伟');
    const other = await world.student({ name: '李娜', college: 1 });
    const foreign = await (await bench.world()).student({ name: '外校' });
    expect(await lookup(counsellor, mine.no, other.no, foreign.no, '李娜', '外校')).toEqual({
      matched: [{ at: 0, id: mine.id }],
      missing: [1, 2, 3, 4],
      ambiguous: [],
    });
    const earlier = await center.post<LookupResult>('sources/lookup', { cohort: 2026, tokens: [mine.no] });
    expect(earlier.body.missing).toEqual([0]);
  });

  it('takes two thousand lines and not one more', async () => {
    const tokens = Array.from({ length: 2001 }, (_, i) => String(i));
    expect((await center.post('sources/lookup', { cohort: 2027, tokens })).status).toBe(422);
    expect((await center.post('sources/lookup', { cohort: 2027, tokens: tokens.slice(1) })).status).toBe(200);
  });

  it('is kept under an id, for whoever opens it within their own reach', async () => {
    const mine = await at('submitted', '张伟');
    const other = await world.student({ name: '李娜', college: 1 });
    const kept = await center.post<PastedListView>('sources/lists', { cohort: 2027, ids: [mine.id, other.id] });
    expect(kept.body.count).toBe(2);
    expect(await names(center, { listId: kept.body.id })).toHaveLength(2);
    expect(await names(counsellor, { listId: kept.body.id })).toEqual(['张伟']);
    expect((await counsellor.post('sources/lists', { cohort: 2027, ids: [other.id] })).status).toBe(404);
    const stranger = await bench.signIn(await (await bench.world()).staff('center_admin'));
    expect(await names(stranger, { listId: kept.body.id })).toEqual([]);
  });

  it('goes after a term, unless a view names it', async () => {
    const { id } = await at('submitted', '张伟');
    const keep = async (): Promise<string> =>
      (await center.post<PastedListView>('sources/lists', { cohort: 2027, ids: [id] })).body.id;
    const [named, forgotten] = [await keep(), await keep()];
    await center.post('sources/views', { name: '名单', filter: { listId: named } });
    await sql(`update source_list set created_at = created_at - interval '100 days' where id = any($1)`, [
      [named, forgotten],
    ]);
    expect(await bench.sweep('source-info.purge-lists')).toBe(1);
    expect(await names(center, { listId: named })).toEqual(['张伟']);
    expect(await names(center, { listId: forgotten })).toEqual([]);
  });
});

describe('the numbers', () => {
  it('say the same in the header, the tabs and the list', async () => {
    const now = bench.clock.now();
    await at('submitted', '今天', { since: now.toISOString() });
    await at('submitted', '很久', { since: new Date(now.getTime() - 30 * 86_400_000).toISOString() });
    await at('returned', '退回', { returnedBy: 'counsellor' });
    await at('not_started', '没交');
    await at('school_approved', '完成');
    expect(await counts(counsellor)).toMatchObject({ mine: 2, late: 1, all: 5, returned: 1, notStarted: 1 });
    const seen = await summary(counsellor);
    expect(seen).toMatchObject({
      total: 5,
      approved: 1,
      returned: 1,
      notStarted: 1,
      waiting: { count: 2, late: 1, histogram: [1, 0, 0, 1], oldest: { name: '很久' } },
      levels: [{ level: 'counsellor', passed: 1, waiting: 2, returned: 1 }, { level: 'college' }, { level: 'center' }],
    });
    expect(seen.colleges).toHaveLength(1);
    expect(seen.colleges[0]?.classes).toMatchObject([{ total: 5 }]);
    expect((await search(counsellor, { mine: true })).total).toBe(2);
  });

  it('say how many days are left to submit', async () => {
    await at('submitted', '甲');
    expect(await summary(counsellor)).toMatchObject({ term: null });
    await sql(`update cohort set source_until = $2 where school_id = $1`, [world.schoolId, '2027-04-30']);
    expect(await summary(counsellor)).toMatchObject({ term: { until: '2027-04-30', late: 'refuse', daysLeft: 18 } });
  });
});

describe('a counsellor moved off a class', () => {
  it('loses it at once, in the list, the counts, the header and pasted searches', async () => {
    const student = await at('submitted', '张伟');
    const list = await counsellor.post<PastedListView>('sources/lists', { cohort: 2027, ids: [student.id] });
    expect([await names(counsellor), (await counts(counsellor)).mine]).toEqual([['张伟'], 1]);
    await moveOff(counsellor);
    expect(await names(counsellor)).toEqual([]);
    expect(await names(counsellor, { ids: [student.id] })).toEqual([]);
    expect(await names(counsellor, { listId: list.body.id })).toEqual([]);
    expect(await counts(counsellor)).toMatchObject({ mine: 0, all: 0 });
    expect(await summary(counsellor)).toMatchObject({ total: 0, waiting: { count: 0, oldest: null }, colleges: [] });
    expect(await lookup(counsellor, student.no, '张伟')).toMatchObject({ matched: [], missing: [0, 1] });
  });
});
