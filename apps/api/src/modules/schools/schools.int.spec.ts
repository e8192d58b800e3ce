import { Db } from '../../platform/database/index.js';
import { publicContext } from '../../platform/context/index.js';
import { Bench, codeOf } from '../agreements/testing/bench.js';
import { testPolicy, type World } from '../agreements/testing/world.js';
import { Workspaces } from '../directory/workspaces.js';
import { SchoolPolicies } from './parameters/policies.js';
import { Preferences } from './preferences.js';
import { SchoolQueries } from './school-queries.js';

let bench: Bench;
let world: World;
let schools: SchoolQueries;

beforeAll(async () => {
  bench = await Bench.open();
  world = await bench.world();
  schools = bench.app.get(SchoolQueries, { strict: false });
});
afterAll(() => bench.close());

describe('parameters', () => {
  it('come into force when their time has come, at once, without a restart', async () => {
    const policies = bench.app.get(SchoolPolicies, { strict: false });
    const db = bench.app.get(Db, { strict: false });
    const center = await world.staff('center_admin');
    const current = () => db.read(center, (tx) => policies.current(tx, world.schoolId));
    expect(await current()).toMatchObject({ version: 1, policy: { invite: { max_concurrent: 5 } } });
    await world.addPolicy(2, testPolicy({ invite: { max_concurrent: 3 } }), '2027-04-20T00:00:00Z');
    expect((await current()).version).toBe(1);
    bench.clock.set('2027-04-20T00:00:01Z');
    expect(await current()).toMatchObject({ version: 2, policy: { invite: { max_concurrent: 3, ttl_days: 14 } } });
    expect((await db.read(center, (tx) => policies.all(tx, world.schoolId))).map((one) => one.version)).toEqual([2, 1]);
    bench.clock.set('2027-04-12T02:00:00Z');
  });
});

describe('the tree and the cohorts', () => {
  it('show what lies in the scope', async () => {
    await world.student();
    await world.student({ college: 1 });
    const center = await world.staff('center_admin');
    const college = await world.staff('college_admin', { college: 1 });
    const counsellor = await world.staff('counsellor', { classOf: 0 });
    expect((await schools.org(center)).colleges).toHaveLength(2);
    expect((await schools.org(college)).colleges.map((one) => one.id)).toEqual([world.colleges[1].id]);
    const [own] = (await schools.org(counsellor)).colleges;
    expect(own?.classes.map((one) => one.id)).toEqual([world.colleges[0].classId]);
    expect((await schools.cohorts(center)).items).toEqual([
      {
        year: 2027,
        label: '2027 届',
        open: true,
        students: 2,
        schedule: [],
        public: true,
        sourceTerm: null,
        version: 1,
      },
    ]);
    expect((await schools.cohorts(college)).items[0]?.students).toBe(1);
  });

  it('draws the school’s own process with its parameters in words', async () => {
    const chart = await schools.processChart(await world.staff('counsellor', { classOf: 0 }));
    expect(chart.states.map((state) => state.id)).toEqual(
      expect.arrayContaining(['DRAFT_EMP', 'INVITED', 'REVIEW.1.college', 'REVIEW.2.center', 'SIGNING', 'SIGNED']),
    );
    expect(chart.edges).toContainEqual(
      expect.objectContaining({ from: 'INVITED', to: 'REVIEW.1.college', action: 'accept', actor: '学生' }),
    );
    expect(chart.parameters.find((one) => one.key === 'invite.ttl_days')?.value).toBe('14 天');
    expect(chart.variantLabel).toContain('学院，再就业中心审核');
  });

  it('publishes schools and dates, and nothing else', async () => {
    await bench.rows('update cohort set schedule = $2 where school_id = $1', [
      world.schoolId,
      JSON.stringify([
        { key: 'sign', label: '网上签约', from: '2027-03-01', to: '2027-06-30' },
        { key: 'import', label: '导入', from: '2026-09-01', to: '2026-10-01' },
        { key: 'leave', label: '离校确认', from: '2027-06-01', to: '2027-07-01' },
      ]),
    ]);
    const { schools: all } = await schools.site(publicContext('test', null));
    const own = all.find((school) => school.code === world.schoolCode);
    expect(own?.schedule.map((entry) => entry.state)).toEqual(['open', 'closed', 'coming']);
    expect(Object.keys(own ?? {}).sort()).toEqual(['code', 'cohort', 'name', 'schedule']);
  });
});

describe('preferences', () => {
  it('belong to the account', async () => {
    const preferences = bench.app.get(Preferences, { strict: false });
    const [one, other] = [await world.staff('center_admin'), await world.staff('center_admin')];
    expect(await preferences.get(one, 'cases.columns')).toEqual({ key: 'cases.columns', value: {} });
    await preferences.put(one, 'cases.columns', { order: ['a'] });
    await preferences.put(one, 'cases.columns', { order: ['b'] });
    expect((await preferences.get(one, 'cases.columns')).value).toEqual({ order: ['b'] });
    expect((await preferences.get(other, 'cases.columns')).value).toEqual({});
    expect(await codeOf(preferences.get(one, '../etc'))).toBe('NOT_FOUND');
    for (let i = 0; i < 99; i += 1) await preferences.put(one, `k${i}`, {});
    expect(await codeOf(preferences.put(one, 'one-too-many', {}))).toBe('BAD_REQUEST');
    await preferences.put(one, 'k5', { still: true });
  });
});

describe('a unit’s workspaces', () => {
  it('are the schools where it is settled or waits, with cohorts only where it may work', async () => {
    const employer = await world.employer();
    const waiting = await bench.world();
    await waiting.settle(employer.id, 'pending');
    const { items } = await bench.app.get(Workspaces, { strict: false }).list(employer.ctx);
    expect(items).toEqual([
      expect.objectContaining({
        schoolCode: world.schoolCode,
        status: 'approved',
        cohorts: [{ year: 2027, open: true }],
      }),
      expect.objectContaining({ schoolCode: waiting.schoolCode, statusLabel: '学校审核中', cohorts: [] }),
    ]);
  });
});
