import { Clock } from '../../../platform/clock/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { RegisterSweep, type Sweep } from '../../../platform/jobs/index.js';
import { exactName } from '../exact-name.js';
import { syllablesOf } from '../spelling.js';
import { type Evidence, likePairs, type NamedUnit, type Pair, pairOf } from './duplicate-rules.js';

const EVERY_MS = 30_000;
const SPELT_AT_ONCE = 500;
const COMPARED_AT_ONCE = 100;
const PAGES_A_SWEEP = 100;

interface Found {
  one: string;
  other: string;
  text: string;
  [column: string]: unknown;
}

/** The same name, code or other name: by indexes, for the units of one page. $1 their ids. */
const SAME_NAME = `select u.id as one, o.id as other, '名称相同' as text
  from employer u join employer o on ${exactName('o', 'u.name_norm')} and o.id <> u.id and o.status <> 'merged'
 where u.id = any ($1::uuid[])`;
const SAME_CODE = `
  select u.id as one, o.id as other, '组织机构代码 ' || u.legacy_code || ' 相同' as text
    from employer u join employer o on o.legacy_code = u.legacy_code and o.id <> u.id and o.status <> 'merged' where u.id = any ($1::uuid[])
  union all
  select u.id, o.id, '组织机构代码 ' || u.legacy_code || ' 就在信用代码里'
    from employer u join employer o on substr(o.credit_code, 9, 9) = u.legacy_code and o.credit_code is not null and o.id <> u.id and o.status <> 'merged'
   where u.id = any ($1::uuid[])
  union all
  select u.id, o.id, '组织机构代码 ' || o.legacy_code || ' 就在信用代码里'
    from employer u join employer o on o.legacy_code = substr(u.credit_code, 9, 9) and o.id <> u.id and o.status <> 'merged'
   where u.id = any ($1::uuid[]) and u.credit_code is not null
  union all
  select u.id, o.id, '信用代码 ' || u.credit_code || ' 也是对方的旧代码'
    from employer u join employer_alias a on a.kind = 'code' and a.norm = u.credit_code and a.employer_id <> u.id
    join employer o on o.id = a.employer_id and o.status <> 'merged' where u.id = any ($1::uuid[])`;
const SAME_ALIAS = `
  select u.id as one, o.id as other, '名称是对方的别名' as text
    from employer u join employer_alias a on a.norm = u.name_norm and a.kind <> 'code' and a.employer_id <> u.id
    join employer o on o.id = a.employer_id and o.status <> 'merged' where u.id = any ($1::uuid[])
  union all
  select u.id, o.id, '别名“' || x.text || '”是对方的名称'
    from employer u join employer_alias x on x.employer_id = u.id and x.kind <> 'code'
    join employer o on ${exactName('o', 'x.norm')} and o.id <> u.id and o.status <> 'merged' where u.id = any ($1::uuid[])
  union all
  select u.id, o.id, '别名“' || x.text || '”相同'
    from employer u join employer_alias x on x.employer_id = u.id and x.kind <> 'code'
    join employer_alias y on y.norm = x.norm and y.kind <> 'code' and y.employer_id <> u.id
    join employer o on o.id = y.employer_id and o.status <> 'merged' where u.id = any ($1::uuid[])`;
const RULES: readonly [Evidence['kind'], number, string][] = [
  ['name', 1, SAME_NAME],
  ['code', 1, SAME_CODE],
  ['alias', 0.95, SAME_ALIAS],
];

