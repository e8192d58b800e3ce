import { shanghaiDate } from '@qiancheng/shared';
import { Clock } from '../../../../platform/clock/index.js';
import type { RequestContext } from '../../../../platform/context/index.js';
import { Db } from '../../../../platform/database/index.js';
import { AppError } from '../../../../platform/http/index.js';
import { type JobHandler, type JobRunHandle, RegisterJobHandler } from '../../../../platform/jobs/index.js';
import { readSheet, type SheetReading } from '../../../../platform/sheets/index.js';
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
    let keeping = Promise.resolve();
    try {
      const reading = await readSheet(bytes, ROSTER_SHEET, ROSTER_LIMITS);
      const given = await this.context(ctx, importId, cohort, reading);
      for await (const rows of reading.chunks()) {
        if (run.signal.aborted) throw new Error('the worker closes');
        const judged = await this.db.read(ctx, (tx) => this.judge.judge(tx, ctx, rows, given, seen));
        await keeping;
        // while these are written, the next are judged
        keeping = this.keep(ctx, importId, judged, counts, run);
        // awaited in the next turn, and at the end; until then a failure must not end the process
        keeping.catch(() => {});
      }
      await keeping;
    } catch (error) {
      await keeping.catch(() => {});
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

  private async keep(
    ctx: RequestContext,
    importId: string,
    judged: readonly JudgedRow[],
    counts: SourceImportCounts,
    run: JobRunHandle,
  ): Promise<void> {
    await this.db.tx(ctx, (tx) => this.imports.addPage(tx, importId, judged));
    for (const one of judged) count(counts, one);
    await run.progress(counts.total, counts.total, counts.errors);
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
