import { Injectable } from '@nestjs/common';
import { personalNumber, type SourceExportColumn } from '@qiancheng/shared';
import { AuditService } from '../../../../platform/audit/index.js';
import type { RequestContext } from '../../../../platform/context/index.js';
import { Db, type Tx } from '../../../../platform/database/index.js';
import { AppError, offsetOf, pageOf, type PageQuery, type SentStream } from '../../../../platform/http/index.js';
import { JobsQuery, JobsService, type JobView } from '../../../../platform/jobs/index.js';
import { SealedFiles } from '../../../people/index.js';
import type { SourceExportBody, SourceExportPage, SourceExportView } from '../../http/source-exports.dto.js';
import type { SourceFilter, SourceSelection } from '../source-filter.dto.js';
import { SourceSelections } from '../source-selections.js';
import { ExportPages } from './export-pages.js';
import { ExportRights } from './export-rights.js';
import { ExportsRepository } from './exports.repository.js';
import { MakeExportJob } from './make-export.job.js';

interface Row extends Record<string, unknown> {
  id: string;
  purpose: string;
  columns: SourceExportColumn[];
  clear: boolean;
  count: number;
  studentIds: string[] | null;
  jobRunId: string | null;
  sealedFileId: string | null;
  createdAt: Date;
  finishedAt: Date | null;
}

const COLUMNS = `e.id, e.purpose, e.columns, e.clear, coalesce(cardinality(e.student_ids), e.expected) as count,
  e.job_run_id as "jobRunId", e.sealed_file_id as "sealedFileId", e.created_at as "createdAt", e.finished_at as "finishedAt"`;

type Asked = { askedIds: string[]; filter: null } | { askedIds: null; filter: SourceFilter };

/** Exports of one's own: ordered with a purpose, made by a job, fetched by whoever ordered them, for a day. */
@Injectable()
export class SourceExports {
  constructor(
    private readonly db: Db,
    private readonly jobs: JobsService,
    private readonly runs: JobsQuery,
    private readonly exports: ExportsRepository,
    private readonly pages: ExportPages,
    private readonly selections: SourceSelections,
    private readonly rights: ExportRights,
    private readonly files: SealedFiles,
    private readonly audit: AuditService,
  ) {}

  order(ctx: RequestContext, body: SourceExportBody): Promise<SourceExportView> {
    return this.db.tx(ctx, async (tx) => {
      const clear = body.clear ?? false;
      const now = await this.rights.of(tx, ctx, clear).catch((error: unknown) => {
        throw clear && error instanceof AppError ? notClear() : error;
      });
      const asked = await this.asked(tx, now, body.selection);
      const expected = await this.pages.count(tx, now, asked);
      if (expected === 0) throw nobody();
      const wanted = body.selection.expected;
      if (asked.filter && wanted !== undefined && wanted !== expected) throw changed(expected);
      const columns = [...new Set(body.columns)];
      const { purpose } = body;
      const id = await this.exports.create(tx, ctx, { purpose, columns, clear, ...asked, expected });
      await this.exports.setJob(tx, id, await this.jobs.enqueue(tx, ctx, MakeExportJob, { exportId: id }));
      await this.audit.append(tx, ctx, {
        schoolId: tx.schoolId,
        aggregateType: 'source_export',
        aggregateId: id,
        action: 'source_export.ordered',
        after: { purpose, columns, clear, students: expected },
      });
      return this.view(tx, ctx, id);
    });
  }

  /** Where the search is somebody's number, the order keeps who was found and not what was typed. */
  private async asked(tx: Tx, now: RequestContext, selection: SourceSelection): Promise<Asked> {
    const { ids, filter } = selection;
    if (!ids?.length && filter && !personalNumber(filter.q ?? '')) return { askedIds: null, filter };
    return { askedIds: (await this.selections.resolve(tx, now, selection)).ids, filter: null };
  }

