import { Clock } from '../../../platform/clock/index.js';
import { systemContext } from '../../../platform/context/index.js';
import { Db } from '../../../platform/database/index.js';
import { RegisterSweep, type Sweep } from '../../../platform/jobs/index.js';
import { AgreementRepository } from '../agreement.repository.js';
import { TimerHandler } from './timer.handler.js';

const MINUTE = 60_000;
const BATCH = 500;

/** Invariant: no invitation and no signing is still open a minute after its deadline, whatever became of its timer. */
@RegisterSweep()
export class OverdueSweep implements Sweep {
  readonly name = 'agreements.overdue';
  readonly everyMs = MINUTE;

  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly cases: AgreementRepository,
    private readonly timers: TimerHandler,
  ) {}

  async sweep(): Promise<number> {
    const schools = await this.db.system((tx) => tx.query<{ id: number }>('select id from school order by id'));
    let repaired = 0;
    for (const { id } of schools) repaired += await this.sweepSchool(id);
    return repaired;
  }

  private async sweepSchool(schoolId: number): Promise<number> {
    const ctx = systemContext(schoolId, 'agreements.overdue');
    const due = await this.db.read(ctx, (tx) => this.cases.systemOverdue(tx, this.clock.now(), BATCH));
    let repaired = 0;
    for (const { id, timer, at } of due) {
      const { result } = await this.timers.handle(ctx, {
        caseId: id,
        timer,
        at: at.toISOString(),
        deadline: at.toISOString(),
      });
      if (result === 'done') repaired += 1;
    }
    return repaired;
  }
}
