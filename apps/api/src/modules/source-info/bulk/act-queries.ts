import { Injectable } from '@nestjs/common';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AppError, offsetOf, pageOf, type PageQuery } from '../../../platform/http/index.js';
import { JobsQuery, type JobView } from '../../../platform/jobs/index.js';
import { orderWords } from './act-order.js';
import type {
  SourceActCounts,
  SourceActPage,
  SourceActRow,
  SourceActRowPage,
  SourceActRowQuery,
  SourceActView,
} from './acts.dto.js';
import { SOURCE_ACTS, type SourceOrder } from './source-acts.js';

interface Row extends SourceOrder, Record<string, unknown> {
  id: string;
  dropped: number;
  jobRunId: string | null;
  createdAt: Date;
  finishedAt: Date | null;
  counts: SourceActCounts;
}

const COLUMNS = `t.id, t.act, t.options, t.reason, cardinality(t.dropped) as dropped, t.job_run_id as "jobRunId",
  t.created_at as "createdAt", t.finished_at as "finishedAt",
  (select jsonb_build_object('total', count(*), 'done', count(*) filter (where r.outcome = 'done'),
                             'skipped', count(*) filter (where r.outcome = 'skipped'),
                             'failed', count(*) filter (where r.outcome = 'failed'))
     from source_act_row r where r.school_id = t.school_id and r.act_id = t.id) as counts`;

/** Somebody's own orders, and what came of each student. */
@Injectable()
export class SourceActQueries {
  constructor(
    private readonly db: Db,
    private readonly jobs: JobsQuery,
  ) {}

  list(ctx: RequestContext, query: PageQuery): Promise<SourceActPage> {
    return this.db.read(ctx, async (tx) => {
      const mine = [tx.schoolId, ctx.actor.accountId];
      const { total } = await tx.one<{ total: number }>(
        'select count(*)::int as total from source_act where school_id = $1 and account_id = $2',
        mine,
      );
      const rows = await tx.query<Row>(
        `select ${COLUMNS} from source_act t where t.school_id = $1 and t.account_id = $2
          order by t.created_at desc, t.id desc limit $3 offset $4`,
        [...mine, query.pageSize, offsetOf(query)],
      );
      const views: SourceActView[] = [];
      for (const row of rows) views.push(await this.viewOf(tx, ctx, row));
      return pageOf(views, total, query);
    });
  }

  get(ctx: RequestContext, id: string): Promise<SourceActView> {
    return this.db.read(ctx, (tx) => this.view(tx, ctx, id));
  }

  async view(tx: Tx, ctx: RequestContext, id: string): Promise<SourceActView> {
    const row = await tx.maybeOne<Row>(
      `select ${COLUMNS} from source_act t where t.school_id = $1 and t.id = $2 and t.account_id = $3`,
      [tx.schoolId, id, ctx.actor.accountId],
    );
    if (!row) throw new AppError('NOT_FOUND');
    return this.viewOf(tx, ctx, row);
  }

  rows(ctx: RequestContext, id: string, query: SourceActRowQuery): Promise<SourceActRowPage> {
    return this.db.read(ctx, async (tx) => {
      await this.view(tx, ctx, id);
      const of = [tx.schoolId, id, query.outcome ?? null, query.only ?? null];
      const where = `r.school_id = $1 and r.act_id = $2 and ($3::text is null or r.outcome = $3)
        and ($4::text is null or r.outcome in ('skipped', 'failed'))`;
      const { total } = await tx.one<{ total: number }>(
        `select count(*)::int as total from source_act_row r where ${where}`,
        of,
      );
      const items = await tx.query<SourceActRow & Record<string, unknown>>(
        `select s.id, s.student_no as "studentNo", s.name, k.name as "className", r.outcome, r.detail
           from source_act_row r
           join student s on s.school_id = r.school_id and s.id = r.student_id
           join school_class k on k.school_id = s.school_id and k.id = s.class_id
          where ${where} order by r.position limit $5 offset $6`,
        [...of, query.pageSize, offsetOf(query)],
      );
      return pageOf(items, total, query);
    });
  }

  private async viewOf(tx: Tx, ctx: RequestContext, row: Row): Promise<SourceActView> {
    return {
      id: row.id,
      act: row.act,
      label: SOURCE_ACTS[row.act],
      words: orderWords(row),
      reason: row.reason,
      counts: row.counts,
      dropped: row.dropped,
      job: await this.jobOf(tx, ctx, row),
      createdAt: row.createdAt.toISOString(),
      finishedAt: row.finishedAt?.toISOString() ?? null,
    };
  }

  /** Finished runs are cleared away after a while; the act stays. */
  private async jobOf(tx: Tx, ctx: RequestContext, { jobRunId, finishedAt }: Row): Promise<JobView | null> {
    if (jobRunId === null || finishedAt !== null) return null;
    return this.jobs.getIn(tx, ctx, jobRunId).catch((error: unknown) => {
      if (error instanceof AppError) return null;
      throw error;
    });
  }
}
