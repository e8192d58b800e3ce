import { Clock } from '../../../platform/clock/index.js';
import { Db } from '../../../platform/database/index.js';
import { RegisterSweep, type Sweep } from '../../../platform/jobs/index.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Long enough to look into what somebody noticed late; the audit entries stay. */
const KEEP_SESSIONS_MS = 30 * DAY;
const KEEP_FAILURES_MS = DAY;
const KEEP_CODES_MS = DAY;
const BATCH = 5_000;

/** Invariant: no session is kept 30 days after its end, no counted failure or code after a day, no used proof of work once it would not be believed. */
@RegisterSweep()
export class OldSessionsSweep implements Sweep {
  readonly name = 'accounts.old-sessions';
  readonly everyMs = HOUR;

  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
  ) {}

  sweep(): Promise<number> {
    const now = this.clock.now().getTime();
    return this.db.system(async (tx) => {
      const sessions = await tx.exec(
        'delete from session where id in (select id from session where absolute_until < $1 order by absolute_until limit $2)',
        [new Date(now - KEEP_SESSIONS_MS), BATCH],
      );
      const failures = await tx.exec(
        `delete from login_failure where (login_key, school_code) in
           (select login_key, school_code from login_failure where last_at < $1 order by last_at limit $2)`,
        [new Date(now - KEEP_FAILURES_MS), BATCH],
      );
      const codes = await tx.exec(
        'delete from verification_code where id in (select id from verification_code where expires_at < $1 order by expires_at limit $2)',
        [new Date(now - KEEP_CODES_MS), BATCH],
      );
      const proofs = await tx.exec(
        'delete from spent_proof where proof_mac in (select proof_mac from spent_proof where expires_at < $1 order by expires_at limit $2)',
        [new Date(now), BATCH],
      );
      return sessions + failures + codes + proofs;
    });
  }
}
