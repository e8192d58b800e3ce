import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { initialsOf, syllablesOf } from '../spelling.js';
import type { StoredRow } from './imports.repository.js';
import { type Match, matchUnits } from './library-matcher.js';

interface Outcome {
  row: number;
  employerId: string | null;
  result: 'linked' | 'created' | 'skipped';
  text: string;
}

/** Imports take turns: two that bring the same new unit without a code would make it twice. */
const TURN = 7_210_440;

/** Takes rows of a library over. What is known of a unit stays; only gaps of units that nobody has certified are filled. */
@Injectable()
export class LibraryWriter {
  constructor(private readonly clock: Clock) {}

  async apply(tx: Tx, ctx: RequestContext, importId: string, rows: readonly StoredRow[]): Promise<Outcome[]> {
    await tx.query('select pg_advisory_xact_lock($1)', [TURN]);
    const matches = await matchUnits(tx, rows);
    const refused = new Map(rows.flatMap((row) => reasonNow(row, matches.get(row.row))));
    const good = rows.filter((row) => !refused.has(row.row));
    const fresh = good.filter((row) => !matches.has(row.row));
    const created = await this.create(tx, ctx, fresh);
    // somebody registered one of them at this very moment
    const late = await matchUnits(
      tx,
      fresh.filter((row) => !created.has(row.row)),
    );
    const unitOf = (row: StoredRow): string | undefined =>
      created.get(row.row) ?? matches.get(row.row)?.id ?? late.get(row.row)?.id;
    const known = good.filter((row) => !created.has(row.row) && unitOf(row));
    await this.fillGaps(tx, known, unitOf);
    await this.keepWritings(tx, ctx, known, unitOf);
    await this.keepLibrary(tx, ctx, importId, good, unitOf);
    return rows.map((row): Outcome => {
      const employerId = unitOf(row) ?? null;
      const reason = refused.get(row.row);
      if (reason || !employerId)
        return { row: row.row, employerId: null, result: 'skipped', text: reason ?? '没有导入，请再试。' };
      return { row: row.row, employerId, result: created.has(row.row) ? 'created' : 'linked', text: '' };
    });
  }

  private async create(tx: Tx, ctx: RequestContext, rows: readonly StoredRow[]): Promise<Map<number, string>> {
    const units = rows.map(({ row, entry }) => ({
      row,
      id: randomUUID(),
      code: entry.creditCode,
      legacy: entry.legacyCode,
      name: entry.name,
      pinyin: initialsOf(entry.name),
      syllables: syllablesOf(entry.name),
      nature: entry.natureCode,
      industry: entry.industryCode,
      region: entry.regionCode,
    }));
    const made = await tx.query<{ id: string }>(
      `insert into employer (id, credit_code, legacy_code, name, name_norm, pinyin, syllables, nature_code, industry_code, region_code,
                             status, created_at, updated_at)
       select u.id, u.code, u.legacy, u.name, u.name, u.pinyin, u.syllables, u.nature, u.industry, u.region, 'provisional', $2, $2
         from jsonb_to_recordset($1::jsonb) as u (id uuid, code text, legacy text, name text, pinyin text, syllables text,
                                                   nature text, industry text, region text)
       on conflict (credit_code) do nothing returning id`,
      [JSON.stringify(units), this.clock.now()],
    );
    const ids = new Set(made.map(({ id }) => id));
    await tx.exec(
      `insert into employer_event (employer_id, school_id, action, to_status, actor_id, actor_name, actor_kind, at)
       select id, $2, 'directory.import', 'provisional', $3, $4, 'school', $5 from unnest($1::uuid[]) as id`,
      [[...ids], ctx.schoolId, ctx.actor.accountId, ctx.actor.displayName, this.clock.now()],
    );
    return new Map(units.filter(({ id }) => ids.has(id)).map(({ row, id }) => [row, id]));
  }

  private async fillGaps(
    tx: Tx,
    rows: readonly StoredRow[],
    unitOf: (row: StoredRow) => string | undefined,
  ): Promise<void> {
    const given = rows.map((row) => ({ ...row.entry, id: unitOf(row) }));
    await tx.exec(
      `update employer e set credit_code = coalesce(e.credit_code, case when exists (select from employer o where o.credit_code = g."creditCode") then null else g."creditCode" end),
              legacy_code = coalesce(e.legacy_code, g."legacyCode"),
              nature_code = coalesce(nullif(e.nature_code, ''), g."natureCode"), industry_code = coalesce(nullif(e.industry_code, ''), g."industryCode"),
              region_code = coalesce(nullif(e.region_code, ''), g."regionCode"), updated_at = $2, version = e.version + 1
         from jsonb_to_recordset($1::jsonb) as g (id uuid, "creditCode" text, "legacyCode" text, "natureCode" text, "industryCode" text, "regionCode" text)
        where e.id = g.id and e.status = 'provisional'
          and ((e.credit_code is null and e.legacy_code is null and coalesce(g."creditCode", g."legacyCode") is not null)
            or (e.nature_code = '' and g."natureCode" <> '') or (e.industry_code = '' and g."industryCode" <> '')
            or (e.region_code = '' and g."regionCode" <> ''))`,
      [JSON.stringify(given), this.clock.now()],
    );
  }

  /** A name that the directory does not know yet is looked at by an operator. */
  private async keepWritings(
    tx: Tx,
    ctx: RequestContext,
    rows: readonly StoredRow[],
    unitOf: (row: StoredRow) => string | undefined,
  ): Promise<void> {
    const given = rows.map((row) => ({ id: unitOf(row), norm: row.entry.name }));
    await tx.exec(
      `insert into employer_alias (employer_id, kind, text, norm, source, checked, created_by, created_at)
       select distinct on (g.id, g.norm) g.id, 'imported', g.norm, g.norm, '导入：' || s.name, false, $3, $4
         from jsonb_to_recordset($1::jsonb) as g (id uuid, norm text)
         join employer e on e.id = g.id and e.name_norm <> g.norm cross join school s where s.id = $2
       on conflict (employer_id, norm) do nothing`,
      [JSON.stringify(given), ctx.schoolId, ctx.actor.accountId, this.clock.now()],
    );
  }

  private async keepLibrary(
    tx: Tx,
    ctx: RequestContext,
    importId: string,
    rows: readonly StoredRow[],
    unitOf: (row: StoredRow) => string | undefined,
  ): Promise<void> {
    const given = rows.map((row) => ({ id: unitOf(row), ...row.entry }));
    await tx.exec(
      `insert into school_unit (school_id, employer_id, contact, name, note, import_id, created_at, updated_at)
       select distinct on (g.id) $2, g.id, g.contact, g.name, g.note, $3, $4, $4
         from jsonb_to_recordset($1::jsonb) as g (id uuid, contact text, name text, note text) where g.id is not null
       on conflict (school_id, employer_id) do update set contact = coalesce(nullif(excluded.contact, ''), school_unit.contact),
         name = excluded.name, note = coalesce(nullif(excluded.note, ''), school_unit.note), import_id = excluded.import_id, updated_at = excluded.updated_at`,
      [JSON.stringify(given), ctx.schoolId, importId, this.clock.now()],
    );
  }
}

/** The directory may have changed between the check and now. */
function reasonNow(row: StoredRow, match: Match | undefined): [number, string][] {
  if (match?.status === 'cancelled') return [[row.row, `“${match.name}”已经注销，没有导入。`]];
  if (match && match.rivals > 0) return [[row.row, '单位库里有几家都对得上，请填信用代码再导入。']];
  return [];
}
