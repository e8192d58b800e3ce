import type { RequestContext } from '../../../platform/context/index.js';
import { Db } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import { type JobHandler, type JobRunHandle, RegisterJobHandler } from '../../../platform/jobs/index.js';
import { readSheet, type SheetRow } from '../../../platform/sheets/index.js';
import { checkLibraryRow, type SeenRows } from '../library/check-library-row.js';
import { type ImportCounts, ImportsRepository } from '../library/imports.repository.js';
import { matchUnits } from '../library/library-matcher.js';
import { LIBRARY_SHEET, type LibraryColumn } from '../library/library-sheet.js';
import { verdictOf } from '../library/library-verdict.js';
import { CheckUnitImport, type UnitImportPayload } from './unit-import.job.js';

const EMPTY: ImportCounts = { total: 0, valid: 0, errors: 0, warnings: 0, matched: 0, create: 0 };

@RegisterJobHandler()
export class CheckUnitImportHandler implements JobHandler<UnitImportPayload> {
  readonly job = CheckUnitImport;

  constructor(
    private readonly db: Db,
    private readonly imports: ImportsRepository,
  ) {}

  async handle(ctx: RequestContext, { importId }: UnitImportPayload, run: JobRunHandle): Promise<{ importId: string }> {
    const bytes = await this.db.tx(ctx, async (tx) => {
      const sheet = await this.imports.sheet(tx, ctx, importId);
      if (sheet) await this.imports.clearRows(tx, ctx, importId);
      return sheet;
    });
    // read before, and the sheet is gone
    if (!bytes) return { importId };
    const counts = { ...EMPTY };
    const refusal = await this.read(ctx, importId, bytes, counts, run);
    await this.db.tx(ctx, (tx) =>
      this.imports.move(tx, ctx, importId, {
        status: refusal ? 'refused' : 'checked',
        refusal: refusal ?? '',
        counts,
        forgetSheet: true,
      }),
    );
    return { importId };
  }

  /** @returns why the file as a whole cannot be used; null when its rows are there */
  private async read(
    ctx: RequestContext,
    importId: string,
    bytes: Buffer,
    counts: ImportCounts,
    run: JobRunHandle,
  ): Promise<string | null> {
    const seen: SeenRows = new Map();
    try {
      const reading = await readSheet(bytes, LIBRARY_SHEET);
      for await (const rows of reading.chunks()) {
        await this.keep(ctx, importId, rows, seen, counts);
        await run.progress(counts.total, counts.total, counts.errors);
      }
    } catch (error) {
      if (!(error instanceof AppError) || error.status >= 500) throw error;
      await this.db.tx(ctx, (tx) => this.imports.clearRows(tx, ctx, importId));
      Object.assign(counts, EMPTY);
      return error.detail;
    }
    return counts.total === 0 ? '表格里没有数据。请在表头下面填好再上传。' : null;
  }

  private keep(
    ctx: RequestContext,
    importId: string,
    rows: readonly SheetRow<LibraryColumn>[],
    seen: SeenRows,
    counts: ImportCounts,
  ): Promise<void> {
    return this.db.tx(ctx, async (tx) => {
      const checked = rows.map((row) => ({ row: row.row, ...checkLibraryRow(row, seen) }));
      const matches = await matchUnits(tx, checked);
      const judged = checked.map((one) => {
        const match = matches.get(one.row);
        return { ...one, ...verdictOf(one, match), employerId: match?.id ?? null };
      });
      await this.imports.addRows(tx, ctx, importId, judged);
      for (const { verdict, issues } of judged) {
        counts.total += 1;
        if (verdict === 'error') counts.errors += 1;
        else counts.valid += 1;
        if (verdict === 'create') counts.create += 1;
        if (verdict === 'code' || verdict === 'name') counts.matched += 1;
        if (verdict !== 'error' && issues.length > 0) counts.warnings += 1;
      }
    });
  }
}
