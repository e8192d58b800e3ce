import { Clock } from '../../../platform/clock/index.js';
import { Db } from '../../../platform/database/index.js';
import { RegisterSweep, type Sweep } from '../../../platform/jobs/index.js';

const HOUR = 3_600_000;
const BATCH = 1_000;

/** Invariant: what nobody has come back to for thirty days is not kept. */
@RegisterSweep()
export class OldDraftsSweep implements Sweep {
  readonly name = 'registration.old-drafts';
  readonly everyMs = HOUR;

  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
  ) {}

  sweep(): Promise<number> {
    return this.db.system((tx) =>
      tx.exec(
        'delete from registration_draft where id in (select id from registration_draft where expires_at < $1 order by expires_at limit $2)',
        [this.clock.now(), BATCH],
      ),
    );
  }
}
