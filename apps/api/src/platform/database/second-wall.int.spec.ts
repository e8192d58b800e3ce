import { matrixWorld, type MatrixWorld } from '../access/testing/matrix-world.js';
import { Db } from './index.js';

/** Tables that name a school and have no fence, and why that is right. */
const WITHOUT_FENCE: Record<string, string> = {
  school_policy: 'parameters are public: they say how a school works, and nothing about anybody',
  school_policy_withdrawal: 'a version of the parameters that was taken back before its time; public like these',
  cohort: 'years and their calendar stand on the public page',
  account: 'a log-in comes before its school is known',
  account_grant: 'read with the session, before the school is known',
  employer_school: 'a link between directory and school, without data of students',
  employer_event: 'the history of a unit, which several schools and the operator share',
  notification: 'read by the account that it is for, which may work at several schools',
  audit_entry: 'one chain an aggregate; read by queries that name the school',
  job_run: 'taken by workers of all schools',
  delivery: 'sent by workers of all schools',
  uploaded_file: 'files come before a school is known, and are reached through a row that names them',
};

describe('the second wall alone', () => {
  let world: MatrixWorld;
  let db: Db;
  let fenced: string[];
  let open: string[];

  beforeAll(async () => {
    world = await matrixWorld();
    db = world.app.get(Db, { strict: false });
    const { rows } = await world.database.owner.query<{ name: string; fenced: boolean }>(
      `select c.relname as name, c.relrowsecurity as fenced from pg_class c
         join pg_attribute a on a.attrelid = c.oid and a.attname = 'school_id' and not a.attisdropped
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by 1`,
    );
    fenced = rows.filter((row) => row.fenced).map((row) => row.name);
    open = rows.filter((row) => !row.fenced).map((row) => row.name);
  });
  afterAll(() => world.close());

  const schoolOfVictim = async (): Promise<number> => {
    const { rows } = await world.database.owner.query<{ id: number }>(
      'select school_id as id from signing_case where id = $1',
      [world.caseId],
    );
    return rows[0]?.id ?? 0;
  };

  it('stands around every table of a school, but for those that are named with their reason', () => {
    expect(open).toEqual(Object.keys(WITHOUT_FENCE).sort());
    expect(fenced.length).toBeGreaterThan(13);
  });

  it('compares the school of the transaction, for reading and for writing', async () => {
    const { rows } = await world.database.owner.query<{ table: string; qual: string; check: string; cmd: string }>(
      `select tablename as table, qual, with_check as check, cmd from pg_policies where schemaname = 'public' order by 1`,
    );
    expect(rows.map((row) => row.table)).toEqual(fenced);
    const fence = '(school_id = ( SELECT app_school() AS app_school))';
    for (const row of rows) expect(row).toMatchObject({ qual: fence, check: fence, cmd: 'ALL' });
  });

  it('hides every row from another school and from nobody’s, without any condition of the application', async () => {
    const victim = await schoolOfVictim();
    const seen: string[] = [];
    let there = 0;
    for (const table of fenced) {
      const { rows } = await world.database.owner.query<{ n: number }>(
        `select count(*)::int as n from ${table} where school_id = $1`,
        [victim],
      );
      there += (rows[0]?.n ?? 0) > 0 ? 1 : 0;
      for (const schoolId of [victim + 1, null]) {
        const found = await db.read({ schoolId }, (tx) =>
          tx.query(`select 1 from ${table} where school_id = $1`, [victim]),
        );
        if (found.length > 0) seen.push(`${table} from school ${schoolId}`);
      }
      const own = await db.read({ schoolId: victim }, (tx) => tx.query(`select 1 from ${table}`));
      expect({ table, own: own.length }).toEqual({ table, own: rows[0]?.n });
    }
    expect(seen).toEqual([]);
    expect(there).toBeGreaterThan(8);
  });

  it('lets nobody of another school change or remove a row', async () => {
    const victim = await schoolOfVictim();
    for (const table of fenced) {
      for (const statement of [`update ${table} set school_id = school_id`, `delete from ${table}`]) {
        const touched = await db
          .tx({ schoolId: victim + 1 }, (tx) => tx.exec(`${statement} where school_id = $1`, [victim]))
          .catch((error: Error) => (/permission denied/.test(error.message) ? 0 : Promise.reject(error)));
        expect({ statement, touched }).toEqual({ statement, touched: 0 });
      }
    }
  });
});
