import { setImmediate } from 'node:timers/promises';
import { AuditService } from '../../../../platform/audit/index.js';
import type { RequestContext } from '../../../../platform/context/index.js';
import { Db, type Tx } from '../../../../platform/database/index.js';
import { type JobHandler, type JobRunHandle, RegisterJobHandler } from '../../../../platform/jobs/index.js';
import { CurrentRights } from '../../../people/index.js';
import { SchoolPolicies } from '../../../schools/index.js';
import { StudentChecks } from '../../checks/student-checks.js';
import { NewStudents, type ReadyRow } from '../new-students.js';
import { RosterUnits } from '../roster-units.js';
import { RosterWriter } from '../roster-writer.js';
import { type Outcome, type SourceImport, SourceImportsRepository } from '../source-imports.repository.js';
import { ApplySourceImport, type SourceImportPayload } from './source-import.job.js';

/** Rows a transaction: what a cut-off run has to do again, and how long others wait for a student. */
const AT_ONCE = 400;
/** Rows that are made ready before the database is listened to again. */
const IN_ONE_GO = 20;

@RegisterJobHandler()
export class ApplySourceImportHandler implements JobHandler<SourceImportPayload> {
  readonly job = ApplySourceImport;

  constructor(
    private readonly db: Db,
    private readonly audit: AuditService,
    private readonly imports: SourceImportsRepository,
    private readonly writer: RosterWriter,
    private readonly newStudents: NewStudents,
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
    for (let rows = await this.ready(asked, importId, 0); ;) {
      if (run.signal.aborted) throw new Error('the worker closes');
      const last = rows.at(-1)?.line ?? 0;
      // while the database writes these, the next are sealed
      const [page, next] = await both(
        this.db.tx(asked, async (tx) =>
          this.page(tx, await this.rights.of(tx, asked, 'source.import'), importId, rows),
        ),
        this.ready(asked, importId, last),
      );
      if (page === null) return { importId };
      for (const { outcome } of page.outcomes) tally[outcome] += 1;
      const done = Object.values(tally).reduce((sum, n) => sum + n, 0);
      await run.progress(done, page.total, tally.failed);
      rows = next;
    }
  }

  /** The rows behind a line with everything that takes no look at the school, others served in between. */
  private async ready(asked: RequestContext, importId: string, after: number): Promise<ReadyRow[]> {
    const { waiting, registryFields } = await this.db.read(asked, async (tx) => {
      const { policy } = await this.policies.current(tx, tx.schoolId ?? 0);
      return {
        waiting: await this.imports.waiting(tx, importId, after, AT_ONCE),
        registryFields: policy.source.registry_fields,
      };
    });
    const ready: ReadyRow[] = [];
    for (const row of waiting) {
      if (ready.length % IN_ONE_GO === 0) await setImmediate();
      ready.push(this.newStudents.ready(row, registryFields));
    }
    return ready;
  }

  /** The import's row is locked: of two runs of one import, the second does what the first has left. */
  private async page(
    tx: Tx,
    ctx: RequestContext,
    importId: string,
    rows: readonly ReadyRow[],
  ): Promise<{ outcomes: readonly Outcome[]; total: number } | null> {
    const order = await this.imports.find(tx, importId, 'for update of i');
    if (order?.status !== 'running') return null;
    if (rows.length === 0 && !(await this.imports.anyWaiting(tx, importId))) {
      await this.finish(tx, ctx, order);
      return null;
    }
    // Plans of foreign keys that were made when the tables were small would read them whole for every row.
    await tx.exec('discard plans');
    const left = await this.imports.stillWaiting(
      tx,
      importId,
      rows.map(({ line }) => line),
    );
    const outcomes = await this.write(
      tx,
      ctx,
      order,
      rows.filter(({ line }) => left.has(line)),
    );
    await this.imports.note(tx, importId, outcomes);
    return { outcomes, total: (order.counts.total ?? 0) - (order.counts.errors ?? 0) };
  }

  private async write(tx: Tx, ctx: RequestContext, order: SourceImport, rows: readonly ReadyRow[]): Promise<Outcome[]> {
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

/** Neither is left behind when the other fails. */
async function both<A, B>(first: Promise<A>, second: Promise<B>): Promise<[A, B]> {
  const [one, other] = await Promise.allSettled([first, second]);
  if (one.status === 'rejected') throw one.reason;
  if (other.status === 'rejected') throw other.reason;
  return [one.value, other.value];
}
