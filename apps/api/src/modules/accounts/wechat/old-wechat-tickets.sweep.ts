import { Clock } from '../../../platform/clock/index.js';
import { Db } from '../../../platform/database/index.js';
import { RegisterSweep, type Sweep } from '../../../platform/jobs/index.js';

const HOUR = 3_600_000;
const KEEP_MS = 24 * HOUR;
const BATCH = 5_000;

/** Invariant: no code on a screen, and nobody's WeChat with it, is kept a day after it ran out. */
@RegisterSweep()
export class OldWechatTicketsSweep implements Sweep {
  readonly name = 'accounts.old-wechat-tickets';
  readonly everyMs = HOUR;

  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
  ) {}

  sweep(): Promise<number> {
    return this.db.system((tx) =>
      tx.exec(
        'delete from wechat_ticket where id in (select id from wechat_ticket where expires_at < $1 order by expires_at limit $2)',
        [new Date(this.clock.now().getTime() - KEEP_MS), BATCH],
      ),
    );
  }
}
