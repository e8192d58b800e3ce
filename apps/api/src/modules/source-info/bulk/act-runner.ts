import { Injectable } from '@nestjs/common';
import { type SchoolPolicy, shanghaiDate } from '@qiancheng/shared';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { SchoolPolicies } from '../../schools/index.js';
import { type ActGround, misfit, type MoveClass } from './act-fits.js';
import { ActNotices } from './act-notices.js';
import { type ActRow, ActRows } from './act-rows.js';
import { EditMany } from './edit-many.js';
import { MoveMany } from './move-many.js';
import { PassMany } from './pass-many.js';
import { failed, OUT_OF_REACH, type RowResult, skipped, type SourceOrder } from './source-acts.js';

/** An order on some hundred students in one transaction: who is out of reach, whom it does not fit, and the rest done. */
@Injectable()
export class ActRunner {
  constructor(
    private readonly rows: ActRows,
    private readonly policies: SchoolPolicies,
    private readonly passMany: PassMany,
    private readonly editMany: EditMany,
    private readonly moveMany: MoveMany,
    private readonly notices: ActNotices,
    private readonly clock: Clock,
  ) {}

  /** @param ctx with what the orderer may do at this moment */
  async run(tx: Tx, ctx: RequestContext, order: SourceOrder, ids: readonly string[]): Promise<RowResult[]> {
    const { policy } = await this.policies.current(tx, tx.schoolId as number);
    const ground = await this.ground(tx, policy, order);
    const rows = await this.rows.find(tx, ctx, ids, 'for update of s');
    const reached = new Set(rows.map(({ id }) => id));
    const results = ids.filter((id) => !reached.has(id)).map((id) => failed(id, OUT_OF_REACH));
    const fitting: ActRow[] = [];
    for (const row of rows) {
      const reason = misfit(ctx, row, order, ground);
      if (reason === null) fitting.push(row);
      else results.push(skipped(row.id, reason));
    }
    if (fitting.length > 0) results.push(...(await this.perform(tx, ctx, order, fitting, policy, ground)));
    return results;
  }

  private perform(
    tx: Tx,
    ctx: RequestContext,
    order: SourceOrder,
    rows: readonly ActRow[],
    { source }: SchoolPolicy,
    { classes }: ActGround,
  ): Promise<RowResult[]> {
    switch (order.act) {
      case 'pass':
        return this.passMany.run(tx, ctx, rows, order, source);
      case 'edit':
        return this.editMany.run(tx, ctx, rows, order, source.registry_fields);
      case 'move':
        return this.moveMany.run(tx, ctx, rows, order, classes);
      case 'notify':
        return this.notices.run(tx, ctx, rows, order);
    }
  }

  async ground(tx: Tx, policy: SchoolPolicy, { act, options }: SourceOrder): Promise<ActGround> {
    const today = shanghaiDate(this.clock.now());
    const classes = act === 'move' ? await classesOf(tx, options.cohort ?? 0) : [];
    return { levels: policy.source.levels, today, classes: new Map(classes.map((one) => [one.id, one])) };
  }
}

export function classesOf(tx: Tx, cohort: number): Promise<MoveClass[]> {
  return tx.query<MoveClass & Record<string, unknown>>(
    `select k.id, k.name, k.college_id as "collegeId", k.major_id as "majorId" from school_class k
       join cohort h on h.school_id = k.school_id and h.year = k.cohort and h.is_open
      where k.school_id = $1 and k.cohort = $2 order by k.name`,
    [tx.schoolId, cohort],
  );
}
