import { Clock } from '../clock/index.js';
import { JobStore } from './job-store.js';
import { RegisterSweep, type Sweep } from './registration.js';

const DAY_MS = 24 * 3600_000;
const KEEP_DAYS = 60;

/** Finished runs are not kept for ever. */
@RegisterSweep()
export class PurgeJobRuns implements Sweep {
  readonly name = 'jobs.purge-finished';
  readonly everyMs = 6 * 3600_000;

  constructor(
    private readonly store: JobStore,
    private readonly clock: Clock,
  ) {}

  async sweep(): Promise<number> {
    return this.store.purge(new Date(this.clock.now().getTime() - KEEP_DAYS * DAY_MS));
  }
}
