import { Logger } from '@nestjs/common';
import type { RequestContext } from '../../../../platform/context/index.js';
import { Db } from '../../../../platform/database/index.js';
import { AppError } from '../../../../platform/http/index.js';
import { type JobHandler, type JobRunHandle, RegisterJobHandler } from '../../../../platform/jobs/index.js';
import { CurrentRights } from '../../../people/index.js';
import { ActRunner } from '../act-runner.js';
import { SourceActsRepository, type StoredAct } from '../acts.repository.js';
import { ACT_PERMISSIONS, failed, type RowResult } from '../source-acts.js';
import { SourceActJob, type SourceActPayload } from './source-act.job.js';

/** Students in one transaction: their rows are held for some hundred milliseconds. */
export const CHUNK = 500;
const BROKEN = '系统出错了，没有办成。可以重办。';

@RegisterJobHandler()
export class SourceActHandler implements JobHandler<SourceActPayload> {
  readonly job = SourceActJob;
  private readonly log = new Logger(SourceActHandler.name);

  constructor(
    private readonly db: Db,
    private readonly rights: CurrentRights,
    private readonly acts: SourceActsRepository,
    private readonly runner: ActRunner,
  ) {}

  /** Goes on where an earlier attempt stopped: rows with a result are not touched again. */
  async handle(ctx: RequestContext, { actId }: SourceActPayload, run: JobRunHandle): Promise<{ actId: string }> {
    const act = await this.db.read(ctx, (tx) => this.acts.get(tx, actId));
    if (act.finishedAt !== null) return { actId };
    const { ids, total, failed: before } = await this.db.read(ctx, (tx) => this.acts.waiting(tx, actId));
    let [finished, refused] = [total - ids.length, before];
    await run.progress(finished, total, refused);
    for (let from = 0; from < ids.length; from += CHUNK) {
      if (run.signal.aborted) throw new Error('the worker closes');
      const results = await this.chunk(ctx, act, ids.slice(from, from + CHUNK));
      finished += results.length;
      refused += results.filter(({ outcome }) => outcome !== 'done').length;
      await run.progress(finished, total, refused);
    }
    await this.db.tx(ctx, (tx) => this.acts.finish(tx, actId));
    return { actId };
  }

  /** Together; where that goes wrong one by one, so that nobody takes the others along. */
  private async chunk(ctx: RequestContext, act: StoredAct, ids: readonly string[]): Promise<RowResult[]> {
    try {
      return await this.attempt(ctx, act, ids);
    } catch (error) {
      if (error instanceof AppError && error.status < 500) return this.refuse(ctx, act, ids, error.detail);
      this.log.warn({ err: error, act: act.id, rows: ids.length }, 'a part of an act failed');
      if (ids.length === 1) return this.refuse(ctx, act, ids, BROKEN);
    }
    const results: RowResult[] = [];
    for (const id of ids) results.push(...(await this.chunk(ctx, act, [id])));
    return results;
  }

  /** Rights and scope are those of this moment, not those of the order. */
  private attempt(ctx: RequestContext, act: StoredAct, ids: readonly string[]): Promise<RowResult[]> {
    return this.db.tx(ctx, async (tx) => {
      const mine = await this.acts.take(tx, act.id, ids);
      const now = await this.rights.of(tx, ctx, ACT_PERMISSIONS[act.act]);
      const results = await this.runner.run(tx, now, act, mine);
      await this.acts.note(tx, act.id, results);
      return results;
    });
  }

  private refuse(ctx: RequestContext, act: StoredAct, ids: readonly string[], why: string): Promise<RowResult[]> {
    const results = ids.map((id) => failed(id, why));
    return this.db.tx(ctx, async (tx) => {
      await this.acts.note(tx, act.id, results);
      return results;
    });
  }
}
