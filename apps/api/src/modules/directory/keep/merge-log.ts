import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { offsetOf, type PageQuery, pageOf } from '../../../platform/http/index.js';
import type { MergePage, MergeView } from '../http/platform-units.dto.js';
import { briefJson } from './unit-brief.js';

/** Which units were merged, by whom, and until when it can be taken back. */
@Injectable()
export class MergeLog {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
  ) {}

  list(ctx: RequestContext, query: PageQuery): Promise<MergePage> {
    return this.db.read(ctx, async (tx) => {
      const { total } = await tx.one<{ total: number }>('select count(*)::int as total from employer_merge');
      const items = await this.read(tx, 'true', [query.pageSize, offsetOf(query)]);
      return pageOf(items, total, query);
    });
  }

  /** The merges of one unit, as the one that stayed or as the one that went. */
  of(tx: Tx, unitId: string): Promise<MergeView[]> {
    return this.read(tx, '(g.winner_id = $3 or g.loser_id = $3)', [20, 0, unitId]);
  }

  private read(tx: Tx, where: string, params: readonly unknown[]): Promise<MergeView[]> {
    const now = `$${params.length + 1}::timestamptz`;
    return tx.query<MergeView & Record<string, unknown>>(
      `select g.id, ${briefJson('w')} as winner, ${briefJson('l')} as loser, g.merged_name as "mergedName", g.merged_at as "mergedAt",
              g.undo_until as "undoUntil", g.undone_at as "undoneAt", g.undone_name as "undoneName",
              g.undone_at is null and g.undo_until > ${now} as undoable
         from employer_merge g join employer w on w.id = g.winner_id join employer l on l.id = g.loser_id
        where ${where} order by g.merged_at desc, g.id desc limit $1 offset $2`,
      [...params, this.clock.now()],
    );
  }
}
