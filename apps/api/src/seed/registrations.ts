import { addWorkdays, type SettlementStatus } from '@qiancheng/shared';
import { slaDueAt } from '../modules/registration/index.js';
import type { SeedContext } from './context.js';
import type { EmployerSeed } from './employers.js';
import { Random } from './random.js';
import { type Deciders, type Person, RegistrationBook } from './registration-book.js';
import { CERTIFIED, CHANGING, REGISTERING, TAKING_OVER } from './registration-plan.js';
import type { SchoolSeed } from './schools.js';

/** Its own course, so that what it draws does not shift the rest of the demo world. */
const SEED = 20_270_413;
const FIRST_CHANGING = 10;
const FIRST_TAKEN_OVER = 20;
/** Units of hr098, hr195 …: their settlements at the first school are not approved. */
const EVERY = 97;
const OPEN_STATUSES: SettlementStatus[] = [
  'pending',
  'returned',
  'suspended',
  'rejected',
  'pending',
  'pending',
  'withdrawn',
];

/** Units in every stage of registering, certifying, settling and changing hands. */
export async function seedRegistrations(
  outer: SeedContext,
  schools: SchoolSeed[],
  employers: EmployerSeed[],
): Promise<void> {
  const ctx = { ...outer, random: new Random(SEED) };
  const book = new RegistrationBook(ctx, schools, await decidersOf(ctx, schools));
  const taken = new Set(employers.map((employer) => employer.name));
  REGISTERING.forEach((plan, i) => book.register(plan, i, taken));
  CHANGING.forEach((plan, i) => book.change(plan, employers[FIRST_CHANGING + i] as EmployerSeed));
  TAKING_OVER.forEach((plan, i) => book.takeOver(plan, i, employers[FIRST_TAKEN_OVER + i] as EmployerSeed));
  book.colleagues(employers[0] as EmployerSeed);
  const waiting = employers.filter((_, i) => i > 0 && i % EVERY === 0);
  for (const employer of waiting) book.certified(CERTIFIED, employer);
  await book.save();
  await reviewed(ctx, schools[0] as SchoolSeed, waiting);
}

async function decidersOf({ client }: SeedContext, schools: SchoolSeed[]): Promise<Deciders> {
  const { rows } = await client.query<{ id: string; name: string; school_id: number | null }>(
    `select distinct on (g.school_id) a.id, a.name, g.school_id from account a join account_grant g on g.account_id = a.id
      where g.role in ('operator', 'center_admin') order by g.school_id, a.login`,
  );
  const centres = schools.map((school): [number, Person] => [
    school.id,
    rows.find((row) => row.school_id === school.id) as Person,
  ]);
  return { operator: rows.find((row) => row.school_id === null) as Person, centres: new Map(centres) };
}

/** The older requests of the first school get their facts, and stand in different states; hr098 waits. */
async function reviewed(ctx: SeedContext, school: SchoolSeed, waiting: readonly EmployerSeed[]): Promise<void> {
  await ctx.client.query(
    `update employer e set certified_at = c.decided_at from employer_certification c
      where e.id = any($1) and c.employer_id = e.id and c.kind = 'initial'`,
    [waiting.map(({ id }) => id)],
  );
  for (const [i, employer] of waiting.entries()) {
    const at = new Date(`${addWorkdays(ctx.now, -(i % 5) - 1)}T02:30:00Z`);
    const status = OPEN_STATUSES[i % OPEN_STATUSES.length] as SettlementStatus;
    const reasons = ['returned', 'rejected', 'suspended'].includes(status)
      ? [{ code: 'incomplete', text: '联系电话没有人接' }]
      : [];
    await ctx.client.query(
      `update employer_school set status = $3, requested_by = $4, requested_at = $5, reasons = $6,
              sla_due_at = case when $3 = 'pending' then $7::timestamptz end,
              decided_at = case when $3 in ('pending', 'withdrawn') then null else $5::timestamptz end,
              services = $8
        where employer_id = $1 and school_id = $2`,
      [
        employer.id,
        school.id,
        status,
        employer.accountId,
        at,
        JSON.stringify(reasons),
        slaDueAt(at, 3),
        JSON.stringify([{ code: 'signing', answers: { headcount: String(ctx.random.int(2, 40)) } }]),
      ],
    );
  }
}
