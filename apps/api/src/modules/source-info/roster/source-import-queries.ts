import { Injectable } from '@nestjs/common';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AppError, offsetOf, type PageQuery, pageOf } from '../../../platform/http/index.js';
import { JobsQuery, type JobView } from '../../../platform/jobs/index.js';
import { changeLabel } from './roster-judge.js';
import { ROSTER_SHEET } from './roster-sheet.js';
import type {
  RowKind,
  SourceImportColumns,
  SourceImportPage,
  SourceImportRow,
  SourceImportRowPage,
  SourceImportRowQuery,
  SourceImportView,
} from './source-imports.dto.js';
import { isAlive, NO_COUNTS, type SourceImport, SourceImportsRepository } from './source-imports.repository.js';

const DAY = 86_400_000;
/** How long the rows of an import are kept; also said on the page. */
export const KEPT_DAYS = 7;

const KINDS: Readonly<Record<RowKind, string>> = {
  error: `r.verdict = 'error'`,
  warning: `r.verdict <> 'error' and r.problems <> '[]'`,
  new: `r.verdict = 'new'`,
  update: `r.verdict = 'update'`,
  same: `r.verdict = 'same'`,
  failed: `r.outcome = 'failed'`,
};

/** A row of the page, or none of it where the page is empty. */
type FoundRow = { total: number } & (SourceImportRow | { line: null });

/** The imports of a school: what was found, and what came of each row. Whoever may import sees them all. */
@Injectable()
export class SourceImportQueries {
  constructor(
    private readonly db: Db,
    private readonly jobs: JobsQuery,
    private readonly imports: SourceImportsRepository,
  ) {}

  list(ctx: RequestContext, query: PageQuery): Promise<SourceImportPage> {
    return this.db.read(ctx, async (tx) => {
      const { total, rows } = await this.imports.list(tx, query.pageSize, offsetOf(query));
      const views: SourceImportView[] = [];
      for (const row of rows) views.push(await this.viewOf(tx, ctx, row));
      return pageOf(views, total, query);
    });
  }

  get(ctx: RequestContext, id: string): Promise<SourceImportView> {
    return this.db.read(ctx, (tx) => this.view(tx, ctx, id));
  }

  async view(tx: Tx, ctx: RequestContext, id: string): Promise<SourceImportView> {
    const row = await this.imports.find(tx, id);
    if (!row) throw new AppError('NOT_FOUND');
    return this.viewOf(tx, ctx, row);
  }

  rows(ctx: RequestContext, id: string, query: SourceImportRowQuery): Promise<SourceImportRowPage> {
    return this.db.read(ctx, async (tx) => {
      await this.view(tx, ctx, id);
      const where = `r.school_id = $1 and r.import_id = $2 and ${KINDS[query.kind]} and ($3::text is null or $3 = any(r.problem_keys))`;
      // the rows stand in pages: all are gone through, once
      const found = await tx.query<FoundRow>(
        `with r as materialized (
           select r.line, r.student_no as "studentNo", r.name, r.verdict, r.problems, r.changes, r.outcome, r.detail
             from source_import_row r where ${where})
         select t.total, p.* from (select count(*)::int as total from r) t
           left join (select * from r order by line limit $4 offset $5) p on true order by p.line`,
        [tx.schoolId, id, query.column ?? null, query.pageSize, offsetOf(query)],
      );
      const items = found.flatMap(({ total: _, ...row }) =>
        row.line === null ? [] : { ...row, changes: row.changes.map(changeLabel) },
      );
      const total = found[0]?.total ?? 0;
      return pageOf(items, total, query);
    });
  }

  /** In which columns something stands, most first: what a list of rows is narrowed by. */
  columns(ctx: RequestContext, id: string, kind: RowKind): Promise<SourceImportColumns> {
    return this.db.read(ctx, async (tx) => {
      await this.view(tx, ctx, id);
      const rows = await tx.query<{ key: string; rows: number }>(
        `select key, count(distinct r.line)::int as rows from source_import_row r cross join unnest(r.problem_keys) as key
          where r.school_id = $1 and r.import_id = $2 and ${KINDS[kind]} group by key order by rows desc, key`,
        [tx.schoolId, id],
      );
      const headers = new Map<string, string>(ROSTER_SHEET.columns.map(({ key, header }) => [key, header]));
      return { items: rows.map(({ key, rows: n }) => ({ key, header: headers.get(key) ?? key, rows: n })) };
    });
  }

  private async viewOf(tx: Tx, ctx: RequestContext, row: SourceImport): Promise<SourceImportView> {
    const counts = { ...NO_COUNTS, ...row.counts };
    const job = await this.jobOf(tx, ctx, row);
    const busy = row.status === 'checking' || row.status === 'running';
    return {
      id: row.id,
      version: row.version,
      cohort: row.cohort,
      fileName: row.fileName,
      status: row.status,
      refusal: row.refusal,
      existing: row.existing,
      counts: { ...counts, valid: counts.total - counts.errors },
      unknownColumns: row.unknownColumns,
      missingColumns: row.missingColumns,
      job,
      stopped: busy && !isAlive(row),
      open: row.open,
      mine: row.accountId === ctx.actor.accountId,
      keptUntil: new Date(row.createdAt.getTime() + KEPT_DAYS * DAY).toISOString(),
      createdName: row.createdName,
      createdAt: row.createdAt.toISOString(),
      doneAt: row.doneAt?.toISOString() ?? null,
    };
  }

  /** While something runs, to whoever asked for it; finished runs are cleared away after a while. */
  private async jobOf(tx: Tx, ctx: RequestContext, { jobRunId, status }: SourceImport): Promise<JobView | null> {
    if (jobRunId === null || (status !== 'checking' && status !== 'running')) return null;
    return this.jobs.getIn(tx, ctx, jobRunId).catch((error: unknown) => {
      if (error instanceof AppError) return null;
      throw error;
    });
  }
}
