import { shanghaiDate } from '@qiancheng/shared';
import { Clock } from '../../../../platform/clock/index.js';
import type { RequestContext } from '../../../../platform/context/index.js';
import { Db } from '../../../../platform/database/index.js';
import { AppError } from '../../../../platform/http/index.js';
import { type JobHandler, type JobRunHandle, RegisterJobHandler } from '../../../../platform/jobs/index.js';
import { readSheet, type SheetReading, type SheetRow } from '../../../../platform/sheets/index.js';
import { CurrentRights } from '../../../people/index.js';
import { SchoolPolicies } from '../../../schools/index.js';
import type { RosterContext } from '../check-roster-row.js';
import { withoutNumbers } from '../roster-cells.js';
import { type JudgedRow, RosterJudge, type SeenRows } from '../roster-judge.js';
import { ROSTER_LIMITS, ROSTER_SHEET, type RosterKey } from '../roster-sheet.js';
import { RosterUnits } from '../roster-units.js';
import { NO_COUNTS, type SourceImportCounts, SourceImportsRepository } from '../source-imports.repository.js';
import { CheckSourceImport, type SourceImportPayload } from './source-import.job.js';

@RegisterJobHandler()
export class CheckSourceImportHandler implements JobHandler<SourceImportPayload> {
  readonly job = CheckSourceImport;

  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly imports: SourceImportsRepository,
    private readonly judge: RosterJudge,
    private readonly policies: SchoolPolicies,
    private readonly rights: CurrentRights,
  ) {}

  async handle(
    asked: RequestContext,
    { importId }: SourceImportPayload,
    run: JobRunHandle,
  ): Promise<{ importId: string }> {
    const { ctx, cohort, bytes } = await this.db.tx(asked, async (tx) => {
      const order = await this.imports.find(tx, importId);
      if (order) await this.imports.clearRows(tx, importId);
      return {
        ctx: await this.rights.of(tx, asked, 'source.import'),
        cohort: order?.cohort ?? 0,
        bytes: order ? await this.imports.sheet(tx, importId) : null,
      };
    });
    // read before, and the file is gone
    if (bytes === null) return { importId };
    const counts = { ...NO_COUNTS };
    const refusal = await this.read(ctx, importId, cohort, bytes, counts, run);
    await this.db.tx(ctx, (tx) => this.imports.endCheck(tx, importId, refusal, refusal === null ? counts : NO_COUNTS));
    return { importId };
  }

  /** @returns why the file as a whole cannot be used; null when its rows are there */
  private async read(
    ctx: RequestContext,
    importId: string,
    cohort: number,
    bytes: Buffer,
    counts: SourceImportCounts,
    run: JobRunHandle,
  ): Promise<string | null> {
    const seen: SeenRows = new Map();
    try {
      const reading = await readSheet(bytes, ROSTER_SHEET, ROSTER_LIMITS);
      const given = await this.context(ctx, importId, cohort, reading);
      for await (const rows of reading.chunks()) {
        if (run.signal.aborted) throw new Error('the worker closes');
        await this.keep(ctx, importId, rows, given, seen, counts);
        await run.progress(counts.total, counts.total, counts.errors);
      }
    } catch (error) {
      if (!(error instanceof AppError) || error.status >= 500) throw error;
      await this.db.tx(ctx, (tx) => this.imports.clearRows(tx, importId));
      return error.detail;
    }
    return counts.total === 0 ? '表格里没有数据。请在表头下面填好再上传。' : null;
  }

  private context(
    ctx: RequestContext,
    importId: string,
    cohort: number,
    { columns, unknownColumns }: SheetReading<RosterKey>,
  ): Promise<RosterContext> {
    return this.db.tx(ctx, async (tx) => {
      const school = await tx.one<{ id: number; code: string; name: string }>(
        'select id, code, name from school where id = $1',
        [tx.schoolId],
      );
      const { policy } = await this.policies.current(tx, school.id);
      const there = new Set(columns);
      const missing = ROSTER_SHEET.columns.filter(({ key }) => !there.has(key)).map(({ header }) => header);
      await this.imports.setColumns(tx, importId, unknownColumns.map(withoutNumbers), missing);
      return {
        cohort,
        school,
        today: shanghaiDate(this.clock.now()),
        registryFields: policy.source.registry_fields,
        units: await RosterUnits.of(tx, cohort),
        columns: there,
        memo: new Map(),
      };
    });
  }

  private keep(
    ctx: RequestContext,
    importId: string,
    rows: readonly SheetRow<RosterKey>[],
    given: RosterContext,
    seen: SeenRows,
    counts: SourceImportCounts,
  ): Promise<void> {
    return this.db.tx(ctx, async (tx) => {
      const judged = await this.judge.judge(tx, ctx, rows, given, seen);
      await this.imports.addRows(
        tx,
        importId,
        judged.map((one) => ({
          ...one,
          studentNo: withoutNumbers(one.row.values.studentNo).slice(0, 60),
          name: withoutNumbers(one.row.values.name).slice(0, 60),
        })),
      );
      for (const one of judged) count(counts, one);
    });
  }
}

function count(counts: SourceImportCounts, { verdict, problems }: JudgedRow): void {
  counts.total += 1;
  if (verdict === 'error') counts.errors += 1;
  if (verdict === 'new') counts.fresh += 1;
  if (verdict === 'update') counts.update += 1;
  if (verdict === 'same') counts.same += 1;
  if (verdict !== 'error' && problems.length > 0) counts.warnings += 1;
}
