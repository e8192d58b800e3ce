import { Injectable } from '@nestjs/common';
import { Db } from '../database/index.js';
import type { QueuedRun } from './queue-port.js';

export interface Progress {
  done: number;
  total: number;
  failed: number;
}

/** A run that this process has claimed. `attempt` is also its fence: who was overtaken no longer matches the row. */
export interface ClaimedRun {
  id: string;
  name: string;
  queue: QueuedRun['queue'];
  payload: unknown;
  schoolId: number | null;
  context: Record<string, unknown>;
  attempt: number;
  maxAttempts: number;
  runAt: Date;
}

export interface Fence {
  id: string;
  attempt: number;
}

/** A handler that ended, however. */
export interface Outcome {
  status: 'done' | 'failed' | 'cancelled' | 'queued';
  now: Date;
  result?: unknown;
  error?: string;
  errorDetail?: string;
  /** For another attempt. */
  runAt?: Date;
  progress?: Progress;
}

/** No heartbeat for this long: the worker is gone, its run goes to another. */
export const STALE_AFTER_SECONDS = 45;
/** How long a pushed row may stay queued before the queue is told again. */
const PUSH_AGAIN_SECONDS = 30;
const RELAY_BATCH = 500;
/** Deaths of the worker that a run survives beyond its attempts: the last one looks as if the run itself were the killer. */
const EXTRA_STALLS = 3;

/**
 * Every statement on `job_run` that workers run. Whether something is due is asked of the business clock; whether a
 * worker is alive, of the database's clock, which all workers share.
 */
@Injectable()
export class JobStore {
  constructor(private readonly db: Db) {}

  /** One winner: a second delivery of the same run finds it claimed and gets nothing. */
  claim(id: string, now: Date): Promise<ClaimedRun | undefined> {
    return this.db.system((tx) =>
      tx.maybeOne<ClaimedRun & Record<string, unknown>>(
        `update job_run
            set status = 'running', attempts = attempts + 1, heartbeat_at = clock_timestamp(), started_at = coalesce(started_at, $2)
          where id = $1 and status = 'queued' and run_at <= $2
          returning id, name, queue, payload, school_id as "schoolId", context, attempts as attempt,
                    max_attempts as "maxAttempts", run_at as "runAt"`,
        [id, now],
      ),
    );
  }

  /** Answers those that are still ours, with their cancel flags; whoever is missing was overtaken. */
  async heartbeat(fences: readonly Fence[]): Promise<Map<string, { cancel: boolean }>> {
    const rows = await this.db.system((tx) =>
      tx.query<{ id: string; cancel: boolean }>(
        `update job_run r set heartbeat_at = clock_timestamp()
           from unnest($1::uuid[], $2::int[]) as mine (id, attempt)
          where r.id = mine.id and r.attempts = mine.attempt and r.status = 'running'
          returning r.id, r.cancel`,
        [fences.map((fence) => fence.id), fences.map((fence) => fence.attempt)],
      ),
    );
    return new Map(rows.map((row) => [row.id, { cancel: row.cancel }]));
  }

  /** Writes progress and answers as a heartbeat does. */
  async progress(fence: Fence, progress: Progress): Promise<{ ours: boolean; cancel: boolean }> {
    const row = await this.db.system((tx) =>
      tx.maybeOne<{ cancel: boolean }>(
        `update job_run set progress = $3, heartbeat_at = clock_timestamp()
          where id = $1 and attempts = $2 and status = 'running' returning cancel`,
        [fence.id, fence.attempt, JSON.stringify(progress)],
      ),
    );
    return { ours: row !== undefined, cancel: row?.cancel ?? false };
  }

  /** Ends the attempt; false when the run was overtaken meanwhile, and then nothing is written. */
  async finish(fence: Fence, outcome: Outcome): Promise<boolean> {
    const again = outcome.status === 'queued';
    const rows = await this.db.system((tx) =>
      tx.exec(
        `update job_run
            set status = $3, result = coalesce($4, result), error = $5, error_detail = $6,
                run_at = coalesce($7, run_at), progress = coalesce($8, progress),
                finished_at = $9, heartbeat_at = null, pushed_at = null
          where id = $1 and attempts = $2 and status = 'running'`,
        [
          fence.id,
          fence.attempt,
          outcome.status,
          outcome.result === undefined ? null : JSON.stringify(outcome.result),
          outcome.error ?? null,
          outcome.errorDetail ?? null,
          outcome.runAt ?? null,
          outcome.progress ? JSON.stringify(outcome.progress) : null,
          again ? null : outcome.now,
        ],
      ),
    );
    return rows === 1;
  }

