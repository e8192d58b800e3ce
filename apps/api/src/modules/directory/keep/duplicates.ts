import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db } from '../../../platform/database/index.js';
import { offsetOf, pageOf } from '../../../platform/http/index.js';
import { UnitHistory } from '../../registration/index.js';
import type { DistinctBody, DuplicatePage, DuplicateQuery, DuplicateRow } from '../http/platform-units.dto.js';
import { briefJson, lockUnits } from './unit-brief.js';

/** Pairs that may be one unit. A sweep finds them; a person merges them, or says that they are two. */
@Injectable()
export class Duplicates {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly history: UnitHistory,
  ) {}

  list(ctx: RequestContext, query: DuplicateQuery): Promise<DuplicatePage> {
    const params: unknown[] = query.kind ? [JSON.stringify([{ kind: query.kind }])] : [];
    const where = query.kind ? 'd.evidence @> $1::jsonb' : 'true';
    const from = `from employer_duplicate d join employer a on a.id = d.a_id and a.status <> 'merged'
                  join employer b on b.id = d.b_id and b.status <> 'merged' where ${where}`;
    return this.db.read(ctx, async (tx) => {
      const { total } = await tx.one<{ total: number }>(`select count(*)::int as total ${from}`, params);
      const rows = await tx.query<DuplicateRow & Record<string, unknown>>(
        `select ${briefJson('a')} as a, ${briefJson('b')} as b, d.evidence, d.score, d.found_at as "foundAt" ${from}
          order by d.score desc, d.a_id, d.b_id limit $${params.length + 1} offset $${params.length + 2}`,
        [...params, query.pageSize, offsetOf(query)],
      );
      return pageOf(rows, total, query);
    });
  }

  /** They look alike and are two: never suggested again. Said twice, it is said once. */
  async declareDistinct(ctx: RequestContext, { oneId, otherId, note }: DistinctBody): Promise<void> {
    const [a, b] = oneId < otherId ? [oneId, otherId] : [otherId, oneId];
    if (a === b) return;
    await this.db.tx(ctx, async (tx) => {
      const units = await lockUnits(tx, [a, b]);
      const written = await tx.exec(
        `insert into employer_distinct (a_id, b_id, note, created_by, created_at) values ($1, $2, $3, $4, $5)
         on conflict (a_id, b_id) do nothing`,
        [a, b, note ?? '', ctx.actor.accountId, this.clock.now()],
      );
      await tx.exec('delete from employer_duplicate where a_id = $1 and b_id = $2', [a, b]);
      if (written === 0) return;
      for (const [one, other] of [units, [...units].reverse()]) {
        if (!one || !other) continue;
        const why = note ? `。${note}` : '';
        await this.history.append(tx, ctx, {
          employerId: one.id,
          action: 'directory.distinct',
          note: `与“${other.name}”${why}`,
        });
      }
    });
  }
}
