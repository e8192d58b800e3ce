import { insertRows } from './bulk.js';
import type { SeedContext } from './context.js';
import { Random } from './random.js';
import { schedule, type SchoolSeed } from './schools.js';

/** Its own course, so that what it draws does not shift the rest of the demo world. */
const SEED = 20_270_416;
const YEAR = 2028;
/** Majors with a second class, so that there is something to choose when somebody moves. */
const LARGE = 12;

/** Next year's cohort is open already, with classes and nobody in them: whoever leaves this year's for a while goes there. */
export async function seedNextCohort(ctx: SeedContext, school: SchoolSeed): Promise<void> {
  const random = new Random(SEED);
  await insertRows(ctx.client, 'cohort', [
    { school_id: school.id, year: YEAR, is_open: true, is_public: false, schedule: schedule(YEAR), version: 1 },
  ]);
  const { rows: majors } = await ctx.client.query<{ id: string; college_id: string; name: string; years: number }>(
    `select m.id, m.college_id, m.name, m.length_years::float as years from major m
       join college g on g.school_id = m.school_id and g.id = m.college_id
      where m.school_id = $1 order by g.sort, m.code`,
    [school.id],
  );
  const entry = (years: number): string => String(Math.floor(YEAR - years)).slice(2);
  const classes = majors.flatMap(({ id, college_id, name, years }, index) =>
    (index < LARGE ? ['01', '02'] : ['01']).map((no) => ({
      school_id: school.id,
      id: random.uuid(),
      college_id,
      major_id: id,
      cohort: YEAR,
      name: `${name}${entry(years)}${no}班`,
    })),
  );
  await insertRows(ctx.client, 'school_class', classes);
}
