import pg from 'pg';
import { type AppConfig } from '../platform/config/index.js';
import { FieldCipher } from '../platform/crypto/index.js';
import { openStorage } from '../platform/storage/index.js';
import { PasswordHasher } from '../modules/accounts/index.js';
import { CaseBook, type StudentFacts } from './cases.js';
import type { SeedContext } from './context.js';
import { seedDirectory } from './directory.js';
import { type EmployerSeed, seedEmployers } from './employers.js';
import { seedNextCohort } from './next-cohort.js';
import { seedOperator, seedStaff, seedStudents, type StaffSeed, type StudentSeed } from './people.js';
import { planCases } from './plan-cases.js';
import { Random } from './random.js';
import { seedRegistrations } from './registrations.js';
import { seedReports } from './reports.js';
import { type SchoolSeed, seedSchools } from './schools.js';
import { studentFacts } from './student-facts.js';

export const DEMO_PASSWORD = 'Qiancheng-2027';
const SEED = 20_270_412;
const COUNSELLORS = 40;
const GRADUATES = { 2027: 6000, 2026: 200, haiyue: 300 } as const;
const EMPLOYERS = 800;

const number =
  (prefix: string) =>
  (n: number): string =>
    `${prefix}${String(n).padStart(4, '0')}`;

/**
 * Fills an empty database with the demo schools; one transaction, so a cut-off run leaves nothing behind. Runs as the
 * schema's owner. Every account has the same password, hashed once: this data is for showing, never for real people.
 * @returns false when there is data already
 */
export async function seedDemo(config: AppConfig, now: Date, say: (line: string) => void): Promise<boolean> {
  if (!config.demo) throw new Error('演示数据只能在演示模式（DEMO=true）下写入。');
  const client = new pg.Client({ connectionString: config.databaseUrl, application_name: 'qiancheng-seed' });
  await client.connect();
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock(7210433)');
    const { rowCount } = await client.query('select 1 from school limit 1');
    if (rowCount) return false;
    const cipher = new FieldCipher({ keys: config.fieldKeys, current: config.fieldKeyCurrent, macKey: config.macKey });
    const passwordHash = await new PasswordHasher().hash(DEMO_PASSWORD);
    await fill({
      client,
      cipher,
      random: new Random(SEED),
      now,
      passwordHash,
      storage: await openStorage(config),
      say,
    });
    await client.query('commit');
    await client.query('analyze');
    return true;
  } finally {
    await client.end();
  }
}

async function fill(ctx: SeedContext): Promise<void> {
  ctx.say('演示数据：两所学校，学院、专业、班级…');
  const { yunlu, haiyue } = await seedSchools(ctx);
  await seedOperator(ctx);
  const staff = await seedStaff(ctx, yunlu, COUNSELLORS);
  const staff2 = await seedStaff(ctx, haiyue, 3, '2');
  ctx.say(`演示数据：${GRADUATES[2027] + GRADUATES[2026] + GRADUATES.haiyue} 名毕业生…`);
  const students = await seedStudents(ctx, yunlu, 2027, GRADUATES[2027], number('2023'));
  const former = await seedStudents(ctx, yunlu, 2026, GRADUATES[2026], number('2022'));
  const others = await seedStudents(ctx, haiyue, 2027, GRADUATES.haiyue, number('H2023'));
  await seedReports(ctx, yunlu, students, staff);
  await seedNextCohort(ctx, yunlu);
  ctx.say(`演示数据：${EMPLOYERS} 家用人单位…`);
  const employers = await seedEmployers(ctx, [yunlu, haiyue], EMPLOYERS);
  await seedRegistrations(ctx, [yunlu, haiyue], employers);
  await seedDirectory(ctx, employers);
  ctx.say('演示数据：各种状态的协议…');
  // every third class-sized stretch stays untouched: there is always somebody to invite
  await cases(ctx, yunlu, staff, [...students, ...former], employers, (index) => Math.floor(index / 40) % 5 === 4);
  await cases(ctx, haiyue, staff2, others, employers.slice(0, 90), (index) => index % 3 === 2);
}

async function cases(
  ctx: SeedContext,
  school: SchoolSeed,
  staff: StaffSeed[],
  students: StudentSeed[],
  employers: EmployerSeed[],
  free: (index: number) => boolean,
): Promise<void> {
  const facts: StudentFacts = await studentFacts(ctx.client, school.id);
  const book = new CaseBook(ctx, { school, staff, facts });
  const settled = employers.filter((_, i) => i === 0 || i % 97 !== 0);
  for (const plan of planCases(ctx.random, students, settled, free)) book.add(plan);
  await book.save();
}
