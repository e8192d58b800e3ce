import type { NoticeEvent, TimerName } from '@qiancheng/shared';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { systemContext } from '../../../platform/context/index.js';
import { Db } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import { type JobHandler, RegisterJobHandler } from '../../../platform/jobs/index.js';
import { AgreementRepository } from '../agreement.repository.js';
import type { CaseRow } from '../case-row.js';
import { Reminders } from '../commands/reminders.js';
import { expire, reconfirmTimeout, signTimeout, type TimerInput } from '../commands/timers.js';
import { Transitions } from '../commands/transition.js';
import type { Verb } from '../commands/verb.js';
import { TimerJob, type TimerPayload } from './timer.job.js';

type Ring = { verb: Verb<TimerInput> } | { remind: NoticeEvent };

/** What each clock does when it rings. */
const RINGS: Record<TimerName, Ring> = {
  invite_expiry: { verb: expire },
  emp_pending: { verb: expire },
  reconfirm: { verb: reconfirmTimeout },
  sign_deadline: { verb: signTimeout },
  invite_reminder: { remind: 'invite_due' },
  reconfirm_reminder: { remind: 'reconfirm_due' },
  sign_reminder: { remind: 'sign_due' },
};

const STATE_OF: Record<TimerName, CaseRow['state']> = {
  invite_expiry: 'INVITED',
  invite_reminder: 'INVITED',
  emp_pending: 'EMP_PENDING',
  reconfirm: 'RECONFIRM',
  reconfirm_reminder: 'RECONFIRM',
  sign_deadline: 'SIGNING',
  sign_reminder: 'SIGNING',
};

/** Refusals that mean: somebody has acted meanwhile, the clock rings for nothing. */
const MOOT = new Set(['NOT_FOUND', 'WRONG_STATE', 'DEADLINE_NOT_REACHED', 'FLOW_OFF', 'CONFLICT']);

@RegisterJobHandler()
export class TimerHandler implements JobHandler<TimerPayload> {
  readonly job = TimerJob;

  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly cases: AgreementRepository,
    private readonly transitions: Transitions,
    private readonly reminders: Reminders,
  ) {}

  /** At least once: it looks at the case first, and does what is still due. */
  async handle(ctx: RequestContext, payload: TimerPayload): Promise<{ result: 'done' | 'moot' }> {
    const system = systemContext(ctx.schoolId, ctx.requestId);
    const row = await this.db.read(system, (tx) => this.cases.find(tx, system, { id: payload.caseId }));
    if (!row || row.state !== STATE_OF[payload.timer]) return { result: 'moot' };
    if (row.deadline_at?.toISOString() !== payload.deadline) return { result: 'moot' };
    const ring = RINGS[payload.timer];
    const rang =
      'remind' in ring ? await this.remind(system, row, payload, ring.remind) : await this.act(system, row, ring.verb);
    return { result: rang ? 'done' : 'moot' };
  }

  private async act(ctx: RequestContext, row: CaseRow, verb: Verb<TimerInput>): Promise<boolean> {
    if (row.deadline_at === null || this.clock.now() <= row.deadline_at) return false;
    try {
      await this.transitions.run(ctx, verb, { id: row.id }, {}, () => Promise.resolve());
      return true;
    } catch (error) {
      if (error instanceof AppError && MOOT.has(error.code)) return false;
      throw error;
    }
  }

  private async remind(ctx: RequestContext, row: CaseRow, payload: TimerPayload, event: NoticeEvent): Promise<boolean> {
    if (row.deadline_at === null || this.clock.now() > row.deadline_at) return false;
    return this.reminders.send(ctx, row.id, event, payload.at);
  }
}
