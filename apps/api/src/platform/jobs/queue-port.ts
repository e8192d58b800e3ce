import type { QueueName } from './job.js';

export interface QueuedRun {
  id: string;
  name: string;
  queue: QueueName;
  /** Attempts already made: part of the queue's own job id, so that a retry is not taken for a duplicate. */
  attempt: number;
}

/** Tells workers that a run is due. The queue carries ids only; the truth is `job_run`. */
export abstract class QueuePort {
  abstract push(runs: readonly QueuedRun[]): Promise<void>;
  /** Answers when the queue can be reached, throws otherwise. */
  abstract ping(): Promise<void>;
  abstract close(): Promise<void>;
}

/** For tests that drain jobs inline, and for commands that only write rows: the relay of a running worker finds them. */
export class NoQueue extends QueuePort {
  async push(): Promise<void> {}
  async ping(): Promise<void> {}
  async close(): Promise<void> {}
}
