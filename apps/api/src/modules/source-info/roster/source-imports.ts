import { Injectable } from '@nestjs/common';
import { shanghaiDate } from '@qiancheng/shared';
import { AuditService } from '../../../platform/audit/index.js';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AppError, type SentFile, type Upload } from '../../../platform/http/index.js';
import { type JobDefinition, JobsService } from '../../../platform/jobs/index.js';
import {
  checkSheetFile,
  type SheetIssue,
  type SheetRow,
  writeReport,
  writeTemplate,
} from '../../../platform/sheets/index.js';
import { SchoolPolicies } from '../../schools/index.js';
import { ApplySourceImport, CheckSourceImport, type SourceImportPayload } from './jobs/source-import.job.js';
import { ROSTER_LIMITS, ROSTER_SHEET, type RosterKey, rosterTemplate } from './roster-sheet.js';
import { KEPT_DAYS, SourceImportQueries } from './source-import-queries.js';
import type { ApplySourceImportBody, SourceImportView } from './source-imports.dto.js';
import { type RowIssues, type SourceImport, isAlive, SourceImportsRepository } from './source-imports.repository.js';

const SHEET_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** A cohort's sheet: uploaded, judged without changing anything, then applied on a second, explicit word. F-043. */
@Injectable()
export class SourceImports {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly jobs: JobsService,
    private readonly audit: AuditService,
    private readonly policies: SchoolPolicies,
    private readonly imports: SourceImportsRepository,
    private readonly queries: SourceImportQueries,
  ) {}

  async template(ctx: RequestContext, cohort: number): Promise<SentFile> {
    const spec = await this.db.read(ctx, async (tx) => {
      await this.openCohort(tx, cohort);
      const { policy } = await this.policies.current(tx, tx.schoolId ?? 0);
      const namesIn = async (sql: string, more: unknown[] = []): Promise<string[]> =>
        (await tx.query<{ name: string }>(sql, [tx.schoolId, ...more])).map(({ name }) => name);
      return rosterTemplate({
        cohort,
        registryFields: policy.source.registry_fields,
        colleges: await namesIn('select name from college where school_id = $1 and is_active order by sort, code'),
        majors: await namesIn('select distinct name from major where school_id = $1 and is_active order by name'),
        classes: await namesIn(
          'select name from school_class where school_id = $1 and cohort = $2 and is_active order by name',
          [cohort],
        ),
      });
    });
    return { bytes: await writeTemplate(spec), name: `生源信息导入模板-${cohort}届.xlsx`, mime: SHEET_TYPE };
  }

  async upload(ctx: RequestContext, cohort: number, { name, bytes }: Upload): Promise<SourceImportView> {
    await checkSheetFile(bytes, { ...ROSTER_LIMITS, fileName: name });
    return this.db.tx(ctx, async (tx) => {
      await this.openCohort(tx, cohort);
      const id = await this.imports.create(tx, ctx, cohort, name, bytes);
      await this.enqueue(tx, ctx, id, CheckSourceImport);
      return this.queries.view(tx, ctx, id);
    });
  }

  apply(ctx: RequestContext, id: string, { version, existing }: ApplySourceImportBody): Promise<SourceImportView> {
    return this.db.tx(ctx, async (tx) => {
      const order = await this.locked(tx, id);
      if (order.version !== version) throw new AppError('STALE_VERSION', { extra: { currentVersion: order.version } });
      if (order.status !== 'checked') throw denied('这份名单现在不能导入。请刷新页面查看最新状态。');
      if (!order.open) throw denied(`这份名单放了 ${KEPT_DAYS} 天多，内容已经清掉。请重新上传。`);
      if ((order.counts.total ?? 0) <= (order.counts.errors ?? 0)) throw denied('没有一行可以导入。请改好再上传。');
      // the cohort is locked: of two that start at once, the second sees the first
      await this.openCohort(tx, order.cohort, 'for update');
      const other = await this.imports.running(tx, order.cohort);
      if (other) throw denied(`${order.cohort} 届正在导入“${other.fileName}”，一次只能导入一份。等它完成再办。`);
      await this.imports.start(tx, id, existing);
      await this.enqueue(tx, ctx, id, ApplySourceImport);
      await this.audit.append(tx, ctx, {
        schoolId: tx.schoolId,
        aggregateType: 'source_import',
        aggregateId: id,
        action: 'source.import_started',
        after: { fileName: order.fileName, cohort: order.cohort, existing, counts: order.counts },
      });
      return this.queries.view(tx, ctx, id);
    });
  }

  /** Goes on with what a failed run has left; rows that have an outcome are not touched again. */
  resume(ctx: RequestContext, id: string): Promise<SourceImportView> {
    return this.db.tx(ctx, async (tx) => {
      const order = await this.locked(tx, id);
      if (order.status !== 'running' && order.status !== 'checking') throw denied('这份名单没有停在半路，不用继续。');
      if (isAlive(order)) throw denied('还在办，不用继续。');
      await this.enqueue(tx, ctx, id, order.status === 'running' ? ApplySourceImport : CheckSourceImport);
      return this.queries.view(tx, ctx, id);
    });
  }

  /** The rows again, marked and explained, with what came of each: for whoever brought them, since nothing in it is masked. */
  async report(ctx: RequestContext, id: string): Promise<SentFile> {
    const order = await this.db.read(ctx, (tx) => this.imports.find(tx, id));
    if (!order || order.accountId !== ctx.actor.accountId) {
      throw new AppError(
        'NOT_FOUND',
        order && { detail: `里面有没遮的个人信息，只有上传的人（${order.createdName}）能下载。` },
      );
    }
    if (order.status === 'checking') throw denied('还在检查，检查完再下载。');
    if (!order.open)
      throw new AppError('NOT_FOUND', { detail: `报告只留 ${KEPT_DAYS} 天，已经清掉。需要的话请重新上传。` });
    const issues = await this.db.read(ctx, (tx) => this.imports.issues(tx, id));
    const bytes = await writeReport(ROSTER_SHEET, this.reportRows(ctx, id), issues.flatMap(issuesOf));
    return {
      bytes,
      name: `生源信息导入报告-${order.cohort}届-${shanghaiDate(this.clock.now())}.xlsx`,
      mime: SHEET_TYPE,
    };
  }

  /** Those that somebody has to look at, page by page. */
  private async *reportRows(ctx: RequestContext, id: string): AsyncGenerator<SheetRow<RosterKey>> {
    for (let after = 0; ;) {
      const page = await this.db.read(ctx, (tx) => this.imports.reportPage(tx, id, after));
      if (!page) return;
      for (const { line, values } of page.rows) yield { row: line, values, issues: [] };
      after = page.firstLine;
    }
  }

  private async locked(tx: Tx, id: string): Promise<SourceImport> {
    const order = await this.imports.find(tx, id, 'for update of i');
    if (!order) throw new AppError('NOT_FOUND');
    return order;
  }

  private async openCohort(tx: Tx, cohort: number, lock = ''): Promise<void> {
    const row = await tx.maybeOne<{ open: boolean }>(
      `select is_open as open from cohort where school_id = $1 and year = $2 ${lock}`,
      [tx.schoolId, cohort],
    );
    if (!row) throw new AppError('NOT_FOUND', { detail: `没有 ${cohort} 届。请先在“届别”里加上。` });
    if (!row.open) throw denied(`${cohort} 届已经结束，不能再导入。`);
  }

  private async enqueue(
    tx: Tx,
    ctx: RequestContext,
    id: string,
    job: JobDefinition<SourceImportPayload>,
  ): Promise<void> {
    await this.imports.setJob(tx, id, await this.jobs.enqueue(tx, ctx, job, { importId: id }));
  }
}

function denied(detail: string): AppError {
  return new AppError('NOT_ALLOWED_NOW', { detail });
}

function issuesOf({ line, problems, outcome, detail }: RowIssues): SheetIssue<RosterKey>[] {
  const told = outcome === 'failed' || outcome === 'skipped';
  const result = { row: line, key: null, header: '', value: '', reason: detail ?? '', severity: 'error' as const };
  return [...problems.map((problem) => ({ ...problem, row: line })), ...(told ? [result] : [])];
}
