import { Injectable } from '@nestjs/common';
import type { RequestContext } from '../../../../platform/context/index.js';
import { Db, type Tx } from '../../../../platform/database/index.js';
import { LIST_JOINS, listColumns } from '../list-row.js';
import { SourceFilters } from '../source-filters.js';
import { ExportRights } from './export-rights.js';
import { type ExportSource, sealedColumnsFor } from './export-row.js';
import type { ExportRecord } from './exports.repository.js';

/** Large enough that the round trip does not count, small enough that a change of rights acts within a moment. */
const PAGE = 250;

/** The students of an export, page by page along their numbers; each page asks anew what its orderer may see. */
@Injectable()
export class ExportPages {
  constructor(
    private readonly db: Db,
    private readonly filters: SourceFilters,
    private readonly rights: ExportRights,
  ) {}

  /** The next page is on its way while this one is written. */
  async *pages(ctx: RequestContext, order: ExportRecord): AsyncGenerator<ExportSource[]> {
    const fetch = (after: string): Promise<ExportSource[]> => {
      const page = this.db.read(ctx, (tx) => this.page(tx, ctx, order, after));
      // whoever asked may have gone by the time it fails
      page.catch(() => {});
      return page;
    };
    for (let next: Promise<ExportSource[]> | null = fetch(''); next;) {
      const rows: ExportSource[] = await next;
      next = rows.length < PAGE ? null : fetch(rows.at(-1)?.studentNo ?? '');
      if (rows.length > 0) yield rows;
    }
  }

  private async page(tx: Tx, ctx: RequestContext, order: ExportRecord, after: string): Promise<ExportSource[]> {
    const now = await this.rights.of(tx, ctx, order.clear);
    const params: unknown[] = [];
    const where = await this.where(tx, now, order, params);
    const sealed = sealedColumnsFor(order.columns, order.clear).map((column) => `, s.${column}`);
    return tx.query<ExportSource>(
      `select ${listColumns((column) => (order.columns as string[]).includes(column))}${sealed.join('')} from student s ${LIST_JOINS}
        where ${where} and s.student_no > $${params.push(after)} order by s.student_no limit ${PAGE}`,
      params,
    );
  }

  /** The number of students that match within this reach. */
  async count(tx: Tx, now: RequestContext, order: Pick<ExportRecord, 'askedIds' | 'filter'>): Promise<number> {
    const params: unknown[] = [];
    const where = await this.where(tx, now, order, params);
    const { count } = await tx.one<{ count: number }>(
      `select count(*)::int as count from student s where ${where}`,
      params,
    );
    return count;
  }

  private async where(
    tx: Tx,
    now: RequestContext,
    { askedIds, filter }: Pick<ExportRecord, 'askedIds' | 'filter'>,
    params: unknown[],
  ): Promise<string> {
    if (askedIds) return this.filters.named(now, askedIds, params);
    if (!filter) throw new Error('an export names nobody');
    return this.filters.where(tx, now, filter, params);
  }
}
