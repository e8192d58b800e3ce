import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import type { PastedListBody, PastedListView } from '../http/source-lookup.dto.js';
import { sourceScope } from '../records/source-records.js';

/** Pasted students under one id, so that an address, a view and a colleague can name them. Who reads sees their own only. */
@Injectable()
export class PastedLists {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
  ) {}

  keep(ctx: RequestContext, { cohort, ids }: PastedListBody): Promise<PastedListView> {
    return this.db.tx(ctx, async (tx) => {
      const params: unknown[] = [ids, cohort];
      const where = sourceScope(ctx, params);
      const rows = await tx.query<{ id: string }>(
        `select s.id from student s where s.id = any($1::uuid[]) and s.cohort = $2 and ${where}`,
        params,
      );
      if (rows.length === 0) throw new AppError('NOT_FOUND', { detail: '名单里没有你看得到的学生。' });
      const id = randomUUID();
      await tx.exec(
        `insert into source_list (school_id, id, account_id, cohort, student_ids, created_at) values ($1, $2, $3, $4, $5, $6)`,
        [tx.schoolId, id, ctx.actor.accountId, cohort, rows.map((row) => row.id), this.clock.now()],
      );
      return { id, count: rows.length };
    });
  }
}
