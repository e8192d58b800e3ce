import type { Tx } from '../../../platform/database/index.js';
import { exactName } from '../exact-name.js';
import type { LibraryEntry } from './check-library-row.js';

/** The unit of the directory that a row speaks of. */
export interface Match {
  row: number;
  id: string;
  name: string;
  nameNorm: string;
  status: string;
  cancelledOn: string | null;
  creditCode: string | null;
  by: 'code' | 'name';
  /** How many units fit as well as this one. */
  rivals: number;
  /** The row's writing is the unit's name or one of its other names. */
  knownName: boolean;
  [column: string]: unknown;
}

const GIVEN = `given as (select * from jsonb_to_recordset($1::jsonb) as g (row integer, name text, code text, legacy text))`;

/**
 * By code first: the unit's own, one that it took over in a merge, or the organisation code inside of it. By the exact
 * name only where the codes do not contradict, a verified unit before others; two of one rank are told.
 */
const MATCH = `with ${GIVEN},
  coded as (
    select g.row, e.id from given g join employer e on e.credit_code = g.code where e.status <> 'merged'
    union select g.row, a.employer_id from given g join employer_alias a on a.kind = 'code' and a.norm in (g.code, g.legacy)
    union select g.row, e.id from given g join employer e on e.legacy_code = g.legacy where e.status <> 'merged'
    union select g.row, e.id from given g join employer e on e.credit_code is not null and substr(e.credit_code, 9, 9) = g.legacy where e.status <> 'merged'
  ), named as (
    select g.row, e.id, e.credit_code, g.code from given g join employer e on ${exactName('e', 'g.name')} where e.status <> 'merged'
    union select g.row, e.id, e.credit_code, g.code from given g join employer_alias a on a.norm = g.name and a.kind <> 'code'
      join employer e on e.id = a.employer_id and e.status <> 'merged'
  ), candidates as (
    select row, id, 'code' as by, 0 as rank from coded
    union all
    select n.row, n.id, 'name', case e.status when 'verified' then 1 else 2 end from named n join employer e on e.id = n.id
     where (n.code is null or n.credit_code is null) and not exists (select from coded c where c.row = n.row)
  ), best as (
    select *, row_number() over (partition by row order by rank, id) as place, count(*) over (partition by row, rank) as rivals from candidates
  )
  select b.row, b.id, b.by, (b.rivals - 1)::int as rivals, e.name, e.name_norm as "nameNorm", e.status,
         e.cancelled_on::text as "cancelledOn", e.credit_code as "creditCode",
         e.name_norm = g.name or exists (select from employer_alias a where a.employer_id = e.id and a.norm = g.name) as "knownName"
    from best b join given g on g.row = b.row join employer e on e.id = b.id where b.place = 1`;

export async function matchUnits(
  tx: Tx,
  rows: readonly { row: number; entry: LibraryEntry }[],
): Promise<Map<number, Match>> {
  const given = rows.map(({ row, entry }) => ({
    row,
    name: entry.name,
    code: entry.creditCode,
    legacy: entry.legacyCode,
  }));
  const found = await tx.query<Match>(MATCH, [JSON.stringify(given)]);
  return new Map(found.map((match) => [match.row, match]));
}
