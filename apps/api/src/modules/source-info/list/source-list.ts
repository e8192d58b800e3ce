import { Injectable } from '@nestjs/common';
import type { ReviewRole } from '@qiancheng/shared';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { offsetOf, pageOf } from '../../../platform/http/index.js';
import { LoginLocks } from '../../accounts/index.js';
import { SchoolPolicies } from '../../schools/index.js';
import type { SourceListPage, SourceListQuery } from '../http/source-list.dto.js';
import { LIST_COLUMNS, LIST_JOINS, type ListRow, listRowView } from './list-row.js';
import { sourceOrder } from './list-order.js';
import { SourceFilters } from './source-filters.js';

/** The list that staff live in: one page of it, straight from SQL. */
@Injectable()
export class SourceList {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly policies: SchoolPolicies,
    private readonly filters: SourceFilters,
    private readonly locks: LoginLocks,
  ) {}

  search(ctx: RequestContext, query: SourceListQuery): Promise<SourceListPage> {
    return this.db.read(ctx, async (tx) => {
      const params: unknown[] = [];
      const where = await this.filters.where(tx, ctx, query.filter, params);
      const { total } = await tx.one<{ total: number }>(
        `select count(*)::int as total from student s where ${where}`,
        params,
      );
      const rows = total > offsetOf(query) ? await this.page(tx, where, params, query) : [];
      const { policy } = await this.policies.current(tx, tx.schoolId as number);
      const locked = await this.locked(tx, ctx, rows);
      const world = { ctx, policy, now: this.clock.now(), locked };
      return {
        ...pageOf(
          rows.map((row) => listRowView(row, world)),
          total,
          query,
        ),
        levels: levelsOf(policy.source),
      };
    });
  }

  /** The page is found first, over narrow rows; only its own students are looked up whole. */
  private page(tx: Tx, where: string, params: readonly unknown[], query: SourceListQuery): Promise<ListRow[]> {
    const { orderBy, join } = sourceOrder(query.sort);
    const n = params.length;
    return tx.query<ListRow>(
      `with page as materialized (
         select p.id, row_number() over () as place
           from (select s.id from student s ${join} where ${where} order by ${orderBy} limit $${n + 1} offset $${n + 2}) p)
       select ${LIST_COLUMNS} from page join student s on s.school_id = $${n + 3} and s.id = page.id ${LIST_JOINS}
        order by page.place`,
      [...params, query.pageSize, offsetOf(query), tx.schoolId],
    );
  }

  private locked(tx: Tx, ctx: RequestContext, rows: readonly ListRow[]): Promise<Map<string, Date>> {
    const accounts = rows.flatMap(({ id, login }) => (login === null ? [] : [{ id, login }]));
    return this.locks.among(tx, 'student', ctx.schoolCode, accounts);
  }
}

const levelsOf = ({ levels }: { levels: readonly ReviewRole[] }): ReviewRole[] => [...levels];
