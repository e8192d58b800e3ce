import { AsyncResource } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import { AuditService } from '../../../../platform/audit/index.js';
import { Clock } from '../../../../platform/clock/index.js';
import type { RequestContext } from '../../../../platform/context/index.js';
import { Db } from '../../../../platform/database/index.js';
import { AppError } from '../../../../platform/http/index.js';
import { type JobHandler, type JobRunHandle, RegisterJobHandler } from '../../../../platform/jobs/index.js';
import { readSheet, writeReport } from '../../../../platform/sheets/index.js';
import { ownSheet, UploadedFiles } from '../../../../platform/uploads/index.js';
import { lockSchool, schoolOf } from '../../school-of.js';
import { changedCounsellors, OrgApply, workOf } from './org-apply.js';
import { existingTree } from './org-existing.js';
import { type ImportRow, OrgImportStore } from './org-import-store.js';
import type { OrgImportChange, OrgImportSummary } from './org-import.dto.js';
import { ApplyOrgImport, CheckOrgImport, type OrgImportPayload } from './org-import.jobs.js';
import { countsOf, type OrgPlan, planImport } from './org-plan.js';
import { ORG_SHEET, type OrgRow } from './org-sheet.js';

const SHOWN_ISSUES = 100;
const SHOWN_CHANGES = 200;

interface Sheet {
  rows: OrgRow[];
  unknownColumns: string[];
}

/** What both jobs share: the sheet as it was uploaded. */
@Injectable()
export class OrgSheets {
  constructor(private readonly files: UploadedFiles) {}

  async read(row: ImportRow): Promise<Sheet> {
    const file = await this.files.open(row.source_file_id);
    const reading = await readSheet(file.bytes, ORG_SHEET, { fileName: file.name });
    const rows: OrgRow[] = [];
    for await (const one of reading.rows()) rows.push(one);
    return { rows, unknownColumns: reading.unknownColumns };
  }
}

@RegisterJobHandler()
export class CheckOrgImportHandler implements JobHandler<OrgImportPayload> {
  readonly job = CheckOrgImport;

  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly files: UploadedFiles,
    private readonly sheets: OrgSheets,
    private readonly store: OrgImportStore,
  ) {}

  async handle(ctx: RequestContext, { importId }: OrgImportPayload, run: JobRunHandle): Promise<void> {
    const schoolId = schoolOf(ctx);
    const row = await this.db.read(ctx, (tx) => this.store.find(tx, schoolId, importId));
    if (row.status !== 'checking') return;
    const sheet = await this.sheets.read(row).catch((error: unknown) => this.unreadable(ctx, importId, error));
    if (!sheet) return;
    await run.progress(0, sheet.rows.length);
    const plan = planImport(sheet.rows, await this.db.read(ctx, (tx) => existingTree(tx, schoolId)));
    const report = ownSheet(reportName(row), await writeReport(ORG_SHEET, sheet.rows, plan.issues));
    await this.db.tx(ctx, async (tx) => {
      const now = await this.store.lock(tx, schoolId, importId);
      if (now.status !== 'checking') return;
      const { id } = await this.files.store(tx, ctx, 'org.import_report', report);
      const summary = summaryOf(sheet, plan);
      await this.store.patch(tx, schoolId, importId, { status: 'checked', summary, reportFileId: id });
    });
    await run.progress(sheet.rows.length, sheet.rows.length, plan.issues.length);
  }

  /** A file that cannot be read is an answer, not a failure of ours. */
  private async unreadable(ctx: RequestContext, importId: string, error: unknown): Promise<null> {
    if (!(error instanceof AppError) || error.status >= 500) throw error;
    await this.db.tx(ctx, (tx) =>
      this.store.patch(tx, schoolOf(ctx), importId, {
        status: 'failed',
        problem: error.detail,
        finishedAt: this.clock.now(),
      }),
    );
    return null;
  }
}

