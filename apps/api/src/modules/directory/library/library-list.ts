import { Injectable } from '@nestjs/common';
import { directoryKey } from '@qiancheng/shared';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db } from '../../../platform/database/index.js';
import { offsetOf, pageOf } from '../../../platform/http/index.js';
import type { LibraryPage, LibraryQuery, LibraryRow } from '../http/teacher-library.dto.js';
import { LAST_CHARACTER } from '../search/search-statements.js';

const SETTLED = `exists (select from employer_school x where x.school_id = $1 and x.employer_id = e.id and x.status = 'approved')`;
const IMPORTED = `exists (select from school_unit u where u.school_id = $1 and u.employer_id = e.id)`;
/** What the school may know of: whoever only waits for the operator is not its business yet. */
const KNOWN = `select employer_id from employer_school where school_id = $1 and status in ('approved', 'suspended', 'pending', 'returned')
  union select employer_id from school_unit where school_id = $1`;

/** The units that one school knows: settled there, or in its own library. */
@Injectable()
export class LibraryList {
  constructor(private readonly db: Db) {}

  list(ctx: RequestContext, query: LibraryQuery): Promise<LibraryPage> {
    const params: unknown[] = [ctx.schoolId];
    const where = whereOf(query, params);
    return this.db.read(ctx, async (tx) => {
      const { total } = await tx.one<{ total: number }>(
        `select count(*)::int as total from employer e where ${where}`,
        params,
      );
      const rows = await tx.query<LibraryRow & Record<string, unknown>>(
        `select e.id, e.name, nullif(u.name, e.name) as "writtenAs", e.credit_code as "creditCode", e.legacy_code as "legacyCode",
                e.nature_code as "natureCode", e.industry_code as "industryCode", e.region_code as "regionCode", e.status,
                x.status as settlement, u.employer_id is not null as imported, coalesce(u.note, '') as note,
                coalesce(nullif(u.contact, ''), case when x.status = 'approved' then (select p.name from employer_member m
                    join account p on p.id = m.account_id and p.status = 'active' where m.employer_id = e.id and m.status = 'active'
                   order by m.role = 'employer_admin' desc, m.created_at, m.account_id limit 1) end) as contact
           from employer e
           left join employer_school x on x.school_id = $1 and x.employer_id = e.id and x.status <> 'waiting'
           left join school_unit u on u.school_id = $1 and u.employer_id = e.id
          where ${where}
          order by e.name, e.id limit $${params.length + 1} offset $${params.length + 2}`,
        [...params, query.pageSize, offsetOf(query)],
      );
      return pageOf(rows, total, query);
    });
  }
}

function whereOf(query: LibraryQuery, params: unknown[]): string {
  const bind = (value: unknown): string => `$${params.push(value)}`;
  const parts = [`e.id in (${KNOWN})`, `e.status <> 'merged'`];
  if (query.known) parts.push(query.known === 'settled' ? SETTLED : IMPORTED);
  if (query.status) parts.push(`e.status = ${bind(query.status)}`);
  if (query.natureCode) parts.push(`e.nature_code = ${bind(query.natureCode)}`);
  if (query.regionCode) parts.push(`e.region_code ^@ ${bind(query.regionCode.replace(/(00){1,2}$/, ''))}`);
  const key = directoryKey(query.q ?? '');
  if (key) {
    const [from, to] = [bind(key), bind(key + LAST_CHARACTER)];
    parts.push(
      `e.id in (select k.employer_id from directory_key k where k.scope = 0 and k.standing in (0, 1, 2) and k.key >= ${from} and k.key < ${to})`,
    );
  }
  return parts.join(' and ');
}
