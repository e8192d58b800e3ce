import { Injectable } from '@nestjs/common';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AppError, offsetOf, pageOf, type PageQuery } from '../../../platform/http/index.js';
import { JobsQuery, type JobView } from '../../../platform/jobs/index.js';
import type {
  ImportCounts,
  ImportProblem,
  StaffImportPage,
  StaffImportRow,
  StaffImportRowPage,
  StaffImportRowQuery,
  StaffImportView,
} from '../http/staff-imports.dto.js';
import { SealedFiles } from '../sealed-files/sealed-files.js';
import type { ExistingChoice, ImportStatus } from './imports.repository.js';

interface Row extends Record<string, unknown> {
  id: string;
  version: number;
  fileName: string;
  status: ImportStatus;
  refusal: string | null;
  existing: ExistingChoice | null;
  jobRunId: string | null;
  sealedFileId: string | null;
  createdAt: Date;
  counts: ImportCounts & { held: number };
}

const WRONG = `r.problems @> '[{"severity":"error"}]'`;
const COLUMNS = `i.id, i.version, i.file_name as "fileName", i.status, i.refusal, i.existing, i.job_run_id as "jobRunId",
  i.sealed_file_id as "sealedFileId", i.created_at as "createdAt",
  (select jsonb_build_object('total', count(*), 'valid', count(*) filter (where not ${WRONG}),
            'invalid', count(*) filter (where ${WRONG}),
            'existing', count(*) filter (where r.exists_already and not ${WRONG}),
            'created', count(*) filter (where r.outcome = 'created'), 'updated', count(*) filter (where r.outcome = 'updated'),
            'skipped', count(*) filter (where r.outcome = 'skipped'), 'failed', count(*) filter (where r.outcome = 'failed'),
            'held', count(*) filter (where r.values_enc is not null))
     from staff_import_row r where r.school_id = i.school_id and r.import_id = i.id) as counts`;

/** Somebody's own imports: what was found, and what came of each row. */
@Injectable()
export class ImportQueries {
  constructor(
    private readonly db: Db,
    private readonly jobs: JobsQuery,
    private readonly files: SealedFiles,
  ) {}

  list(ctx: RequestContext, query: PageQuery): Promise<StaffImportPage> {
    return this.db.read(ctx, async (tx) => {
      const mine = [tx.schoolId, ctx.actor.accountId];
      const { total } = await tx.one<{ total: number }>(
        'select count(*)::int as total from staff_import where school_id = $1 and account_id = $2',
        mine,
      );
      const rows = await tx.query<Row>(
        `select ${COLUMNS} from staff_import i where i.school_id = $1 and i.account_id = $2
          order by i.created_at desc, i.id desc limit $3 offset $4`,
        [...mine, query.pageSize, offsetOf(query)],
      );
      return pageOf(await this.views(tx, ctx, rows), total, query);
    });
  }

  get(ctx: RequestContext, id: string): Promise<StaffImportView> {
    return this.db.read(ctx, (tx) => this.view(tx, ctx, id));
  }

  async view(tx: Tx, ctx: RequestContext, id: string): Promise<StaffImportView> {
    const row = await tx.maybeOne<Row>(
      `select ${COLUMNS} from staff_import i where i.school_id = $1 and i.id = $2 and i.account_id = $3`,
      [tx.schoolId, id, ctx.actor.accountId],
    );
    const [view] = row ? await this.views(tx, ctx, [row]) : [];
    if (!view) throw new AppError('NOT_FOUND');
    return view;
  }

  rows(ctx: RequestContext, id: string, query: StaffImportRowQuery): Promise<StaffImportRowPage> {
    return this.db.read(ctx, async (tx) => {
      await this.view(tx, ctx, id);
      const of = [tx.schoolId, id, query.problem ?? null];
      const where = `r.school_id = $1 and r.import_id = $2
        and ($3::boolean is null or (r.problems <> '[]' or r.outcome in ('skipped', 'failed')) = $3)`;
      const { total } = await tx.one<{ total: number }>(
        `select count(*)::int as total from staff_import_row r where ${where}`,
        of,
      );
      const rows = await tx.query<StaffImportRow & Record<string, unknown>>(
        `select r.line, r.login, r.name, r.exists_already as exists, r.problems, r.outcome, r.detail
           from staff_import_row r where ${where} order by r.line limit $4 offset $5`,
        [...of, query.pageSize, offsetOf(query)],
      );
      const items = rows.map((row) => ({ ...row, problems: row.problems.map(problemView) }));
      return pageOf(items, total, query);
    });
  }

  private async views(tx: Tx, ctx: RequestContext, rows: readonly Row[]): Promise<StaffImportView[]> {
    const files = await this.files.views(
      tx,
      rows.flatMap((row) => row.sealedFileId ?? []),
    );
    const views: StaffImportView[] = [];
    for (const row of rows) {
      const { held, ...counts } = row.counts;
      views.push({
        id: row.id,
        version: row.version,
        fileName: row.fileName,
        status: row.status,
        refusal: row.refusal,
        existing: row.existing,
        counts,
        job: await this.jobOf(tx, ctx, row),
        passwords: (row.sealedFileId && files.get(row.sealedFileId)) || null,
        open: held > 0,
        createdAt: row.createdAt.toISOString(),
      });
    }
    return views;
  }

  /** While something runs; finished runs are cleared away after a while. */
  private async jobOf(tx: Tx, ctx: RequestContext, { jobRunId, status }: Row): Promise<JobView | null> {
    if (jobRunId === null || (status !== 'checking' && status !== 'running')) return null;
    return this.jobs.getIn(tx, ctx, jobRunId).catch((error: unknown) => {
      if (error instanceof AppError) return null;
      throw error;
    });
  }
}

function problemView({ header, value, reason }: ImportProblem): ImportProblem {
  return { header, value, reason };
}
