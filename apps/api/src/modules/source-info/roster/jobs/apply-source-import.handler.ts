import { AuditService } from '../../../../platform/audit/index.js';
import type { RequestContext } from '../../../../platform/context/index.js';
import { Db, type Tx } from '../../../../platform/database/index.js';
import { type JobHandler, type JobRunHandle, RegisterJobHandler } from '../../../../platform/jobs/index.js';
import { CurrentRights } from '../../../people/index.js';
import { SchoolPolicies } from '../../../schools/index.js';
import { StudentChecks } from '../../checks/student-checks.js';
import { RosterWriter } from '../roster-writer.js';
import {
  type KeptRow,
  type Outcome,
  type SourceImport,
  SourceImportsRepository,
} from '../source-imports.repository.js';
import { ApplySourceImport, type SourceImportPayload } from './source-import.job.js';

/** Pages that are written at once: while the database writes some, another is opened and sealed. */
const LANES = 3;

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
    const { order, pages, tally } = await this.db.read(asked, async (tx) => ({
      order: await this.imports.find(tx, importId),
      pages: await this.imports.waiting(tx, importId),
      tally: await this.imports.outcomes(tx, importId),
    }));
    if (!order) return { importId };
    const total = (order.counts.total ?? 0) - (order.counts.errors ?? 0);
    const lane = async (): Promise<void> => {
      for (let firstLine = pages.shift(); firstLine !== undefined; firstLine = pages.shift()) {
        if (run.signal.aborted) throw new Error('the worker closes');
        for (const { outcome } of await this.page(asked, order, firstLine)) tally[outcome] += 1;
        const done = Object.values(tally).reduce((sum, n) => sum + n, 0);
        await run.progress(done, total, tally.failed);
      }
    };
    await allEnded(Array.from({ length: LANES }, () => lane().catch(stopping(pages))));
    await this.finish(asked, importId);
    return { importId };
  }

  /** A page is one transaction: what a cut-off run has to do again, and how long others wait for a student. */
  private page(asked: RequestContext, order: SourceImport, firstLine: number): Promise<readonly Outcome[]> {
    return this.db.tx(asked, async (tx) => {
      const ctx = await this.rights.of(tx, asked, 'source.import');
      const page = await this.imports.page(tx, order.id, firstLine);
      if (!page) return [];
      // Plans of foreign keys that were made when the tables were small would read them whole for every row.
      await tx.exec('discard plans');
      const wrong = new Set(page.lines.filter(({ verdict }) => verdict === 'error').map(({ line }) => line));
      const good = page.rows.filter(({ line }) => !wrong.has(line));
      const outcomes = await this.write(tx, ctx, order, good);
      await this.imports.note(tx, order.id, page, outcomes);
      return outcomes;
    });
  }

  private async write(tx: Tx, ctx: RequestContext, order: SourceImport, rows: readonly KeptRow[]): Promise<Outcome[]> {
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
      registryFields: policy.source.registry_fields,
    });
  }

  /** The import's row is locked: of two runs of one import that end together, one finishes it. */
  private finish(asked: RequestContext, importId: string): Promise<void> {
    return this.db.tx(asked, async (tx) => {
      const order = await this.imports.find(tx, importId, 'for update of i');
      if (order?.status !== 'running' || (await this.imports.waiting(tx, importId)).length > 0) return;
      const ctx = await this.rights.of(tx, asked, 'source.import');
      const outcomes = await this.imports.outcomes(tx, importId);
      await this.checks.saveSets(tx, order.cohort);
      await this.imports.finish(tx, importId, outcomes);
      await this.audit.append(tx, ctx, {
        schoolId: tx.schoolId,
        aggregateType: 'source_import',
        aggregateId: importId,
        action: 'source.import_done',
        after: { ...outcomes },
      });
    });
  }
}

/** Where one lane fails, the others end with the page that they are at. */
function stopping(pages: number[]): (error: unknown) => never {
  return (error) => {
    pages.length = 0;
    throw error;
  };
}

/** None is left behind when another fails. */
async function allEnded(lanes: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(lanes)).find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
}
