import type { RequestContext } from '../../../../platform/context/index.js';
import { Db } from '../../../../platform/database/index.js';
import { AppError } from '../../../../platform/http/index.js';
import { type JobHandler, type JobRunHandle, RegisterJobHandler } from '../../../../platform/jobs/index.js';
import { readSheet, type SheetRow } from '../../../../platform/sheets/index.js';
import { checkStaffRow, type RowContext } from '../check-staff-row.js';
import { ImportsRepository } from '../imports.repository.js';
import { IMPORT_ROWS, STAFF_SHEET, type StaffColumn } from '../staff-sheet.js';
import { UnitFinder } from '../unit-finder.js';
import { CheckStaffImport, type StaffImportPayload } from './staff-import.job.js';

interface Known {
  context: RowContext;
  logins: ReadonlySet<string>;
}

@RegisterJobHandler()
export class CheckStaffImportHandler implements JobHandler<StaffImportPayload> {
  readonly job = CheckStaffImport;

  constructor(
    private readonly db: Db,
    private readonly imports: ImportsRepository,
  ) {}

  async handle(
    ctx: RequestContext,
    { importId }: StaffImportPayload,
    run: JobRunHandle,
  ): Promise<{ importId: string }> {
    const bytes = await this.db.tx(ctx, async (tx) => {
      await this.imports.clearRows(tx, importId);
      return this.imports.sheet(tx, importId);
    });
    // read before, and the file is gone
    if (bytes === null) return { importId };
    const known = await this.known(ctx);
    const refusal = await this.read(ctx, importId, bytes, known, run);
    await this.db.tx(ctx, (tx) => this.imports.endCheck(tx, importId, refusal ? 'refused' : 'checked', refusal));
    return { importId };
  }

  /** @returns why the file as a whole cannot be used; null when its rows are there */
  private async read(
    ctx: RequestContext,
    importId: string,
    bytes: Buffer,
    known: Known,
    run: JobRunHandle,
  ): Promise<string | null> {
    let count = 0;
    try {
      const reading = await readSheet(bytes, STAFF_SHEET, { maxRows: IMPORT_ROWS });
      for await (const rows of reading.chunks()) {
        await this.keep(ctx, importId, rows, known);
        count += rows.length;
        await run.progress(count, count);
      }
    } catch (error) {
      if (!(error instanceof AppError) || error.status >= 500) throw error;
      await this.db.tx(ctx, (tx) => this.imports.clearRows(tx, importId));
      return error.detail;
    }
    return count === 0 ? '表格里没有数据。请在表头下面填好再上传。' : null;
  }

  private keep(
    ctx: RequestContext,
    importId: string,
    rows: readonly SheetRow<StaffColumn>[],
    { context, logins }: Known,
  ): Promise<void> {
    return this.db.tx(ctx, async (tx) => {
      for (const row of rows) {
        const { issues, plan } = checkStaffRow(row, context);
        const exists = logins.has(row.values.login.toLowerCase());
        await this.imports.addRow(tx, importId, row, { issues, plan, exists });
      }
    });
  }

  private known(ctx: RequestContext): Promise<Known> {
    return this.db.read(ctx, async (tx) => {
      const accounts = await tx.query<{ id: string; login: string }>(
        `select id, lower(login) as login from account where audience = 'teacher' and school_id = $1`,
        [ctx.schoolId],
      );
      const self = accounts.find((account) => account.id === ctx.actor.accountId)?.login ?? '';
      return {
        context: { units: await UnitFinder.of(tx), seen: new Map(), self },
        logins: new Set(accounts.map((account) => account.login)),
      };
    });
  }
}
