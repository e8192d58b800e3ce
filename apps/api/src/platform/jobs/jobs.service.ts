import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../clock/index.js';
import type { RequestContext } from '../context/index.js';
import type { Prepared, Tx } from '../database/index.js';
import { storedContext } from './job-context.js';
import type { JobDefinition } from './job.js';
import { type QueuedRun, QueuePort } from './queue-port.js';

export interface EnqueueOptions {
  /** Not before this moment (timers). The row waits in the table, so a moved clock or an emptied queue loses nothing. */
  runAt?: Date;
  /** Overrides the definition's `dedupe`. */
  dedupeKey?: string;
}

const INSERT: Prepared = {
  name: 'jobs_enqueue',
  text: `
  insert into job_run (name, queue, payload, school_id, actor_id, audience, context, status, max_attempts, dedupe_key, run_at, created_at)
  values ($1, $2, $3, $4, $5, $6, $7, 'queued', $8, $9, $10, $11)
  on conflict (name, dedupe_key) where dedupe_key is not null and status in ('queued', 'running') do nothing
  returning id`,
};
const UNFINISHED = `select id from job_run where name = $1 and dedupe_key = $2 and status in ('queued', 'running')`;

@Injectable()
export class JobsService {
  private readonly log = new Logger('Jobs');
  private readonly committed: QueuedRun[] = [];

  constructor(
    private readonly clock: Clock,
    private readonly queues: QueuePort,
  ) {}

  /**
   * Writes the run in the caller's transaction and, after its commit, tells the queue. If the process dies in between,
   * the relay tells the queue. Answers the id of the run, an unfinished one with the same key included.
   */
  async enqueue<P>(
    tx: Tx,
    ctx: RequestContext,
    job: JobDefinition<P>,
    payload: P,
    options: EnqueueOptions = {},
  ): Promise<string> {
    const now = this.clock.now();
    const runAt = options.runAt ?? now;
    const dedupeKey = options.dedupeKey ?? job.dedupe?.(payload) ?? null;
    const values = [
      job.name,
      job.queue,
      JSON.stringify(payload ?? {}),
      ctx.schoolId,
      ctx.actor.accountId,
      ctx.audience,
      JSON.stringify(storedContext(ctx)),
      job.attempts,
      dedupeKey,
      runAt,
      now,
    ];
    // The run that stood in the way may finish between the two statements; then the next insert finds the key free.
    for (let round = 0; round < 5; round += 1) {
      const inserted = await tx.maybeOne<{ id: string }>(INSERT, values);
      if (inserted) {
        // What is due later is the relay's.
        if (runAt <= now) this.pushAfterCommit(tx, { id: inserted.id, name: job.name, queue: job.queue, attempt: 0 });
        return inserted.id;
      }
      const standing = await tx.maybeOne<{ id: string }>(UNFINISHED, [job.name, dedupeKey]);
      if (standing) return standing.id;
    }
    throw new Error(`job ${job.name}: the key ${dedupeKey ?? ''} was taken and freed five times in a row`);
  }

  /** Cancels what waits under a key; a run that has begun is asked to stop. Answers whether there was one. */
  async cancelByKey<P>(tx: Tx, job: JobDefinition<P>, dedupeKey: string): Promise<boolean> {
    const rows = await tx.exec(
      `update job_run
          set cancel = true,
              status = case when status = 'queued' then 'cancelled' else status end,
              finished_at = case when status = 'queued' then $3 else finished_at end
        where name = $1 and dedupe_key = $2 and status in ('queued', 'running')`,
      [job.name, dedupeKey, this.clock.now()],
    );
    return rows > 0;
  }

  /**
   * Gives a failed or cancelled run its attempts again; false when it is neither. Attempts go on counting, for their
   * number is the fence against a worker that was thought dead. The caller has checked the right, and audits.
   */
  async retry(tx: Tx, id: string): Promise<boolean> {
    const rows = await tx.exec(
      `update job_run
          set status = 'queued', run_at = $2, max_attempts = attempts + greatest(1, least(max_attempts, 5)), cancel = false,
              error = null, error_detail = null, finished_at = null, pushed_at = null, heartbeat_at = null
        where id = $1 and status in ('failed', 'cancelled')`,
      [id, this.clock.now()],
    );
    return rows === 1;
  }

  /**
   * Not waited for: the caller's answer does not depend on the queue, and the connection is free sooner. What is
   * committed in the same moment goes to the queue in one call.
   */
  private pushAfterCommit(tx: Tx, run: QueuedRun): void {
    tx.afterCommit(() => {
      if (this.committed.push(run) === 1) setImmediate(() => void this.pushCommitted());
    });
  }

  private async pushCommitted(): Promise<void> {
    const runs = this.committed.splice(0);
    try {
      await this.queues.push(runs);
    } catch (error) {
      // The rows are there: the relay pushes them in a few seconds.
      this.log.warn({ runs: runs.length, err: error }, 'queue not reached after commit');
    }
  }
}
