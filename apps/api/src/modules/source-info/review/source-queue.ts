import { Injectable } from '@nestjs/common';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db } from '../../../platform/database/index.js';
import { SELECT_MAX } from '../list/source-filter.dto.js';
import { sourceOrder } from '../list/list-order.js';
import { SourceFilters } from '../list/source-filters.js';
import type { SourceQueue, SourceQueueBody } from './review.dto.js';

/** The records that a list shows, in its order: what "next" and "previous" of the review mean. */
@Injectable()
export class SourceQueues {
  constructor(
    private readonly db: Db,
    private readonly filters: SourceFilters,
  ) {}

  ids(ctx: RequestContext, { filter, sort }: SourceQueueBody): Promise<SourceQueue> {
    return this.db.read(ctx, async (tx) => {
      const params: unknown[] = [];
      const where = await this.filters.where(tx, ctx, filter, params);
      const { orderBy, join } = sourceOrder(sort);
      const rows = await tx.query<{ id: string; total: number }>(
        `select s.id, (count(*) over ())::int as total from student s ${join} where ${where} order by ${orderBy} limit ${SELECT_MAX}`,
        params,
      );
      return { ids: rows.map(({ id }) => id), total: rows[0]?.total ?? 0 };
    });
  }
}
