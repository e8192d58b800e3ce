import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable, Logger } from '@nestjs/common';
import { ERROR_CODES } from '@qiancheng/shared';
import { Clock } from '../clock/index.js';
import { AppError } from '../http/index.js';
import { Metrics, redactText, withLogContext } from '../observability/index.js';
import { HandlerRegistry } from './handler-registry.js';
import { restoredContext } from './job-context.js';
import { backoffFor, definedJobs, type JobDefinition } from './job.js';
import { type ClaimedRun, JobStore, type Outcome } from './job-store.js';
import { RunControl } from './run-control.js';

export type RunOutcome = 'skipped' | 'done' | 'retry' | 'failed' | 'cancelled' | 'overtaken';

const FINISH_RETRIES_MS = [200, 1000, 3000, 10_000];

/** Claims one run, gives it to its handler, writes down how it ended. Knows nothing of queues. */
@Injectable()
export class JobRunner {
  private readonly log = new Logger('JobRunner');
  private readonly active = new Map<string, RunControl>();
  /** Progress is written outside whatever transaction the handler is in, or nobody would see it. */
  private readonly outside = AsyncLocalStorage.snapshot();

  constructor(
    private readonly store: JobStore,
    private readonly registry: HandlerRegistry,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
  ) {}

  async execute(id: string): Promise<RunOutcome> {
    const run = await this.store.claim(id, this.clock.now());
    if (!run) return 'skipped';
    const ctx = restoredContext(run.schoolId, run.context);
    return withLogContext({ requestId: ctx.requestId, jobRunId: run.id, job: run.name }, async () => {
      const stop = this.metrics.jobSeconds.startTimer({ job: run.name });
      const outcome = await this.handle(run, ctx);
      stop({ outcome });
      return outcome;
    });
  }

  /** Called every few seconds while runs are active: says that they live, learns which were cancelled or overtaken. */
  async heartbeat(): Promise<void> {
    const controls = [...this.active.values()];
    if (controls.length === 0) return;
    const ours = await this.store.heartbeat(controls.map((control) => control.fence));
    for (const control of controls) control.heard(ours.get(control.fence.id));
  }

  /** For closing: the handlers are told to stop, their runs wait for another worker. */
  async abandon(): Promise<number> {
    const controls = [...this.active.values()];
    for (const control of controls) control.abort('worker closes');
    if (controls.length > 0) await this.store.release(controls.map((control) => control.fence));
    return controls.length;
  }

  private async handle(run: ClaimedRun, ctx: ReturnType<typeof restoredContext>): Promise<RunOutcome> {
    const control = new RunControl(run, (progress) => this.outside(() => this.store.progress(run, progress)));
    this.active.set(run.id, control);
    try {
      const outcome = await this.attempt(run, ctx, control);
      const written = await this.finish(run, { ...outcome, progress: control.latest });
      if (!written) return 'overtaken';
      return outcome.status === 'queued' ? 'retry' : outcome.status;
    } finally {
      this.active.delete(run.id);
    }
  }

  private async attempt(
    run: ClaimedRun,
    ctx: ReturnType<typeof restoredContext>,
    control: RunControl,
  ): Promise<Outcome> {
    const handler = this.registry.handlerOf(run.name);
    const job = definedJobs().get(run.name);
    if (!handler || !job) return this.failed(new Error(`no handler for job ${run.name}`), run);
    try {
      const result = await handler.handle(ctx, run.payload as never, control.handle);
      if (control.stoppedByPerson) return { status: 'cancelled', now: this.clock.now(), result };
      return { status: 'done', now: this.clock.now(), result: result ?? undefined };
    } catch (error) {
      if (control.stoppedByPerson) return { status: 'cancelled', now: this.clock.now() };
      return isFinal(error) || run.attempt >= run.maxAttempts ? this.failed(error, run) : this.again(error, run, job);
    }
  }

  private failed(error: unknown, run: ClaimedRun): Outcome {
    this.log.error({ err: error, attempt: run.attempt }, 'job failed');
    return { status: 'failed', now: this.clock.now(), error: sentenceFor(error, run.id), errorDetail: detailOf(error) };
  }

  private again(error: unknown, run: ClaimedRun, job: JobDefinition<never>): Outcome {
    const now = this.clock.now();
    this.log.warn({ err: error, attempt: run.attempt }, 'job attempt failed, will be tried again');
    return {
      status: 'queued',
      now,
      runAt: new Date(now.getTime() + backoffFor(job, run.attempt)),
      errorDetail: detailOf(error),
    };
  }

  /** The database may be restarting just now; the work is done, so its note is worth some patience. */
  private async finish(run: ClaimedRun, outcome: Outcome): Promise<boolean> {
    for (const pause of FINISH_RETRIES_MS) {
      try {
        return await this.store.finish(run, outcome);
      } catch (error) {
        this.log.warn({ err: error }, 'end of job not written yet');
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
    return this.store.finish(run, outcome);
  }
}

/** What the domain refuses, it refuses again: another attempt is of no use. */
function isFinal(error: unknown): boolean {
  return error instanceof AppError && error.status < 500;
}

function sentenceFor(error: unknown, id: string): string {
  if (error instanceof AppError) return error.detail;
  return `${ERROR_CODES.INTERNAL.text}（编号 ${id}）`;
}

function detailOf(error: unknown): string {
  return redactText(error instanceof Error ? (error.stack ?? error.message) : String(error)).slice(0, 4000);
}
