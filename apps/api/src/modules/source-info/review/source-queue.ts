import { Injectable } from '@nestjs/common';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db } from '../../../platform/database/index.js';
import { SELECT_MAX } from '../list/source-filter.dto.js';
import { SourceFilters } from '../list/source-filters.js';
import type { SourceQueue, SourceQueueBody } from './review.dto.js';

const COLUMNS: Record<string, string> = {
  studentNo: 's.student_no',
  name: 's.pinyin',
  collegeName: 's.college_id',
  majorName: 's.major_id',
  className: 's.class_id',
  state: 's.source_state',
  waiting: 's.source_state_at',
  stateAt: 's.source_state_at',
};

/** A list's order; what it does not know here comes by student number, so that a queue is never refused for its order. */
function orderOf(sort = ''): string {
  const key = sort.replace(/^-/, '');
  const column = Object.hasOwn(COLUMNS, key) ? COLUMNS[key] : undefined;
  const number = 's.student_no';
  if (!column || column === number) return sort === '-studentNo' ? `${number} desc` : number;
  return `${column}${sort.startsWith('-') ? ' desc' : ''}, ${number}`;
}

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
      const rows = await tx.query<{ id: string; total: number }>(
        `select s.id, (count(*) over ())::int as total from student s where ${where} order by ${orderOf(sort)} limit ${SELECT_MAX}`,
        params,
      );
      return { ids: rows.map(({ id }) => id), total: rows[0]?.total ?? 0 };
    });
  }
}
