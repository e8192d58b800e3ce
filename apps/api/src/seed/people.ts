import type { SourceState } from '@qiancheng/shared';
import { InitialCredentials } from '../modules/accounts/index.js';
import { pinyinOf } from '../platform/pinyin/index.js';
import { insertRows } from './bulk.js';
import { REGIONS, type SeedContext, sealedPhone } from './context.js';
import { type PersonName, personName } from './names.js';
import { mobile, residentId } from './numbers.js';
import type { ClassRow, SchoolSeed } from './schools.js';
import { type SeededRecord, seedSources, sourceValues, standingColumns, valueColumns } from './sources.js';

export interface StudentSeed {
  id: string;
  accountId: string;
  studentNo: string;
  name: string;
  cohort: number;
  classId: string;
  collegeId: string;
  levelCode: string;
  sourceState: string;
}

export interface StaffSeed {
  accountId: string;
  login: string;
  name: string;
  role: string;
  collegeId: string | null;
}

/** People with a fixed part in the demo; README tells what each shows. */
const CAST: Record<string, Partial<PersonName> & { sourceState?: SourceState; classOf?: string }> = {
  '20230001': { name: '林思远', genderCode: '1', classOf: '软件工程' },
  '20230008': { name: '赵一诺', genderCode: '2', sourceState: 'submitted' },
  '20230009': { name: '买买提·吐尔逊', genderCode: '1', ethnicCode: '05' },
  '20230010': { name: '刘䶮', genderCode: '1' },
  '20230017': { name: '欧阳䶮', genderCode: '1', ethnicCode: '15', classOf: '软件工程' },
};

/** These have not come in yet: README gives the code on their slips. No agreement is theirs. */
const NEWCOMERS = /^2023(599[1-9]|6000)$/;
const ACTIVATION_CODE = 'ACDEF-34679';
const SLIP_MS = 90 * 86_400_000;

function newcomer(ctx: SeedContext, accountId: string): Record<string, unknown> {
  return {
    password_hash: new InitialCredentials(ctx.cipher).digest(accountId, ACTIVATION_CODE),
    password_kind: 'initial',
    initial_expires_at: new Date(ctx.now.getTime() + SLIP_MS),
    phone_enc: null,
    phone_mac: null,
    phone_masked: null,
    phone_verified_at: null,
    activated_at: null,
  };
}

function sourceState(ctx: SeedContext): SourceState {
  const roll = ctx.random.next();
  if (roll < 0.7) return 'school_approved';
  if (roll < 0.88) return 'college_approved';
  if (roll < 0.93) return 'counsellor_approved';
  if (roll < 0.97) return 'submitted';
  return roll < 0.985 ? 'returned' : 'not_started';
}

/** Students of one cohort, numbered from `first`; class by class, so that neighbours in number are classmates. */
export async function seedStudents(
  ctx: SeedContext,
  school: SchoolSeed,
  cohort: number,
  count: number,
  numberOf: (n: number) => string,
): Promise<StudentSeed[]> {
  const classes = school.classes.filter((c) => c.cohort === cohort);
  const accounts: Record<string, unknown>[] = [];
  const rows: Record<string, unknown>[] = [];
  const students: StudentSeed[] = [];
  const records: SeededRecord[] = [];
  for (let n = 1; n <= count; n++) {
    const studentNo = numberOf(n);
    const cast = CAST[studentNo];
    const klass =
      classes.find((c) => c.majorName === cast?.classOf) ??
      (classes[Math.floor(((n - 1) * classes.length) / count)] as ClassRow);
    const made = oneStudent(
      ctx,
      school,
      klass,
      studentNo,
      { ...personName(ctx.random), ...cast },
      cast?.sourceState ?? (n <= 40 ? 'school_approved' : sourceState(ctx)),
    );
    accounts.push(made.account);
    rows.push(made.row);
    students.push(made.student);
    records.push(made.record);
  }
  await insertRows(ctx.client, 'account', accounts);
  await insertRows(ctx.client, 'student', rows);
  await seedSources(ctx, records);
  return students;
}