  list(ctx: RequestContext, query: PageQuery): Promise<SourceExportPage> {
    return this.db.read(ctx, async (tx) => {
      const mine = [tx.schoolId, ctx.actor.accountId];
      const { total } = await tx.one<{ total: number }>(
        'select count(*)::int as total from source_export where school_id = $1 and account_id = $2',
        mine,
      );
      const rows = await tx.query<Row>(
        `select ${COLUMNS} from source_export e where e.school_id = $1 and e.account_id = $2
          order by e.created_at desc, e.id desc limit $3 offset $4`,
        [...mine, query.pageSize, offsetOf(query)],
      );
      return pageOf(await this.views(tx, ctx, rows), total, query);
    });
  }

  get(ctx: RequestContext, id: string): Promise<SourceExportView> {
    return this.db.read(ctx, (tx) => this.view(tx, ctx, id));
  }

  /** Whoever has lost a class or a right since gets no file that tells of it. */
  async fetch(ctx: RequestContext, id: string): Promise<SentStream> {
    const fileId = await this.db.read(ctx, async (tx) => {
      const row = await tx.maybeOne<{ clear: boolean; studentIds: string[] | null; sealedFileId: string | null }>(
        `select clear, student_ids as "studentIds", sealed_file_id as "sealedFileId" from source_export
          where school_id = $1 and id = $2 and account_id = $3`,
        [tx.schoolId, id, ctx.actor.accountId],
      );
      if (!row?.studentIds || !row.sealedFileId) throw new AppError('NOT_FOUND');
      const now = await this.rights.of(tx, ctx, row.clear).catch((error: unknown) => {
        throw error instanceof AppError ? narrowed() : error;
      });
      if (!(await this.rights.reaches(tx, now, row.studentIds))) throw narrowed();
      return row.sealedFileId;
    });
    return this.files.stream(ctx, fileId, 'source_export');
  }

  private async view(tx: Tx, ctx: RequestContext, id: string): Promise<SourceExportView> {
    const row = await tx.maybeOne<Row>(
      `select ${COLUMNS} from source_export e where e.school_id = $1 and e.id = $2 and e.account_id = $3`,
      [tx.schoolId, id, ctx.actor.accountId],
    );
    const [view] = row ? await this.views(tx, ctx, [row]) : [];
    if (!view) throw new AppError('NOT_FOUND');
    return view;
  }

  private async views(tx: Tx, ctx: RequestContext, rows: readonly Row[]): Promise<SourceExportView[]> {
    const files = await this.files.views(
      tx,
      rows.flatMap((row) => (row.finishedAt && row.sealedFileId ? [row.sealedFileId] : [])),
    );
    const views: SourceExportView[] = [];
    for (const row of rows) {
      views.push({
        id: row.id,
        purpose: row.purpose,
        columns: row.columns,
        clear: row.clear,
        count: row.count,
        job: await this.jobOf(tx, ctx, row),
        file: (row.sealedFileId && files.get(row.sealedFileId)) || null,
        createdAt: row.createdAt.toISOString(),
        finishedAt: row.finishedAt?.toISOString() ?? null,
      });
    }
    return views;
  }

  /** Finished runs are cleared away after a while; the export stays. */
  private async jobOf(tx: Tx, ctx: RequestContext, { jobRunId, finishedAt }: Row): Promise<JobView | null> {
    if (jobRunId === null || finishedAt !== null) return null;
    return this.runs.getIn(tx, ctx, jobRunId).catch((error: unknown) => {
      if (error instanceof AppError) return null;
      throw error;
    });
  }
}

function refused(message: string, code: string): AppError {
  return new AppError('VALIDATION_FAILED', { detail: message, errors: [{ field: 'selection', code, message }] });
}
const nobody = (): AppError => refused('没有选中学生。请先选择再导出。', 'REQUIRED');
const notClear = (): AppError =>
  new AppError('FORBIDDEN', { detail: '你没有“导出不隐去的个人信息”的权限。可以导出隐去的，或联系就业中心开通。' });
const narrowed = (): AppError =>
  new AppError('FORBIDDEN', { detail: '你的职责范围变了，这个文件里有不再归你看的内容。需要的话请重新导出。' });

function changed(now: number): AppError {
  return new AppError('CONFLICT', {
    detail: `符合条件的人数变了，现在是 ${now} 人。请核对名单后再导出。`,
    extra: { matching: now },
  });
}
