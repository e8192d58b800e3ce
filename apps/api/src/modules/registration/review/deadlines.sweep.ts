import { endOfShanghaiDay, formatDateTime } from '@qiancheng/shared';
import { Clock } from '../../../platform/clock/index.js';
import { systemContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { RegisterSweep, type Sweep } from '../../../platform/jobs/index.js';
import { type Message, Notifier } from '../../notifications/index.js';

const TEN_MINUTES = 600_000;
const BATCH = 200;

interface Due {
  id: string;
  name: string;
  schoolId: number | null;
  dueAt: Date;
  [column: string]: unknown;
}

type Side = 'certification' | 'settlement';
type State = 'soon' | 'late';

const MARKS: Record<State, string> = { soon: 'told_soon_for', late: 'told_late_for' };

/**
 * Invariant: whoever decides on units has been told of each deadline on its last day, and again once it has passed; each
 * once. Another deadline (handed in again) is told of anew.
 */
@RegisterSweep()
export class AuditDeadlinesSweep implements Sweep {
  readonly name = 'registration.audit-deadlines';
  readonly everyMs = TEN_MINUTES;

  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly notifier: Notifier,
  ) {}

  async sweep(): Promise<number> {
    let told = 0;
    for (const side of ['certification', 'settlement'] as const) {
      for (const state of ['late', 'soon'] as const) told += await this.db.system((tx) => this.tell(tx, side, state));
    }
    return told;
  }

  private async tell(tx: Tx, side: Side, state: State): Promise<number> {
    const due = await (side === 'certification' ? this.certifications(tx, state) : this.settlements(tx, state));
    const ctx = systemContext(null, this.name);
    for (const one of due) await this.notifier.tell(tx, ctx, message(side, state, one));
    return due.length;
  }

  /** On its last day; and once it is late, no longer as a reminder that it will be. */
  private window(state: State, column: string): string {
    return state === 'late' ? `${column} < $1` : `${column} >= $1 and ${column} <= $2`;
  }

  private bounds(state: State): Date[] {
    const now = this.clock.now();
    return state === 'late' ? [now] : [now, endOfShanghaiDay(now)];
  }

  private certifications(tx: Tx, state: State): Promise<Due[]> {
    const mark = MARKS[state];
    return tx.query<Due>(
      `update employer_certification c set ${mark} = c.sla_due_at
         from employer e
        where e.id = c.employer_id and c.id in (
          select d.id from employer_certification d
           where d.status = 'submitted' and ${this.window(state, 'd.sla_due_at')} and d.${mark} is distinct from d.sla_due_at
           order by d.sla_due_at, d.id limit ${BATCH} for update skip locked)
        returning c.id, coalesce(nullif(c.data ->> 'name', ''), e.name) as name, null::int as "schoolId", c.sla_due_at as "dueAt"`,
      this.bounds(state),
    );
  }

  private settlements(tx: Tx, state: State): Promise<Due[]> {
    const mark = MARKS[state];
    return tx.query<Due>(
      `update employer_school x set ${mark} = x.sla_due_at
         from employer e
        where e.id = x.employer_id and (x.school_id, x.employer_id) in (
          select d.school_id, d.employer_id from employer_school d
           where d.status = 'pending' and ${this.window(state, 'd.sla_due_at')} and d.${mark} is distinct from d.sla_due_at
           order by d.sla_due_at, d.employer_id limit ${BATCH} for update skip locked)
        returning x.employer_id as id, e.name, x.school_id as "schoolId", x.sla_due_at as "dueAt"`,
      this.bounds(state),
    );
  }
}

function message(side: Side, state: State, { id, name, schoolId, dueAt }: Due): Message {
  const what = side === 'certification' ? '认证申请' : '入驻申请';
  const until = formatDateTime(dueAt).slice(5);
  return {
    to:
      side === 'certification'
        ? { kind: 'holders', schoolId: null, permission: 'certification.review' }
        : { kind: 'holders', schoolId, permission: 'settlement.review' },
    event: `${side}_${state}`,
    title: state === 'late' ? `有${what}超过时限` : `有${what}今天到期`,
    body:
      state === 'late'
        ? `${name}的${what}应在 ${until} 前审完，请尽快办理。`
        : `${name}的${what}请在 ${until} 前审完。`,
    about: { kind: side, id },
    schoolId,
  };
}
