import type { RequestContext } from '../../../../platform/context/index.js';
import { Db } from '../../../../platform/database/index.js';
import { AppError } from '../../../../platform/http/index.js';
import { type JobHandler, type JobRunHandle, RegisterJobHandler } from '../../../../platform/jobs/index.js';
import { CurrentRights } from '../../accounts/current-rights.js';
import { ActRunner, type ActResult } from '../act-runner.js';
import { type ActRecord, ActsRepository, type RowResult } from '../acts.repository.js';
import { SlipPress } from '../slips/slip-press.js';
import { StudentActJob, type StudentActPayload } from './student-act.job.js';

interface Tally {
  done: number;
  total: number;
  failed: number;
}

@RegisterJobHandler()
export class StudentActHandler implements JobHandler<StudentActPayload> {
  readonly job = StudentActJob;

  constructor(
    private readonly db: Db,
    private readonly rights: CurrentRights,
    private readonly acts: ActsRepository,
    private readonly runner: ActRunner,
    private readonly press: SlipPress,
  ) {}

  /** Goes on where an earlier attempt stopped: rows with a result are not touched again. */
  async handle(ctx: RequestContext, { actId }: StudentActPayload, run: JobRunHandle): Promise<{ actId: string }> {
    const act = await this.db.read(ctx, (tx) => this.acts.get(tx, actId));
    if (act.finishedAt !== null) return { actId };
    const { ids, total, failed } = await this.db.read(ctx, (tx) => this.acts.waiting(tx, actId));
    const tally: Tally = { done: total - ids.length, total, failed };
    await run.progress(tally.done, total, failed);
    for (const id of ids) {
      if (run.signal.aborted) throw new Error('the worker closes');
      if (!(await this.one(ctx, act, id))) tally.failed += 1;
      tally.done += 1;
      await run.progress(tally.done, total, tally.failed);
    }
    await this.press.print(ctx, act);
    return { actId };
  }

  /** Each student in a transaction of their own: one that goes wrong takes no other along. */
  private async one(ctx: RequestContext, act: ActRecord, studentId: string): Promise<boolean> {
    const result = await this.attempt(ctx, act, studentId);
    return result.outcome === 'done';
  }

  private async attempt(ctx: RequestContext, act: ActRecord, studentId: string): Promise<RowResult> {
    try {
      return await this.db.tx(ctx, async (tx) => {
        const now = await this.rights.of(tx, ctx, 'student_account.manage');
        const result = rowOf(await this.runner.run(tx, now, studentId, act));
        await this.acts.note(tx, act.id, studentId, result);
        return result;
      });
    } catch (error) {
      // What the domain refuses stays refused; anything else is the run's, which is tried again.
      if (!(error instanceof AppError) || error.status >= 500) throw error;
      const result: RowResult = { outcome: 'failed', detail: error.detail, code: null };
      await this.db.tx(ctx, (tx) => this.acts.note(tx, act.id, studentId, result));
      return result;
    }
  }
}

function rowOf(result: ActResult): RowResult {
  switch (result.kind) {
    case 'done':
      return { outcome: 'done', detail: null, code: result.initial?.initial ?? null };
    case 'refused':
      return { outcome: 'skipped', detail: result.reason, code: null };
    case 'absent':
      return { outcome: 'failed', detail: '不在你的职责范围内了。', code: null };
  }
}
