import type { RequestContext } from '../../../platform/context/index.js';
import { Db } from '../../../platform/database/index.js';
import { type JobHandler, type JobRunHandle, RegisterJobHandler } from '../../../platform/jobs/index.js';
import { DocumentsRepository } from '../documents.repository.js';
import { Press } from '../press.js';
import { RenderAgreementJob, type RenderAgreementPayload } from './render-agreement.job.js';

@RegisterJobHandler()
export class RenderAgreementHandler implements JobHandler<RenderAgreementPayload> {
  readonly job = RenderAgreementJob;

  constructor(
    private readonly db: Db,
    private readonly press: Press,
    private readonly documents: DocumentsRepository,
  ) {}

  /** A run that was done before finds its file and answers it again. */
  async handle(
    ctx: RequestContext,
    { caseId, variant }: RenderAgreementPayload,
    run: JobRunHandle,
  ): Promise<{ documentId: string }> {
    const { id } = await this.press.single(ctx, caseId, variant);
    await this.db.tx(ctx, (tx) => this.documents.nameFile(tx, run.id, id));
    await run.progress(1, 1);
    return { documentId: id };
  }
}
