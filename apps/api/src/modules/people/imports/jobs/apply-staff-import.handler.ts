import { buffer } from 'node:stream/consumers';
import { PassThrough } from 'node:stream';
import { formatDateTime, shanghaiDate } from '@qiancheng/shared';
import { Clock } from '../../../../platform/clock/index.js';
import { AppConfig } from '../../../../platform/config/index.js';
import type { RequestContext } from '../../../../platform/context/index.js';
import { Db } from '../../../../platform/database/index.js';
import { AppError } from '../../../../platform/http/index.js';
import { type JobHandler, type JobRunHandle, RegisterJobHandler } from '../../../../platform/jobs/index.js';
import { writeRows } from '../../../../platform/sheets/index.js';
import { SealedFiles } from '../../sealed-files/sealed-files.js';
import { type ImportRecord, ImportsRepository, type WaitingRow } from '../imports.repository.js';
import { PASSWORD_SHEET } from '../staff-sheet.js';
import { StaffWriter } from '../staff-writer.js';
import { ApplyStaffImport, type StaffImportPayload } from './staff-import.job.js';

const SHEET_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

@RegisterJobHandler()
export class ApplyStaffImportHandler implements JobHandler<StaffImportPayload> {
  readonly job = ApplyStaffImport;

  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly config: AppConfig,
    private readonly imports: ImportsRepository,
    private readonly writer: StaffWriter,
    private readonly files: SealedFiles,
  ) {}

  /** Goes on where an earlier attempt stopped: rows with an outcome are not touched again. */
  async handle(
    ctx: RequestContext,
    { importId }: StaffImportPayload,
    run: JobRunHandle,
  ): Promise<{ importId: string }> {
    const order = await this.db.read(ctx, (tx) => this.imports.find(tx, ctx, importId));
    if (order?.status !== 'running') return { importId };
    const waiting = await this.db.read(ctx, (tx) => this.imports.waiting(tx, importId));
    let failed = 0;
    for (const [index, row] of waiting.entries()) {
      if (run.signal.aborted) throw new Error('the worker closes');
      if (!(await this.one(ctx, order, row))) failed += 1;
      await run.progress(index + 1, waiting.length, failed);
    }
    await this.handOver(ctx, importId);
    return { importId };
  }

  /** Each row in a transaction of its own; what the domain refuses is its outcome, and stops no other. */
  private async one(ctx: RequestContext, { existing }: ImportRecord, row: WaitingRow): Promise<boolean> {
    try {
      await this.writer.write(ctx, row, existing ?? 'skip');
      return true;
    } catch (error) {
      if (!(error instanceof AppError) || error.status >= 500) throw error;
      await this.db.tx(ctx, (tx) => this.imports.note(tx, row.id, 'failed', error.detail));
      return false;
    }
  }

  private async handOver(ctx: RequestContext, importId: string): Promise<void> {
    const passwords = await this.db.read(ctx, (tx) => this.imports.passwords(tx, importId));
    const rows = passwords.map(({ login, name, password, expires }) => ({
      login,
      name,
      password,
      expires: expires && formatDateTime(expires),
      address: `${this.config.publicUrl}/teacher/`,
    }));
    const bytes = rows.length > 0 ? await sheetOf(rows) : null;
    await this.db.tx(ctx, async (tx) => {
      const file =
        bytes &&
        (await this.files.store(tx, ctx, {
          kind: 'initial_passwords',
          fileName: `初始密码-${rows.length}人-${shanghaiDate(this.clock.now())}.xlsx`,
          mediaType: SHEET_TYPE,
          once: true,
          bytes,
        }));
      await this.imports.finish(tx, importId, file);
    });
  }
}

async function sheetOf(
  rows: Parameters<typeof writeRows<(typeof PASSWORD_SHEET)['columns'][number]['key']>>[1],
): Promise<Buffer> {
  const target = new PassThrough();
  const [bytes] = await Promise.all([buffer(target), writeRows(PASSWORD_SHEET, rows, target)]);
  return bytes;
}
