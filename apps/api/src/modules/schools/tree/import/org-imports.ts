import { Injectable } from '@nestjs/common';
import { AuditService } from '../../../../platform/audit/index.js';
import { Clock } from '../../../../platform/clock/index.js';
import type { RequestContext } from '../../../../platform/context/index.js';
import { Db, type Tx } from '../../../../platform/database/index.js';
import { AppError, type SentFile, type Upload } from '../../../../platform/http/index.js';
import { JobsService } from '../../../../platform/jobs/index.js';
import { writeTemplate } from '../../../../platform/sheets/index.js';
import { ownSheet, SheetInspector, UploadedFiles } from '../../../../platform/uploads/index.js';
import { schoolOf } from '../../school-of.js';
import { requireWholeSchool } from '../units.js';
import { importView, OrgImportStore, type ImportRow } from './org-import-store.js';
import type { OrgImportList, OrgImportVersionBody, OrgImportView } from './org-import.dto.js';
import { ApplyOrgImport, CheckOrgImport } from './org-import.jobs.js';
import { ORG_SHEET } from './org-sheet.js';

/** The tree by one sheet: looked at first, applied when somebody says so, kept with its report. */
@Injectable()
export class OrgImports {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly audit: AuditService,
    private readonly jobs: JobsService,
    private readonly inspector: SheetInspector,
    private readonly files: UploadedFiles,
    private readonly store: OrgImportStore,
  ) {}

  list(ctx: RequestContext): Promise<OrgImportList> {
    return this.db.read(ctx, async (tx) => ({
      items: (await this.store.recent(tx, schoolOf(ctx))).map(importView),
    }));
  }

  get(ctx: RequestContext, id: string): Promise<OrgImportView> {
    return this.db.read(ctx, async (tx) => importView(await this.store.find(tx, schoolOf(ctx), id)));
  }

  async upload(ctx: RequestContext, upload: Upload): Promise<OrgImportView> {
    const schoolId = schoolOf(ctx);
    const file = await this.inspector.accept(upload);
    return this.db.tx(ctx, async (tx) => {
      requireWholeSchool(ctx);
      const stored = await this.files.store(tx, ctx, 'org.import', file);
      const { id } = await tx.one<{ id: string }>(
        `insert into org_import (school_id, status, file_name, source_file_id, created_by, created_by_name, created_at)
         values ($1, 'checking', $2, $3, $4, $5, $6) returning id`,
        [schoolId, file.name, stored.id, ctx.actor.accountId, ctx.actor.displayName, this.clock.now()],
      );
      const jobRunId = await this.jobs.enqueue(tx, ctx, CheckOrgImport, { importId: id });
      await this.store.patch(tx, schoolId, id, { status: 'checking', jobRunId });
      await this.note(tx, ctx, id, 'org.import_check', { fileName: file.name, sha256: file.sha256 });
      return importView(await this.store.find(tx, schoolId, id));
    });
  }

  apply(ctx: RequestContext, id: string, body: OrgImportVersionBody): Promise<OrgImportView> {
    return this.change(ctx, id, body, async (tx, row) => {
      if (row.status !== 'checked')
        throw new AppError('NOT_ALLOWED_NOW', { detail: '检查完、没有问题的名单才能导入。' });
      const summary = importView(row).summary;
      if (!summary || summary.errorRows > 0)
        throw new AppError('NOT_ALLOWED_NOW', { detail: '名单里还有问题。请改好以后重新上传。' });
      const jobRunId = await this.jobs.enqueue(tx, ctx, ApplyOrgImport, { importId: id });
      await this.store.patch(tx, schoolOf(ctx), id, { status: 'applying', jobRunId });
      await this.note(tx, ctx, id, 'org.import_apply', { fileName: row.file_name });
    });
  }

  discard(ctx: RequestContext, id: string, body: OrgImportVersionBody): Promise<OrgImportView> {
    return this.change(ctx, id, body, async (tx, row) => {
      if (row.status !== 'checked')
        throw new AppError('NOT_ALLOWED_NOW', { detail: '只有检查完、还没有导入的可以放弃。' });
      await this.store.patch(tx, schoolOf(ctx), id, { status: 'discarded', finishedAt: this.clock.now() });
      await this.note(tx, ctx, id, 'org.import_discard', { fileName: row.file_name });
    });
  }

  async report(ctx: RequestContext, id: string): Promise<SentFile> {
    const row = await this.db.read(ctx, (tx) => this.store.find(tx, schoolOf(ctx), id));
    if (!row.report_file_id) throw new AppError('NOT_FOUND', { detail: '还没有结果文件。' });
    return this.files.open(row.report_file_id);
  }

  async template(): Promise<SentFile> {
    return ownSheet('学院专业班级-模板.xlsx', await writeTemplate(ORG_SHEET));
  }

  private change(
    ctx: RequestContext,
    id: string,
    body: OrgImportVersionBody,
    work: (tx: Tx, row: ImportRow) => Promise<void>,
  ): Promise<OrgImportView> {
    const schoolId = schoolOf(ctx);
    return this.db.tx(ctx, async (tx) => {
      requireWholeSchool(ctx);
      const row = await this.store.lock(tx, schoolId, id);
      if (row.version !== body.version)
        throw new AppError('STALE_VERSION', {
          detail: `这次导入现在是「${importView(row).statusLabel}」。请看过最新情况后再操作。`,
          extra: { currentVersion: row.version },
        });
      await work(tx, row);
      return importView(await this.store.find(tx, schoolId, id));
    });
  }

  private note(tx: Tx, ctx: RequestContext, id: string, action: string, after: object): Promise<void> {
    return this.audit.append(tx, ctx, {
      schoolId: schoolOf(ctx),
      aggregateType: 'org_import',
      aggregateId: id,
      action,
      after,
    });
  }
}
