import { RegisterSweep, type Sweep } from '../jobs/index.js';
import { IdempotencyStore } from './idempotency-store.js';

/** Answers are kept for a day; no client tries again later than that. */
@RegisterSweep()
export class PurgeIdempotency implements Sweep {
  readonly name = 'idempotency.purge';
  readonly everyMs = 3600_000;

  constructor(private readonly store: IdempotencyStore) {}

  sweep(): Promise<number> {
    return this.store.purge();
  }
}
