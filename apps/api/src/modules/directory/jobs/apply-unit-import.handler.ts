import { AuditService } from '../../../platform/audit/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db } from '../../../platform/database/index.js';
import { type JobHandler, type JobRunHandle, RegisterJobHandler } from '../../../platform/jobs/index.js';
import { ImportsRepository } from '../library/imports.repository.js';
import { LibraryWriter } from '../library/library-writer.js';
import { ApplyUnitImport, type UnitImportPayload } from './unit-import.job.js';

const AT_ONCE = 500;

@RegisterJobHandler()
export class ApplyUnitImportHandler implements JobHandler<UnitImportPayload> {
  readonly job = ApplyUnitImport;

  constructor(
    private readonly db: Db,
    private readonly imports: ImportsRepository,
    private readonly writer: LibraryWriter,
    private readonly audit: AuditService,
  ) {}

  async handle(ctx: RequestContext, { importId }: UnitImportPayload, run: JobRunHandle): Promise<{ importId: string }> {
    const record = await this.db.read(ctx, (tx) => this.imports.get(tx, ctx, importId));
    if (record.status !== 'applying') return { importId };
    const total = record.counts.valid ?? 0;
    for (;;) {
      const done = await this.page(ctx, importId);
      if (done === null) break;
      await run.progress(done.linked + done.created + done.skipped, total, done.skipped);
    }
    return { importId };
  }

  /** @returns what has come of the rows so far, null when none was left */
  private page(
    ctx: RequestContext,
    importId: string,
  ): Promise<{ linked: number; created: number; skipped: number } | null> {
    return this.db.tx(ctx, async (tx) => {
      const { status } = await this.imports.get(tx, ctx, importId, 'for update');
      if (status !== 'applying') return null;
      const rows = await this.imports.waiting(tx, ctx, importId, AT_ONCE);
      if (rows.length > 0) {
        await this.imports.finish(tx, ctx, importId, await this.writer.apply(tx, ctx, importId, rows));
        return this.imports.results(tx, ctx, importId);
      }
      const counts = await this.imports.results(tx, ctx, importId);
      await this.imports.move(tx, ctx, importId, { status: 'done', counts });
      await this.audit.append(tx, ctx, {
        schoolId: ctx.schoolId,
        aggregateType: 'unit_import',
        aggregateId: importId,
        action: 'directory.import',
        after: counts,
      });
      return null;
    });
  }
}
