import { Injectable } from '@nestjs/common';
import { grantHolds, unitsOf } from '../../../platform/access/index.js';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import { JobsService } from '../../../platform/jobs/index.js';
import { shanghaiDate } from '@qiancheng/shared';
import { SchoolPolicies } from '../../schools/index.js';
import { SourceSelections } from '../list/source-selections.js';
import { orderOf } from './act-order.js';
import { ActPreview } from './act-preview.js';
import { SourceActQueries } from './act-queries.js';
import { type ActRow, ActRows } from './act-rows.js';
import { ActRunner } from './act-runner.js';
import { SourceActsRepository } from './acts.repository.js';
import type { SourceActBody, SourceActPreview, SourceActView } from './acts.dto.js';
import { SourceActJob } from './jobs/source-act.job.js';
import { ACT_PERMISSIONS, type SourceActName, type SourceOrder } from './source-acts.js';

/** Orders on many students: looked at first, then given, then carried out by a job with a result for each. */
@Injectable()
export class SourceActs {
  constructor(
    private readonly db: Db,
    private readonly jobs: JobsService,
    private readonly selections: SourceSelections,
    private readonly rows: ActRows,
    private readonly policies: SchoolPolicies,
    private readonly previews: ActPreview,
    private readonly runner: ActRunner,
    private readonly acts: SourceActsRepository,
    private readonly queries: SourceActQueries,
    private readonly clock: Clock,
  ) {}

  preview(ctx: RequestContext, body: SourceActBody): Promise<SourceActPreview> {
    return this.db.read(ctx, async (tx) => {
      const reach = reachFor(ctx, body.act);
      const { ids, dropped } = await this.selections.resolve(tx, reach, body.selection);
      const rows = await this.rows.find(tx, reach, ids);
      const order = await this.order(tx, body, rows, false);
      const { policy } = await this.policies.current(tx, tx.schoolId as number);
      const ground = await this.runner.ground(tx, policy, order);
      return this.previews.of(tx, ctx, order, rows, ground, dropped.length);
    });
  }

  give(ctx: RequestContext, body: SourceActBody): Promise<SourceActView> {
    return this.db.tx(ctx, async (tx) => {
      const reach = reachFor(ctx, body.act);
      const { ids, dropped } = await this.selections.resolve(tx, reach, body.selection);
      const order = await this.order(tx, body, await this.rows.find(tx, reach, ids.slice(0, 1)), true);
      const actId = await this.acts.create(tx, ctx, order, { ids, dropped });
      await this.start(tx, ctx, actId);
      return this.queries.view(tx, ctx, actId);
    });
  }

  /** Those who were skipped or failed, once more. */
  retry(ctx: RequestContext, id: string): Promise<SourceActView> {
    return this.db.tx(ctx, async (tx) => {
      await tx.query('select id from source_act where school_id = $1 and id = $2 for update', [tx.schoolId, id]);
      const act = await this.queries.view(tx, ctx, id);
      if (act.finishedAt === null) throw new AppError('NOT_ALLOWED_NOW', { detail: '还在办，办完再重办。' });
      if ((await this.acts.reopen(tx, id)) === 0) {
        throw new AppError('NOT_ALLOWED_NOW', { detail: '都办成了，没有要重办的。' });
      }
      await this.start(tx, ctx, id);
      return this.queries.view(tx, ctx, id);
    });
  }

  private async start(tx: Tx, ctx: RequestContext, actId: string): Promise<void> {
    await this.acts.setJob(tx, actId, await this.jobs.enqueue(tx, ctx, SourceActJob, { actId }));
  }

  private async order(tx: Tx, body: SourceActBody, rows: readonly ActRow[], strict: boolean): Promise<SourceOrder> {
    const { policy } = await this.policies.current(tx, tx.schoolId as number);
    const today = shanghaiDate(this.clock.now());
    const cohort = rows[0]?.cohort ?? Number(today.slice(0, 4));
    return orderOf(body, { registry: policy.source.registry_fields, today, cohort }, strict);
  }
}

/** Where the actor may do this act, which can be less than where the actor may do anything: roles differ by unit. */
function reachFor(ctx: RequestContext, act: SourceActName): RequestContext {
  const holding = ctx.actor.grants.filter((grant) => grantHolds(grant, ACT_PERMISSIONS[act]));
  if (holding.length === 0) throw new AppError('FORBIDDEN');
  return { ...ctx, scope: unitsOf(holding) };
}
