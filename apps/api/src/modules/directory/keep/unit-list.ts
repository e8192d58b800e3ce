import { Injectable } from '@nestjs/common';
import { directoryKey } from '@qiancheng/shared';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db } from '../../../platform/database/index.js';
import { offsetOf, pageOf } from '../../../platform/http/index.js';
import type { UnitFlag, UnitPage, UnitQuery, UnitRow } from '../http/platform-units.dto.js';
import { LAST_CHARACTER } from '../search/search-statements.js';

const FLAGS: Readonly<Record<UnitFlag, string>> = {
  duplicates: `(exists (select from employer_duplicate d where d.a_id = e.id) or exists (select from employer_duplicate d where d.b_id = e.id))`,
  without_code: 'e.credit_code is null',
  unused: 'e.id in (select directory_unused())',
  to_check: 'exists (select from employer_alias a where a.employer_id = e.id and not a.checked)',
  branches: 'e.parent_id is not null',
};

/** The directory as the operator keeps it. */
@Injectable()
export class UnitList {
  constructor(private readonly db: Db) {}

  list(ctx: RequestContext, query: UnitQuery): Promise<UnitPage> {
    const params: unknown[] = [];
    const where = whereOf(query, params);
    return this.db.read(ctx, async (tx) => {
      const { total } = await tx.one<{ total: number }>(
        `select count(*)::int as total from employer e where ${where}`,
        params,
      );
      // the counts only for the rows of the page
      const rows = await tx.query<UnitRow & Record<string, unknown>>(
        `select e.id, e.name, e.credit_code as "creditCode", e.legacy_code as "legacyCode", e.nature_code as "natureCode",
                e.industry_code as "industryCode", e.region_code as "regionCode", e.status, e.cancelled_on::text as "cancelledOn",
                e.created_at as "createdAt", p.name as "parentName",
                (select count(*)::int from employer_school x where x.employer_id = e.id and x.status = 'approved') as schools,
                (select count(*)::int from employer_member m where m.employer_id = e.id and m.status = 'active') as members,
                (select count(*)::int from employer_alias a where a.employer_id = e.id) as aliases,
                (select count(*)::int from employer_duplicate d where d.a_id = e.id or d.b_id = e.id) as duplicates
           from (select e.* from employer e where ${where} order by e.created_at desc, e.id desc
                 limit $${params.length + 1} offset $${params.length + 2}) e
           left join employer p on p.id = e.parent_id
          order by e.created_at desc, e.id desc`,
        [...params, query.pageSize, offsetOf(query)],
      );
      return pageOf(rows, total, query);
    });
  }
}

function whereOf(query: UnitQuery, params: unknown[]): string {
  const bind = (value: unknown): string => `$${params.push(value)}`;
  const parts = [query.status ? `e.status = ${bind(query.status)}` : `e.status <> 'merged'`];
  if (query.natureCode) parts.push(`e.nature_code = ${bind(query.natureCode)}`);
  if (query.regionCode) {
    const from = bind(query.regionCode.replace(/(00){1,2}$/, ''));
    parts.push(`e.region_code ^@ ${from}`);
  }
  if (query.flag) parts.push(FLAGS[query.flag]);
  const key = directoryKey(query.q ?? '');
  if (key) {
    const [from, to] = [bind(key), bind(key + LAST_CHARACTER)];
    parts.push(
      `e.id in (select k.employer_id from directory_key k where k.scope = 0 and k.standing in (0, 1, 2) and k.key >= ${from} and k.key < ${to})`,
    );
  }
  return parts.join(' and ');
}
