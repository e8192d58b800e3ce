import type { RequestContext } from '../../../platform/context/index.js';
import { Db } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import { type JobHandler, type JobRunHandle, RegisterJobHandler } from '../../../platform/jobs/index.js';
import { BulkPress } from '../bulk-press.js';
import { DocumentsRepository } from '../documents.repository.js';
import { bulkKey, printKey } from '../print-key.js';
import type { PrintFacts } from '../print-source.js';
import { Press } from '../press.js';
import { TEMPLATE_VERSION } from '../template/document.js';
import type { Variant } from '../template/sheet.js';
import { PrintBulkJob, type PrintBulkPayload } from './print-bulk.job.js';

@RegisterJobHandler()
export class PrintBulkHandler implements JobHandler<PrintBulkPayload> {
  readonly job = PrintBulkJob;

  constructor(
    private readonly db: Db,
    private readonly press: Press,
    private readonly bulk: BulkPress,
    private readonly documents: DocumentsRepository,
  ) {}

  /** The same selection in the same state is the same file; a run that was done before finds it. */
  async handle(
    ctx: RequestContext,
    payload: PrintBulkPayload,
    run: JobRunHandle,
  ): Promise<{ documentId: string } | undefined> {
    const { caseIds, variant } = payload;
    const facts = await this.press.facts(ctx, caseIds);
    const failed = caseIds.length - facts.length;
    if (facts.length === 0) throw new AppError('NOT_FOUND');
    await run.progress(0, caseIds.length, failed);
    const key = this.key(facts, variant);
    const known = await this.db.read(ctx, (tx) => this.documents.find(tx, 'bulk', key, TEMPLATE_VERSION));
    const id = known?.id ?? (await this.make(ctx, facts, variant, run, failed));
    // A person stopped it: nothing is kept of half a selection.
    if (id === null) return undefined;
    await this.db.tx(ctx, (tx) => this.documents.nameFile(tx, run.id, id));
    await run.progress(facts.length, caseIds.length, failed);
    return { documentId: id };
  }

  private key(facts: readonly PrintFacts[], variant: Variant): string {
    const keys = facts.map((each) => printKey(each, variant));
    return bulkKey(keys, variant);
  }

  private async make(
    ctx: RequestContext,
    facts: readonly PrintFacts[],
    variant: Variant,
    run: JobRunHandle,
    failed: number,
  ): Promise<string | null> {
    const total = facts.length + failed;
    const made = await this.bulk.print(ctx, facts, variant, {
      stop: async () => run.signal.aborted || (await run.cancelled()),
      done: (count) => run.progress(count, total, failed),
    });
    if (!made) return null;
    const doc = {
      kind: 'bulk',
      caseId: null,
      revision: null,
      layout: null,
      variant,
      key: bulkKey(made.keys, variant),
      pages: made.pages,
      fileName: this.press.bulkName(facts.length, variant),
    } as const;
    const caseIds = facts.map((each) => each.id);
    return (await this.press.keep(ctx, made.bytes, doc, caseIds)).id;
  }
}
