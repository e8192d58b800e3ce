import { Logger } from '@nestjs/common';
import type { BoundQueue, BullBackend } from './bull-backend.js';
import { connectionErrors } from './connection-errors.js';
import { QUEUES, type QueueName } from './job.js';
import { QueuePort, type QueuedRun } from './queue-port.js';

/** The producing side, in every process that may enqueue. */
export class BullQueue extends QueuePort {
  private readonly queues = new Map<QueueName, BoundQueue>();

  constructor(private readonly backend: BullBackend) {
    super();
    const report = connectionErrors(new Logger('Queue'));
    for (const name of QUEUES) {
      const queue = backend.queue(name);
      queue.on('error', report);
      this.queues.set(name, queue);
    }
  }

  async push(runs: readonly QueuedRun[]): Promise<void> {
    for (const name of QUEUES) {
      const own = runs.filter((run) => run.queue === name);
      if (own.length === 0) continue;
      await this.queues.get(name)?.addBulk(
        own.map((run) => ({
          name: run.name,
          data: { runId: run.id },
          opts: {
            // The same attempt twice in the queue is one ticket; the id is free again once the ticket is used.
            jobId: `${run.id}-${run.attempt}`,
            attempts: 1,
            removeOnComplete: true,
            removeOnFail: true,
          },
        })),
      );
    }
  }

  ping(): Promise<void> {
    return this.backend.ping();
  }

  async close(): Promise<void> {
    await Promise.all([...this.queues.values()].map((queue) => queue.close()));
    await this.backend.close();
  }
}
