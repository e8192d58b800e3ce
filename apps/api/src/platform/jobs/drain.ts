import type { INestApplicationContext } from '@nestjs/common';
import { Clock } from '../clock/index.js';
import { JobRunner, type RunOutcome } from './job-runner.js';
import { JobStore } from './job-store.js';
import { Sweeper } from './sweeper.js';

export interface DrainOptions {
  /** Only runs of this school, where tests share a database. */
  schoolId?: number;
  /** Failures are what the test is about. Otherwise one throws, for a test that does not look would pass. */
  allowFailures?: boolean;
  /** Guards against jobs that enqueue each other for ever. */
  limit?: number;
}

export interface DrainedRun {
  id: string;
  outcome: RunOutcome;
}

/**
 * Runs whatever is due by the application's clock, in order, in this process, jobs that those enqueue included. For
 * applications with `JobsModule.register('inline')`.
 */
export async function drainJobs(app: INestApplicationContext, options: DrainOptions = {}): Promise<DrainedRun[]> {
  const runner = app.get(JobRunner, { strict: false });
  const store = app.get(JobStore, { strict: false });
  const clock = app.get(Clock, { strict: false });
  const drained: DrainedRun[] = [];
  for (;;) {
    const ids = await store.dueIds(clock.now(), options.schoolId);
    if (ids.length === 0) return drained;
    for (const id of ids) {
      const outcome = await runner.execute(id);
      drained.push({ id, outcome });
      if (!options.allowFailures && (outcome === 'failed' || outcome === 'retry')) {
        throw new Error(`job run ${id} ended as ${outcome}: ${await store.explain(id)}`);
      }
      if (drained.length > (options.limit ?? 5000)) throw new Error('drainJobs: no end of jobs');
    }
  }
}

/** Runs one sweep at once. Answers how many it repaired. */
export function runSweep(app: INestApplicationContext, name: string): Promise<number> {
  return app.get(Sweeper, { strict: false }).runNow(name);
}
