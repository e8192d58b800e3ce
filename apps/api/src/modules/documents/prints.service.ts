import { Injectable } from '@nestjs/common';
import { LIMITS } from '@qiancheng/shared';
import { Clock } from '../../platform/clock/index.js';
import { type RequestContext, systemContext } from '../../platform/context/index.js';
import { Db, type Tx } from '../../platform/database/index.js';
import { AppError } from '../../platform/http/index.js';
import { JobsQuery, JobsService, type JobView } from '../../platform/jobs/index.js';
import { DocumentsRepository } from './documents.repository.js';
import type { PrintBody } from './http/prints.dto.js';
import { PrintBulkJob } from './jobs/print-bulk.job.js';
import { RenderAgreementJob } from './jobs/render-agreement.job.js';
import { PrintSources } from './print-source.js';

@Injectable()
export class PrintsService {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly jobs: JobsService,
    private readonly runs: JobsQuery,
    private readonly documents: DocumentsRepository,
    private readonly sources: PrintSources,
  ) {}

  /** T22: the process table decides, the print is written down, and a job makes the file or finds it. */
  async createPrint(ctx: RequestContext, body: PrintBody): Promise<JobView> {
    const { caseIds, variant } = body;
    if (caseIds.length > LIMITS.bulkPrint) throw new AppError('PRINT_TOO_MANY');
    const reasonCode = body.reasonCode ?? null;
    const reasonText = body.reasonText?.trim() || null;
    const { source } = this.sources;
    return this.db.tx(ctx, async (tx) => {
      const found = new Map((await source.facts(tx, ctx, caseIds)).map((facts) => [facts.id, facts]));
      const missing = caseIds.findIndex((id) => !found.has(id));
      if (missing >= 0) throw absent(missing, caseIds.length);
      const printedCopies = await this.documents.printedCopies(tx, caseIds, ctx.audience);
      await source.recordPrint(tx, ctx, caseIds, { reasonCode, reasonText, printedCopies });
      const jobRunId = await this.enqueue(tx, ctx, body);
      const at = this.clock.now();
      const rows = [...found.values()].map((facts) => ({
        caseId: facts.id,
        jobRunId,
        revision: facts.revision,
        variant,
        copies: facts.policy.print.copies,
        accountId: ctx.actor.accountId,
        byName: ctx.actor.displayName,
        reasonCode,
        reasonText,
        at,
      }));
      await this.documents.logPrints(tx, rows);
      return this.runs.getIn(tx, ctx, jobRunId);
    });
  }

  /** For the effect `render_pdf` and for the sweep: the file is made before somebody asks for it. */
  async enqueueRender(tx: Tx, ctx: Pick<RequestContext, 'schoolId' | 'requestId'>, caseId: string): Promise<void> {
    const system = systemContext(ctx.schoolId, ctx.requestId);
    await this.jobs.enqueue(
      tx,
      system,
      RenderAgreementJob,
      { caseId, variant: 'duplex' },
      { dedupeKey: `system:${caseId}` },
    );
  }

  private enqueue(tx: Tx, ctx: RequestContext, { caseIds, variant }: PrintBody): Promise<string> {
    const [caseId] = caseIds;
    return caseIds.length === 1 && caseId !== undefined
      ? this.jobs.enqueue(tx, ctx, RenderAgreementJob, { caseId, variant })
      : this.jobs.enqueue(tx, ctx, PrintBulkJob, { caseIds, variant });
  }
}

/** Of a single case, that it is not there; of many, which one. */
function absent(index: number, count: number): AppError {
  if (count === 1) return new AppError('NOT_FOUND');
  const message = `第 ${index + 1} 份没有找到，或者你无权查看。`;
  return new AppError('NOT_FOUND', {
    detail: message,
    errors: [{ field: `caseIds[${index}]`, code: 'NOT_FOUND', message }],
  });
}
