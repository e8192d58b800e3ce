import type { RequestContext } from '../context/index.js';

export const QUEUES = ['default', 'bulk', 'pdf', 'notify'] as const;
export type QueueName = (typeof QUEUES)[number];

export interface JobSpec<P> {
  /** `agreements.expire-invitation`: the folder, then the verb. Stored, so never renamed while rows of it may wait. */
  name: string;
  /** By the resource that the work needs, not by its topic. */
  queue: QueueName;
  /** How often a run is tried before a person has to look at it. */
  attempts: number;
  /** First pause before another attempt; doubles each time, up to ten minutes. */
  backoffMs?: number;
  /** While a run with the same key is unfinished, another enqueue answers that run instead of adding one. */
  dedupe?: (payload: P) => string;
}

export interface JobDefinition<P> extends Required<Omit<JobSpec<P>, 'dedupe'>> {
  readonly dedupe: ((payload: P) => string) | undefined;
}

/** What a handler is given besides its payload. */
export interface JobRunHandle {
  readonly id: string;
  /** 1 for the first try. */
  readonly attempt: number;
  /** When the run was due: timers compare it with the row's deadline, for the deadline may have moved since. */
  readonly runAt: Date;
  /** Aborted when the run was taken over, cancelled or the worker closes. */
  readonly signal: AbortSignal;
  progress(done: number, total: number, failed?: number): Promise<void>;
  /** True once a person asked to stop; a handler that then returns ends as cancelled. */
  cancelled(): Promise<boolean>;
}

/**
 * Handlers run at least once: a worker that dies after its work and before its note has the run given to another.
 * So a handler looks at the domain's state first, and does what is still missing.
 */
export interface JobHandler<P, R = unknown> {
  readonly job: JobDefinition<P>;
  handle(ctx: RequestContext, payload: P, run: JobRunHandle): Promise<R>;
}

const definitions = new Map<string, JobDefinition<never>>();
const NAME = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/;

/** Names a job. Light and importable from anywhere; the handler lives in the worker only. */
export function defineJob<P>(spec: JobSpec<P>): JobDefinition<P> {
  if (!NAME.test(spec.name)) throw new Error(`Job name ${JSON.stringify(spec.name)} is not of the form module.verb`);
  if (definitions.has(spec.name)) throw new Error(`Job ${spec.name} is defined twice`);
  if (!Number.isInteger(spec.attempts) || spec.attempts < 1) throw new Error(`Job ${spec.name}: attempts must be ≥ 1`);
  const job: JobDefinition<P> = Object.freeze({ ...spec, backoffMs: spec.backoffMs ?? 2000, dedupe: spec.dedupe });
  definitions.set(spec.name, job as unknown as JobDefinition<never>);
  return job;
}

export function definedJobs(): ReadonlyMap<string, JobDefinition<never>> {
  return definitions;
}

const LONGEST_BACKOFF_MS = 10 * 60_000;

export function backoffFor(job: Pick<JobDefinition<never>, 'backoffMs'>, attempt: number): number {
  return Math.min(job.backoffMs * 2 ** Math.max(0, attempt - 1), LONGEST_BACKOFF_MS);
}