/** Every unit can be found by its pinyin, and is compared with the others once something of it has changed. */
@RegisterSweep()
export class DirectoryKeeper implements Sweep {
  readonly name = 'directory.keep';
  readonly everyMs = EVERY_MS;

  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
  ) {}

  async sweep(): Promise<number> {
    return (await this.inPages(() => this.spell())) + (await this.inPages(() => this.compare()));
  }

  private async inPages(page: () => Promise<number>): Promise<number> {
    let done = 0;
    for (let i = 0; i < PAGES_A_SWEEP; i += 1) {
      const count = await page();
      if (count === 0) break;
      done += count;
    }
    return done;
  }

  private spell(): Promise<number> {
    return this.db.system(async (tx) => {
      const units = await tx.query<{ id: string; name: string }>(
        'select id, name from employer where syllables is null order by id limit $1 for update skip locked',
        [SPELT_AT_ONCE],
      );
      if (units.length === 0) return 0;
      return tx.exec(
        `update employer e set syllables = s.syllables from unnest($1::uuid[], $2::text[]) as s (id, syllables) where e.id = s.id`,
        [units.map(({ id }) => id), units.map(({ name }) => syllablesOf(name))],
      );
    });
  }

  private compare(): Promise<number> {
    return this.db.system(async (tx) => {
      const units = await tx.query<NamedUnit & Record<string, unknown>>(
        `select id, name, region_code as "regionCode", credit_code is not null as coded from employer
          where compared_at is null and status <> 'merged' order by region_code, id limit $1 for update skip locked`,
        [COMPARED_AT_ONCE],
      );
      if (units.length === 0) return 0;
      const ids = units.map(({ id }) => id);
      await this.write(tx, ids, await this.pairs(tx, units, ids));
      return tx.exec('update employer set compared_at = $2 where id = any ($1::uuid[])', [ids, this.clock.now()]);
    });
  }

  private async pairs(tx: Tx, units: readonly NamedUnit[], ids: readonly string[]): Promise<Pair[]> {
    const pairs: Pair[] = [];
    for (const [kind, score, sql] of RULES) {
      const found = await tx.query<Found>(sql, [ids]);
      pairs.push(...found.map(({ one, other, text }) => pairOf(one, other, { kind, score, text })));
    }
    const places = [...new Set(units.map((unit) => unit.regionCode))].filter((code) => code !== '');
    const neighbours = await tx.query<NamedUnit & Record<string, unknown>>(
      `select id, name, region_code as "regionCode", credit_code is not null as coded from employer where region_code = any ($1::text[]) and status <> 'merged'`,
      [places],
    );
    return [...pairs, ...likePairs(units, neighbours)];
  }

  /** What was found before about these units is found anew or no longer true; what a person has parted stays parted. */
  private async write(tx: Tx, ids: readonly string[], pairs: readonly Pair[]): Promise<void> {
    await tx.exec('delete from employer_duplicate where a_id = any ($1::uuid[]) or b_id = any ($1::uuid[])', [ids]);
    const byPair = Map.groupBy(pairs, ({ a, b }) => `${a} ${b}`);
    const rows = [...byPair.values()].map((same) => {
      const evidence = strongestOfEach(same.map((pair) => pair.evidence));
      return { a: same[0]?.a, b: same[0]?.b, evidence, score: Math.max(...evidence.map((each) => each.score)) };
    });
    await tx.exec(
      `insert into employer_duplicate (a_id, b_id, evidence, score, found_at)
       select r.a, r.b, r.evidence, r.score, $2 from jsonb_to_recordset($1::jsonb) as r (a uuid, b uuid, evidence jsonb, score real)
         join employer a on a.id = r.a join employer b on b.id = r.b
        where not exists (select from employer_distinct d where d.a_id = r.a and d.b_id = r.b)
          -- a branch, its head and its sisters are no copies of each other
          and a.parent_id is distinct from b.id and b.parent_id is distinct from a.id and (a.parent_id <> b.parent_id) is not false
       on conflict (a_id, b_id) do update set evidence = excluded.evidence, score = excluded.score, found_at = excluded.found_at`,
      [JSON.stringify(rows), this.clock.now()],
    );
  }
}

/** One sentence a kind: that two names are the same and alike is said once. */
function strongestOfEach(evidence: readonly Evidence[]): Evidence[] {
  const kinds = new Map<string, Evidence>();
  for (const one of evidence) {
    const before = kinds.get(one.kind);
    if (!before || before.score < one.score) kinds.set(one.kind, one);
  }
  if (kinds.has('name')) kinds.delete('like');
  return [...kinds.values()];
}