@RegisterJobHandler()
export class ApplyOrgImportHandler implements JobHandler<OrgImportPayload> {
  readonly job = ApplyOrgImport;

  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly audit: AuditService,
    private readonly files: UploadedFiles,
    private readonly sheets: OrgSheets,
    private readonly store: OrgImportStore,
    private readonly writer: OrgApply,
  ) {}

  async handle(ctx: RequestContext, { importId }: OrgImportPayload, run: JobRunHandle): Promise<void> {
    const schoolId = schoolOf(ctx);
    const row = await this.db.read(ctx, (tx) => this.store.find(tx, schoolId, importId));
    if (row.status !== 'applying') return;
    const sheet = await this.sheets.read(row);
    // Progress is seen while the transaction is open, so it is written outside of it.
    const progress = AsyncResource.bind((done: number, total: number) => run.progress(done, total));
    await this.db.tx(ctx, async (tx) => {
      await lockSchool(tx, schoolId);
      const now = await this.store.lock(tx, schoolId, importId);
      if (now.status !== 'applying') return;
      const plan = planImport(sheet.rows, await existingTree(tx, schoolId));
      if (plan.issues.length > 0) return this.refuse(ctx, row, sheet, plan);
      const total = workOf(plan);
      await progress(0, total);
      await this.writer.write(tx, ctx, importId, plan, (done) => progress(done, total));
      const summary = summaryOf(sheet, plan);
      await this.store.patch(tx, schoolId, importId, { status: 'applied', summary, finishedAt: this.clock.now() });
      const { issues: _issues, changes: _changes, ...counts } = summary;
      await this.audit.append(tx, ctx, {
        schoolId,
        aggregateType: 'org_import',
        aggregateId: importId,
        action: 'org.imported',
        after: counts,
      });
    });
  }

  /** The tree has changed since the check: nothing is written, and the report says what no longer fits. */
  private async refuse(ctx: RequestContext, row: ImportRow, sheet: Sheet, plan: OrgPlan): Promise<void> {
    const report = ownSheet(reportName(row), await writeReport(ORG_SHEET, sheet.rows, plan.issues));
    await this.db.tx(ctx, async (tx) => {
      const { id } = await this.files.store(tx, ctx, 'org.import_report', report);
      await this.store.patch(tx, schoolOf(ctx), row.id, {
        status: 'failed',
        summary: summaryOf(sheet, plan),
        reportFileId: id,
        problem: '检查以后学院、专业或班级有了改动，名单里有的行已经对不上。什么都没有导入，请重新上传再检查。',
        finishedAt: this.clock.now(),
      });
    });
  }
}

function reportName(row: ImportRow): string {
  return `${row.file_name.replace(/\.[^.]*$/, '')}-检查结果.xlsx`;
}

function summaryOf(sheet: Sheet, plan: OrgPlan): OrgImportSummary {
  const changes = [
    ...plan.colleges.map((unit) => ({ kind: 'college' as const, ...unit })),
    ...plan.majors.map((unit) => ({ kind: 'major' as const, ...unit })),
    ...plan.classes.map((unit) => ({ kind: 'class' as const, ...unit })),
  ].flatMap(({ kind, change, name, was }): OrgImportChange[] =>
    change === 'same' ? [] : [{ kind, change, name, was }],
  );
  // edits first: whoever looks wants to see what becomes of what is there
  changes.sort((a, b) => Number(a.change === 'add') - Number(b.change === 'add'));
  return {
    rows: sheet.rows.length,
    errorRows: new Set(plan.issues.map((issue) => issue.row)).size,
    ...countsOf(plan),
    counsellors: changedCounsellors(plan).length,
    issues: plan.issues
      .slice(0, SHOWN_ISSUES)
      .map(({ row, header, value, reason }) => ({ row, header, value, reason })),
    changes: changes.slice(0, SHOWN_CHANGES),
    unknownColumns: sheet.unknownColumns,
  };
}
