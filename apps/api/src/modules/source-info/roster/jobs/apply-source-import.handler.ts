import { AuditService } from '../../../../platform/audit/index.js';
import type { RequestContext } from '../../../../platform/context/index.js';
import { Db, type Tx } from '../../../../platform/database/index.js';
import { type JobHandler, type JobRunHandle, RegisterJobHandler } from '../../../../platform/jobs/index.js';
import { CurrentRights } from '../../../people/index.js';
import { SchoolPolicies } from '../../../schools/index.js';
import { StudentChecks } from '../../checks/student-checks.js';
import { RosterUnits } from '../roster-units.js';
import { RosterWriter } from '../roster-writer.js';
import {
  type Outcome,
  type SourceImport,
  SourceImportsRepository,
  type WaitingRow,
} from '../source-imports.repository.js';
import { ApplySourceImport, type SourceImportPayload } from './source-import.job.js';

/** Rows a transaction: what a cut-off run has to do again, and how long others wait for a student. */
const AT_ONCE = 400;

@RegisterJobHandler()
export class ApplySourceImportHandler implements JobHandler<SourceImportPayload> {
  readonly job = ApplySourceImport;

  constructor(
    private readonly db: Db,
    private readonly audit: AuditService,
    private readonly imports: SourceImportsRepository,
    private readonly writer: RosterWriter,
    private readonly policies: SchoolPolicies,
    private readonly checks: StudentChecks,
    private readonly rights: CurrentRights,
  ) {}

  async handle(
    asked: RequestContext,
    { importId }: SourceImportPayload,
    run: JobRunHandle,
  ): Promise<{ importId: string }> {
    const tally = await this.db.read(asked, (tx) => this.imports.outcomes(tx, importId));
    for (;;) {
      if (run.signal.aborted) throw new Error('the worker closes');
      const page = await this.db.tx(asked, async (tx) => {
        const ctx = await this.rights.of(tx, asked, 'source.import');
        return this.page(tx, ctx, importId);
      });
      if (page === null) return { importId };
      for (const { outcome } of page.outcomes) tally[outcome] += 1;
      const done = Object.values(tally).reduce((sum, n) => sum + n, 0);
      await run.progress(done, page.total, tally.failed);
    }
  }

  /** The import's row is locked: of two runs of one import, the second goes on where the first has got to. */
  private async page(
    tx: Tx,
    ctx: RequestContext,
    importId: string,
  ): Promise<{ outcomes: readonly Outcome[]; total: number } | null> {
    const order = await this.imports.find(tx, importId, 'for update of i');
    if (order?.status !== 'running') return null;
    const rows = await this.imports.waiting(tx, importId, AT_ONCE);
    if (rows.length === 0) {
      await this.finish(tx, ctx, order);
      return null;
    }
    const outcomes = await this.write(tx, ctx, order, rows);
    await this.imports.note(tx, importId, outcomes);
    return { outcomes, total: (order.counts.total ?? 0) - (order.counts.errors ?? 0) };
  }

  private async write(
    tx: Tx,
    ctx: RequestContext,
    order: SourceImport,
    rows: readonly WaitingRow[],
  ): Promise<Outcome[]> {
    const { open } = await tx.one<{ open: boolean }>(
      'select is_open as open from cohort where school_id = $1 and year = $2 for share',
      [tx.schoolId, order.cohort],
    );
    if (!open) {
      const detail = `${order.cohort} 届已经结束，没有导入`;
      return rows.map(({ line }) => ({ line, outcome: 'failed', detail }));
    }
    const { policy } = await this.policies.current(tx, tx.schoolId ?? 0);
    return this.writer.write(tx, ctx, rows, {
      order,
      units: await RosterUnits.of(tx, order.cohort),
      registryFields: policy.source.registry_fields,
    });
  }

  private async finish(tx: Tx, ctx: RequestContext, order: SourceImport): Promise<void> {
    const outcomes = await this.imports.outcomes(tx, order.id);
    await this.checks.saveSets(tx, order.cohort);
    await this.imports.finish(tx, order.id, outcomes);
    await this.audit.append(tx, ctx, {
      schoolId: tx.schoolId,
      aggregateType: 'source_import',
      aggregateId: order.id,
      action: 'source.import_done',
      after: { ...outcomes },
    });
  }
}
