import { Injectable } from '@nestjs/common';
import { shanghaiDate } from '@qiancheng/shared';
import { AuditService } from '../../../platform/audit/index.js';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import {
  AppError,
  offsetOf,
  type PageQuery,
  pageOf,
  type SentFile,
  type Upload,
} from '../../../platform/http/index.js';
import { JobsService } from '../../../platform/jobs/index.js';
import { checkSheetFile, issueOf, writeReport, writeTemplate } from '../../../platform/sheets/index.js';
import type {
  ApplyUnitImportBody,
  ImportRowPage,
  ImportRowQuery,
  UnitImportPage,
  UnitImportView,
} from '../http/teacher-library.dto.js';
import { ApplyUnitImport, CheckUnitImport } from '../jobs/unit-import.job.js';
import { type ImportRecord, ImportsRepository, type StoredRow } from './imports.repository.js';
import { LIBRARY_SHEET } from './library-sheet.js';

const SHEET_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const ROWS: Readonly<Record<string, string>> = {
  warning: `and r.verdict <> 'error' and r.issues <> '[]'`,
};

/** A school's sheet: uploaded, judged without changing anything, then applied on a second, explicit word. */
@Injectable()
export class UnitImports {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly jobs: JobsService,
    private readonly audit: AuditService,
    private readonly imports: ImportsRepository,
  ) {}

  async template(): Promise<SentFile> {
    return { bytes: await writeTemplate(LIBRARY_SHEET), name: '单位库导入模板.xlsx', mime: SHEET_TYPE };
  }

  async upload(ctx: RequestContext, { name, bytes }: Upload): Promise<UnitImportView> {
    await checkSheetFile(bytes, { fileName: name });
    return this.db.tx(ctx, async (tx) => {
      const id = await this.imports.create(tx, ctx, name, bytes);
      const jobId = await this.jobs.enqueue(tx, ctx, CheckUnitImport, { importId: id });
      await this.imports.move(tx, ctx, id, { status: 'checking', jobId });
      return this.view(tx, ctx, id);
    });
  }

  list(ctx: RequestContext, query: PageQuery): Promise<UnitImportPage> {
    return this.db.read(ctx, async (tx) => {
      const { total } = await tx.one<{ total: number }>(
        'select count(*)::int as total from unit_import where school_id = $1',
        [ctx.schoolId],
      );
      const rows = await this.imports.list(tx, ctx, query.pageSize, offsetOf(query));
      return pageOf(rows.map(viewOf), total, query);
    });
  }

  get(ctx: RequestContext, id: string): Promise<UnitImportView> {
    return this.db.read(ctx, (tx) => this.view(tx, ctx, id));
  }

  rows(ctx: RequestContext, id: string, query: ImportRowQuery): Promise<ImportRowPage> {
    return this.db.read(ctx, async (tx) => {
      await this.imports.get(tx, ctx, id);
      const narrow = query.verdict ? (ROWS[query.verdict] ?? 'and r.verdict = $3') : '';
      const params = narrow.includes('$3') ? [query.verdict] : [];
      const { total } = await tx.one<{ total: number }>(
        `select count(*)::int as total from unit_import_row r where r.school_id = $1 and r.import_id = $2 ${narrow}`,
        [ctx.schoolId, id, ...params],
      );
      const page = `order by r.row limit $${params.length + 3} offset $${params.length + 4}`;
      const found = await this.imports.rows(tx, ctx, id, `${narrow} ${page}`, [
        ...params,
        query.pageSize,
        offsetOf(query),
      ]);
      return pageOf(
        found.map(({ row, values, verdict, unitName, result, resultText, issues }) => ({
          row,
          name: values.name,
          code: values.code,
          verdict,
          unitName,
          result,
          resultText,
          issues: issues.map(({ header, value, reason, severity }) => ({ header, value, reason, severity })),
        })),
        total,
        query,
      );
    });
  }

  apply(ctx: RequestContext, id: string, { version }: ApplyUnitImportBody): Promise<UnitImportView> {
    return this.db.tx(ctx, async (tx) => {
      const record = await this.imports.get(tx, ctx, id, 'for update');
      if (record.version !== version)
        throw new AppError('STALE_VERSION', { extra: { currentVersion: record.version } });
      if (record.status !== 'checked') {
        throw new AppError('NOT_ALLOWED_NOW', { detail: '这份表格现在不能导入。请刷新页面查看最新状态。' });
      }
      if (!record.counts.valid) throw new AppError('NOT_ALLOWED_NOW', { detail: '没有一行可以导入。请改好再上传。' });
      const jobId = await this.jobs.enqueue(tx, ctx, ApplyUnitImport, { importId: id });
      await this.imports.move(tx, ctx, id, { status: 'applying', jobId });
      await this.audit.append(tx, ctx, {
        schoolId: ctx.schoolId,
        aggregateType: 'unit_import',
        aggregateId: id,
        action: 'directory.import_started',
        after: { fileName: record.fileName, valid: record.counts.valid },
      });
      return this.view(tx, ctx, id);
    });
  }

  /** The rows again, marked and explained, with what came of each. */
  async report(ctx: RequestContext, id: string): Promise<SentFile> {
    const rows = await this.db.read(ctx, async (tx) => {
      const { status } = await this.imports.get(tx, ctx, id);
      if (status === 'checking' || status === 'refused') {
        throw new AppError('NOT_ALLOWED_NOW', { detail: '这份表格还没有检查结果。' });
      }
      return this.imports.rows(tx, ctx, id, 'order by r.row', []);
    });
    const issues = rows.flatMap((row) => [...row.issues, ...resultIssue(row)]);
    const bytes = await writeReport(
      LIBRARY_SHEET,
      rows.map(({ row, values }) => ({ row, values, issues: [] })),
      issues,
    );
    return { bytes, name: `单位库导入报告-${shanghaiDate(this.clock.now())}.xlsx`, mime: SHEET_TYPE };
  }

  private async view(tx: Tx, ctx: RequestContext, id: string): Promise<UnitImportView> {
    return viewOf(await this.imports.get(tx, ctx, id));
  }
}

function resultIssue(row: StoredRow): StoredRow['issues'] {
  return row.result === 'skipped' ? [issueOf(LIBRARY_SHEET, row, null, row.resultText)] : [];
}

function viewOf({ counts, ...record }: ImportRecord): UnitImportView {
  const none = { total: 0, valid: 0, errors: 0, warnings: 0, matched: 0, create: 0, linked: 0, created: 0, skipped: 0 };
  return { ...record, counts: { ...none, ...counts } };
}
