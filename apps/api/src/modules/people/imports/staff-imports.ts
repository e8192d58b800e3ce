import { Injectable } from '@nestjs/common';
import { shanghaiDate } from '@qiancheng/shared';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db } from '../../../platform/database/index.js';
import { AppError, type SentFile, type Upload } from '../../../platform/http/index.js';
import { JobsService } from '../../../platform/jobs/index.js';
import { checkSheetFile, writeReport, writeTemplate } from '../../../platform/sheets/index.js';
import type { ApplyImportBody, StaffImportView } from '../http/staff-imports.dto.js';
import { SealedFiles } from '../sealed-files/sealed-files.js';
import { ImportQueries } from './import-queries.js';
import { ImportsRepository } from './imports.repository.js';
import { ApplyStaffImport, CheckStaffImport } from './jobs/staff-import.job.js';
import { STAFF_SHEET } from './staff-sheet.js';

const SHEET_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Sheets of teachers: uploaded, judged without changing anything, then applied on a second, explicit word. */
@Injectable()
export class StaffImports {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly jobs: JobsService,
    private readonly imports: ImportsRepository,
    private readonly queries: ImportQueries,
    private readonly files: SealedFiles,
  ) {}

  async template(): Promise<SentFile> {
    return { bytes: await writeTemplate(STAFF_SHEET), name: '教师账号导入模板.xlsx', mime: SHEET_TYPE };
  }

  async upload(ctx: RequestContext, { name, bytes }: Upload): Promise<StaffImportView> {
    await checkSheetFile(bytes, { fileName: name });
    return this.db.tx(ctx, async (tx) => {
      const id = await this.imports.create(tx, ctx, name, Buffer.from(bytes));
      await this.imports.setJob(tx, id, await this.jobs.enqueue(tx, ctx, CheckStaffImport, { importId: id }));
      return this.queries.view(tx, ctx, id);
    });
  }

  apply(ctx: RequestContext, id: string, { version, existing }: ApplyImportBody): Promise<StaffImportView> {
    return this.db.tx(ctx, async (tx) => {
      const row = await this.imports.find(tx, ctx, id, 'for update');
      if (!row) throw new AppError('NOT_FOUND');
      if (row.version !== version) throw new AppError('STALE_VERSION', { extra: { currentVersion: row.version } });
      const { open, counts } = await this.queries.view(tx, ctx, id);
      if (row.status !== 'checked') throw new AppError('NOT_ALLOWED_NOW', { detail: '这份名单现在不能导入。' });
      if (!open) throw new AppError('NOT_ALLOWED_NOW', { detail: '这份名单放了一天多，内容已经清掉。请重新上传。' });
      if (counts.valid === 0) throw new AppError('NOT_ALLOWED_NOW', { detail: '没有一行可以导入。请改好再上传。' });
      await this.imports.start(tx, id, existing);
      await this.imports.setJob(tx, id, await this.jobs.enqueue(tx, ctx, ApplyStaffImport, { importId: id }));
      return this.queries.view(tx, ctx, id);
    });
  }

  async report(ctx: RequestContext, id: string): Promise<SentFile> {
    const found = await this.db.read(ctx, async (tx) => {
      if (!(await this.imports.find(tx, ctx, id))) throw new AppError('NOT_FOUND');
      return this.imports.reportRows(tx, id);
    });
    if (!found) throw new AppError('NOT_FOUND', { detail: '报告只留一天，已经清掉。需要的话请重新上传。' });
    const bytes = await writeReport(STAFF_SHEET, found.rows, found.issues);
    return { bytes, name: `教师账号导入报告-${shanghaiDate(this.clock.now())}.xlsx`, mime: SHEET_TYPE };
  }

  async passwords(ctx: RequestContext, id: string): Promise<SentFile> {
    const { passwords } = await this.queries.get(ctx, id);
    if (!passwords) throw new AppError('NOT_FOUND');
    return this.files.take(ctx, passwords.id, 'initial_passwords');
  }
}