  /** Rows that are due and that no queue was told of, or too long ago. Several relays share them out. */
  takeUnpushed(now: Date): Promise<QueuedRun[]> {
    return this.db.system((tx) =>
      tx.query<QueuedRun & Record<string, unknown>>(
        `update job_run set pushed_at = clock_timestamp()
          where id in (
            select id from job_run
             where status = 'queued' and run_at <= $1
               and (pushed_at is null or pushed_at < clock_timestamp() - make_interval(secs => $2))
             order by run_at limit $3 for update skip locked)
          returning id, name, queue, attempts as attempt`,
        [now, PUSH_AGAIN_SECONDS, RELAY_BATCH],
      ),
    );
  }

  async forgetPush(ids: readonly string[]): Promise<void> {
    await this.db.system((tx) =>
      tx.exec(`update job_run set pushed_at = null where id = any($1::uuid[]) and status = 'queued'`, [ids]),
    );
  }

  /** Runs whose worker is gone wait again; those that keep losing their worker end as failed. */
  async requeueStalled(now: Date, sentence: string): Promise<number> {
    return this.db.system((tx) =>
      tx.exec(
        `update job_run
            set status = case when attempts >= max_attempts + $2 then 'failed' when cancel then 'cancelled' else 'queued' end,
                error = case when attempts >= max_attempts + $2 then $3 end,
                error_detail = 'no heartbeat: the worker ended before the run did',
                finished_at = case when attempts >= max_attempts + $2 or cancel then $4::timestamptz end,
                heartbeat_at = null, pushed_at = null
          where status = 'running' and heartbeat_at < clock_timestamp() - make_interval(secs => $1)`,
        [STALE_AFTER_SECONDS, EXTRA_STALLS, sentence, now],
      ),
    );
  }

  /** Gives back what this worker still holds when it must close. */
  async release(fences: readonly Fence[]): Promise<void> {
    await this.db.system((tx) =>
      tx.exec(
        `update job_run r set status = 'queued', heartbeat_at = null, pushed_at = null
           from unnest($1::uuid[], $2::int[]) as mine (id, attempt)
          where r.id = mine.id and r.attempts = mine.attempt and r.status = 'running'`,
        [fences.map((fence) => fence.id), fences.map((fence) => fence.attempt)],
      ),
    );
  }

  async dueIds(now: Date, schoolId: number | undefined): Promise<string[]> {
    const rows = await this.db.system((tx) =>
      tx.query<{ id: string }>(
        `select id from job_run where status = 'queued' and run_at <= $1 and ($2::int is null or school_id = $2)
          order by run_at, created_at, id limit 200`,
        [now, schoolId ?? null],
      ),
    );
    return rows.map((row) => row.id);
  }

  async explain(id: string): Promise<string> {
    const row = await this.db.system((tx) =>
      tx.maybeOne<{ text: string | null }>(
        `select name || ': ' || coalesce(error_detail, error) as text from job_run where id = $1`,
        [id],
      ),
    );
    return row?.text ?? 'unknown';
  }

  /** Finished runs are history for a while; failed ones stay until somebody has dealt with them. */
  async purge(before: Date): Promise<number> {
    return this.db.system((tx) =>
      tx.exec(
        `delete from job_run where id in (
           select id from job_run where status in ('done', 'cancelled') and finished_at < $1 limit 5000)`,
        [before],
      ),
    );
  }

  async depths(): Promise<Map<string, number>> {
    const rows = await this.db.system((tx) =>
      tx.query<{ label: string; count: number }>(
        `select queue || ':' || status as label, count(*)::int as count from job_run
          where status in ('queued', 'running', 'failed') group by queue, status`,
      ),
    );
    return new Map(rows.map((row) => [row.label, row.count]));
  }
}
