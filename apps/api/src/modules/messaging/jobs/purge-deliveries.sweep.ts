import { Clock } from '../../../platform/clock/index.js';
import { RegisterSweep, type Sweep } from '../../../platform/jobs/index.js';
import { DeliveriesRepository } from '../deliveries.repository.js';

const HOUR = 3_600_000;
const KEEP_MS = 30 * 24 * HOUR;
const BATCH = 5_000;

/** Invariant: 30 days after it was written, no message says any more what it said, or to what address. */
@RegisterSweep()
export class PurgeDeliveries implements Sweep {
  readonly name = 'messaging.purge-bodies';
  readonly everyMs = HOUR;

  constructor(
    private readonly deliveries: DeliveriesRepository,
    private readonly clock: Clock,
  ) {}

  sweep(): Promise<number> {
    return this.deliveries.systemClear(new Date(this.clock.now().getTime() - KEEP_MS), BATCH);
  }
}