function oneStudent(
  ctx: SeedContext,
  school: SchoolSeed,
  klass: ClassRow,
  studentNo: string,
  who: PersonName,
  state: SourceState,
) {
  const { random, cipher } = ctx;
  const id = random.uuid();
  const accountId = random.uuid();
  const [region] = random.pick(REGIONS);
  const age = klass.years >= 5 ? 23 : klass.levelCode === '11' ? 25 : 22;
  const birth = `${klass.cohort - age}${String(random.int(1, 12)).padStart(2, '0')}${String(random.int(1, 28)).padStart(2, '0')}`;
  const idNo = residentId(random, region, birth, who.genderCode);
  const phone = mobile(random);
  const student: StudentSeed = {
    id,
    accountId,
    studentNo,
    name: who.name,
    cohort: klass.cohort,
    classId: klass.id,
    collegeId: klass.collegeId,
    levelCode: klass.levelCode,
    sourceState: state,
  };
  const account = {
    id: accountId,
    audience: 'student',
    school_id: school.id,
    login: studentNo,
    name: who.name,
    pinyin: pinyinOf(who.name),
    password_hash: ctx.passwordHash,
    password_kind: 'own',
    initial_expires_at: null,
    status: 'active',
    ...sealedPhone(cipher, 'account', accountId, phone),
    password_at: ctx.now,
    activated_at: ctx.now,
    phone_verified_at: ctx.now,
    created_at: ctx.now,
    ...(NEWCOMERS.test(studentNo) ? newcomer(ctx, accountId) : {}),
  };
  const values = sourceValues(studentNo, state, {
    name: who.name,
    studentNo,
    idNo,
    genderCode: who.genderCode,
    ethnicCode: who.ethnicCode,
    levelCode: klass.levelCode,
    lengthYears: String(klass.years),
    graduationMonth: `${klass.cohort}06`,
    birthDate: `${birth.slice(0, 4)}-${birth.slice(4, 6)}-${birth.slice(6)}`,
    politicalCode: random.chance(0.12) ? '01' : random.chance(0.85) ? '03' : '13',
    trainingModeCode: random.chance(0.985) ? '1' : '2',
    originCode: region,
    phone,
    address: `学府路 ${random.int(1, 300)} 号 ${random.int(1, 30)} 栋 ${random.int(101, 3304)} 室`,
    email: `s${studentNo.toLowerCase()}@example.com`,
  });
  const record: SeededRecord = {
    schoolId: school.id,
    id,
    accountId,
    name: who.name,
    cohort: klass.cohort,
    state,
    values,
  };
  const row = {
    school_id: school.id,
    id,
    cohort: klass.cohort,
    college_id: klass.collegeId,
    major_id: klass.majorId,
    class_id: klass.id,
    id_type: '居民身份证',
    ...valueColumns(ctx, id, values),
    ...standingColumns(ctx, record),
    source_state: state,
    account_id: accountId,
    version: 1,
    registry_mac: {},
    created_at: ctx.now,
    updated_at: ctx.now,
  };
  return { student, account, row, record };
}

interface StaffPlan {
  login: string;
  name: string;
  role: string;
  collegeIds: string[] | null;
  classIds: string[] | null;
}

async function addStaff(ctx: SeedContext, school: SchoolSeed, plans: StaffPlan[]): Promise<StaffSeed[]> {
  const staff = plans.map((plan) => ({ ...plan, accountId: ctx.random.uuid() }));
  await insertRows(
    ctx.client,
    'account',
    staff.map((s) => ({
      id: s.accountId,
      audience: 'teacher',
      school_id: school.id,
      login: s.login,
      name: s.name,
      pinyin: pinyinOf(s.name),
      password_hash: ctx.passwordHash,
      status: 'active',
      ...sealedPhone(ctx.cipher, 'account', s.accountId, mobile(ctx.random)),
      password_at: ctx.now,
      activated_at: ctx.now,
      phone_verified_at: ctx.now,
      created_at: ctx.now,
    })),
  );
  await insertRows(
    ctx.client,
    'account_grant',
    staff.map((s) => ({
      id: ctx.random.uuid(),
      account_id: s.accountId,
      school_id: school.id,
      role: s.role,
      college_ids: s.collegeIds,
      class_ids: s.classIds,
      created_at: ctx.now,
    })),
  );
  return staff.map((s) => ({
    accountId: s.accountId,
    login: s.login,
    name: s.name,
    role: s.role,
    collegeId: s.collegeIds?.[0] ?? null,
  }));
}

const pad = (n: number): string => String(n).padStart(2, '0');

/** Centre, colleges and counsellors; a counsellor has whole classes, counsellor01 of college01's first ones. */
export async function seedStaff(
  ctx: SeedContext,
  school: SchoolSeed,
  counsellors: number,
  suffix = '',
): Promise<StaffSeed[]> {
  const ordered = school.colleges.flatMap((college) => school.classes.filter((c) => c.collegeId === college.id));
  const chunk = Math.ceil(ordered.length / counsellors);
  const groups = Array.from({ length: counsellors }, (_, i) => ordered.slice(i * chunk, (i + 1) * chunk));
  // counsellor02 shows another college than counsellor01
  const elsewhere = groups.findIndex((group) => group.every((c) => c.collegeId === school.colleges[1]?.id));
  if (elsewhere > 1) [groups[1], groups[elsewhere]] = [groups[elsewhere] as ClassRow[], groups[1] as ClassRow[]];
  return addStaff(ctx, school, [
    {
      login: `center${suffix}`,
      name: suffix ? '孙海宁' : '秦淑仪',
      role: 'center_admin',
      collegeIds: null,
      classIds: null,
    },
    ...school.colleges.map((college, i) => ({
      login: `college${suffix && `${suffix}-`}${pad(i + 1)}`,
      name: college.contact,
      role: 'college_admin',
      collegeIds: [college.id],
      classIds: null,
    })),
    ...groups.map((group, i) => ({
      login: `counsellor${suffix && `${suffix}-`}${pad(i + 1)}`,
      name: personName(ctx.random).name,
      role: 'counsellor',
      collegeIds: null,
      classIds: group.map((c) => c.id),
    })),
  ]);
}

export async function seedOperator(ctx: SeedContext): Promise<void> {
  const id = ctx.random.uuid();
  await insertRows(ctx.client, 'account', [
    {
      id,
      audience: 'platform',
      school_id: null,
      login: 'operator',
      name: '平台运营',
      pinyin: pinyinOf('平台运营'),
      password_hash: ctx.passwordHash,
      status: 'active',
      password_at: ctx.now,
      activated_at: ctx.now,
      created_at: ctx.now,
    },
  ]);
  await insertRows(ctx.client, 'account_grant', [
    {
      id: ctx.random.uuid(),
      account_id: id,
      school_id: null,
      role: 'operator',
      college_ids: null,
      class_ids: null,
      created_at: ctx.now,
    },
  ]);
}
