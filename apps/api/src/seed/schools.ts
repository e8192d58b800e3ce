import { DEFAULT_POLICY, makePolicy, type SchoolPolicy } from '@qiancheng/shared';
import { insertRows } from './bulk.js';
import type { SeedContext } from './context.js';
import { type CollegeSeed, HAIYUE, YUNLU } from './schools.data.js';

export interface ClassRow {
  id: string;
  collegeId: string;
  majorId: string;
  cohort: number;
  name: string;
  majorName: string;
  levelCode: string;
  years: number;
}

export interface SchoolSeed {
  id: number;
  code: string;
  name: string;
  policy: SchoolPolicy;
  colleges: { id: string; code: string; name: string; contact: string; phone: string }[];
  classes: ClassRow[];
}

interface Plan {
  code: string;
  name: string;
  shortName: string;
  address: string;
  phone: string;
  tree: readonly CollegeSeed[];
  levelOf: (college: CollegeSeed) => string;
  /** How many classes each cohort has. */
  classes: Record<number, number>;
  policy: SchoolPolicy;
}

const YUNLU_PLAN: Plan = {
  code: '10001',
  name: '云麓大学',
  shortName: '云麓',
  address: '湖南省长沙市岳麓区云麓路 1 号明德楼 208',
  phone: '0731-80002200',
  tree: YUNLU,
  levelOf: () => '31',
  classes: { 2027: 154, 2026: 6 },
  policy: makePolicy({
    flows: { ...DEFAULT_POLICY.flows, student_to_employer: false, student_with_proof: false },
    sign: { reauth: 'password' },
    // the demo is entered with one password; README tells how to switch the second factor on
    security: { second_factor_staff: false },
    print: { copies: 3, copy_roles: ['student', 'employer', 'school'], layout: 'A4_duplex2' },
  }),
};

const HAIYUE_PLAN: Plan = {
  code: '10002',
  name: '海岳学院',
  shortName: '海岳',
  address: '山东省威海市环翠区海岳路 9 号行政楼 105',
  phone: '0631-80003100',
  tree: HAIYUE,
  levelOf: (college) => (college.name === '研究生院' ? '11' : '31'),
  classes: { 2027: 9 },
  policy: makePolicy({
    flows: { ...DEFAULT_POLICY.flows, student_to_employer: false, student_with_proof: false },
    review: { levels: { ...DEFAULT_POLICY.review.levels, employer_invite: ['counsellor', 'college'] } },
    sign: { reauth: 'password' },
    security: { second_factor_staff: false },
    print: { copies: 4, copy_roles: ['student', 'employer', 'college', 'school'], layout: 'A4_cover4' },
  }),
};

export function schedule(year: number) {
  return [
    { key: 'source', label: '生源信息核对', from: `${year - 1}-09-10`, to: `${year - 1}-11-30` },
    { key: 'signing', label: '网签三方协议', from: `${year - 1}-10-08`, to: `${year}-06-30` },
    { key: 'destination', label: '毕业去向登记', from: `${year}-04-01`, to: `${year}-08-31` },
  ];
}

/** The cohort that is signing has some days left to submit, whenever the demo is looked at; the one before
 * is over. Late ones are taken, so that a demo that runs for long still works. */
function submitting(now: Date, year: number) {
  const open = new Date(now.getTime() + 18 * 86_400_000).toISOString().slice(0, 10);
  return { source_until: year === 2027 ? open : `${year}-04-30`, source_late: 'accept' };
}

async function seedSchool(ctx: SeedContext, id: number, plan: Plan): Promise<SchoolSeed> {
  const { client, random } = ctx;
  await insertRows(client, 'school', [
    {
      id,
      code: plan.code,
      name: plan.name,
      short_name: plan.shortName,
      address: plan.address,
      center_phone: plan.phone,
      center_name: '招生就业处',
      created_at: ctx.now,
    },
  ]);
  await insertRows(client, 'school_policy', [
    { school_id: id, version: 1, policy: plan.policy, effective_from: '2020-01-01', created_at: ctx.now },
  ]);
  // the cohort that is signing now comes first: the first counsellors look after it
  const years = Object.keys(plan.classes)
    .map(Number)
    .sort((a, b) => b - a);
  await insertRows(
    client,
    'cohort',
    years.map((year) => ({
      school_id: id,
      year,
      is_open: year === 2027,
      schedule: schedule(year),
      ...submitting(ctx.now, year),
    })),
  );
  const colleges = plan.tree.map((college, i) => ({
    id: random.uuid(),
    code: college.code,
    name: college.name,
    contact: ['王知微', '李望舒', '陈若曦', '周行远'][i % 4] as string,
    phone: `${plan.phone.slice(0, 5)}8000${2300 + i}`,
  }));
  await insertRows(
    client,
    'college',
    colleges.map((c, sort) => ({ school_id: id, ...c, sort })),
  );
  const majors = plan.tree.flatMap((college, i) =>
    college.majors.map(([code, name, years_]) => ({
      id: random.uuid(),
      college_id: colleges[i]?.id as string,
      code,
      name,
      level_code: plan.levelOf(college),
      length_years: years_,
    })),
  );
  await insertRows(
    client,
    'major',
    majors.map((m) => ({ school_id: id, ...m })),
  );
  const classes = years.flatMap((cohort) =>
    Array.from({ length: plan.classes[cohort] as number }, (_, i): ClassRow => {
      const major = majors[i % majors.length] as (typeof majors)[number];
      const entry = String(cohort - major.length_years).slice(2);
      return {
        id: random.uuid(),
        collegeId: major.college_id,
        majorId: major.id,
        cohort,
        majorName: major.name,
        levelCode: major.level_code,
        years: major.length_years,
        name: `${major.name}${entry}${String(Math.floor(i / majors.length) + 1).padStart(2, '0')}班`,
      };
    }),
  );
  await insertRows(
    client,
    'school_class',
    classes.map((c) => ({
      school_id: id,
      id: c.id,
      college_id: c.collegeId,
      major_id: c.majorId,
      cohort: c.cohort,
      name: c.name,
    })),
  );
  return { id, code: plan.code, name: plan.name, policy: plan.policy, colleges, classes };
}

export async function seedSchools(ctx: SeedContext): Promise<{ yunlu: SchoolSeed; haiyue: SchoolSeed }> {
  const yunlu = await seedSchool(ctx, 1, YUNLU_PLAN);
  const haiyue = await seedSchool(ctx, 2, HAIYUE_PLAN);
  await ctx.client.query(`select setval(pg_get_serial_sequence('school', 'id'), 2)`);
  return { yunlu, haiyue };
}
