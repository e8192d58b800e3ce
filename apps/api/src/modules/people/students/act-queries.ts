import { Injectable } from '@nestjs/common';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AppError, offsetOf, pageOf, type PageQuery, type SentFile } from '../../../platform/http/index.js';
import { JobsQuery, type JobView } from '../../../platform/jobs/index.js';
import type {
  ActCounts,
  StudentActPage,
  StudentActRow,
  StudentActRowPage,
  StudentActRowQuery,
  StudentActView,
} from '../http/student-accounts.dto.js';
import { SealedFiles } from '../sealed-files/sealed-files.js';
import { STUDENT_ACTS, type StudentActName } from './student-acts.js';

interface Row extends Record<string, unknown> {
  id: string;
  action: StudentActName;
  reason: string;
  dropped: string[];
  jobRunId: string | null;
  sealedFileId: string | null;
  createdAt: Date;
  finishedAt: Date | null;
  counts: ActCounts;
}

const COLUMNS = `t.id, t.action, t.reason, t.dropped, t.job_run_id as "jobRunId", t.sealed_file_id as "sealedFileId",
  t.created_at as "createdAt", t.finished_at as "finishedAt",
  (select jsonb_build_object('total', count(*), 'done', count(*) filter (where r.outcome = 'done'),
                             'skipped', count(*) filter (where r.outcome = 'skipped'),
                             'failed', count(*) filter (where r.outcome = 'failed'))
     from student_act_row r where r.school_id = t.school_id and r.act_id = t.id) as counts`;

/** Somebody's own orders: what came of each student, and the slips. */
@Injectable()
export class ActQueries {
  constructor(
    private readonly db: Db,
    private readonly jobs: JobsQuery,
    private readonly files: SealedFiles,
  ) {}

  list(ctx: RequestContext, query: PageQuery): Promise<StudentActPage> {
    return this.db.read(ctx, async (tx) => {
      const mine = [tx.schoolId, ctx.actor.accountId];
      const { total } = await tx.one<{ total: number }>(
        'select count(*)::int as total from student_act where school_id = $1 and account_id = $2',
        mine,
      );
      const rows = await tx.query<Row>(
        `select ${COLUMNS} from student_act t where t.school_id = $1 and t.account_id = $2
          order by t.created_at desc, t.id desc limit $3 offset $4`,
        [...mine, query.pageSize, offsetOf(query)],
      );
      return pageOf(await this.views(tx, ctx, rows), total, query);
    });
  }

  get(ctx: RequestContext, id: string): Promise<StudentActView> {
    return this.db.read(ctx, (tx) => this.view(tx, ctx, id));
  }

  async view(tx: Tx, ctx: RequestContext, id: string): Promise<StudentActView> {
    const row = await tx.maybeOne<Row>(
      `select ${COLUMNS} from student_act t where t.school_id = $1 and t.id = $2 and t.account_id = $3`,
      [tx.schoolId, id, ctx.actor.accountId],
    );
    const [view] = row ? await this.views(tx, ctx, [row]) : [];
    if (!view) throw new AppError('NOT_FOUND');
    return view;
  }

  rows(ctx: RequestContext, id: string, query: StudentActRowQuery): Promise<StudentActRowPage> {
    return this.db.read(ctx, async (tx) => {
      await this.view(tx, ctx, id);
      const of = [tx.schoolId, id, query.outcome ?? null];
      const where = 'r.school_id = $1 and r.act_id = $2 and ($3::text is null or r.outcome = $3)';
      const { total } = await tx.one<{ total: number }>(
        `select count(*)::int as total from student_act_row r where ${where}`,
        of,
      );
      const items = await tx.query<StudentActRow & Record<string, unknown>>(
        `select s.id, s.student_no as "studentNo", s.name, k.name as "className", r.outcome, r.detail
           from student_act_row r
           join student s on s.school_id = r.school_id and s.id = r.student_id
           join school_class k on k.school_id = s.school_id and k.id = s.class_id
          where ${where} order by r.position limit $4 offset $5`,
        [...of, query.pageSize, offsetOf(query)],
      );
      return pageOf(items, total, query);
    });
  }

  async slips(ctx: RequestContext, id: string): Promise<SentFile> {
    const { file } = await this.get(ctx, id);
    if (!file) throw new AppError('NOT_FOUND');
    return this.files.take(ctx, file.id, 'activation_slips');
  }

  private async views(tx: Tx, ctx: RequestContext, rows: readonly Row[]): Promise<StudentActView[]> {
    const files = await this.files.views(
      tx,
      rows.flatMap((row) => row.sealedFileId ?? []),
    );
    const views: StudentActView[] = [];
    for (const row of rows) {
      views.push({
        id: row.id,
        action: row.action,
        label: STUDENT_ACTS[row.action],
        reason: row.reason,
        counts: row.counts,
        dropped: row.dropped,
        job: await this.jobOf(tx, ctx, row),
        file: (row.sealedFileId && files.get(row.sealedFileId)) || null,
        createdAt: row.createdAt.toISOString(),
        finishedAt: row.finishedAt?.toISOString() ?? null,
      });
    }
    return views;
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
