import { Clock } from '../clock/index.js';
import { Db } from '../database/index.js';
import { RegisterSweep, type Sweep } from '../jobs/index.js';

const HOUR_MS = 3_600_000;
/** Nobody repeats a request after two days. */
const KEPT_MS = 48 * HOUR_MS;

/** Invariant: answers are kept for two days, not for good; they hold personal data. */
@RegisterSweep()
export class OldIdempotencyRecords implements Sweep {
  readonly name = 'idempotency.old-records';
  readonly everyMs = HOUR_MS;

  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
  ) {}

  sweep(): Promise<number> {
    const before = new Date(this.clock.now().getTime() - KEPT_MS);
    return this.db.system((tx) => tx.exec('delete from idempotency_record where claimed_at < $1', [before]));
  }
}
