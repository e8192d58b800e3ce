import { Injectable } from '@nestjs/common';
import { holds, rolesOf } from '@qiancheng/shared';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import type { StaffDetail } from '../http/staff.dto.js';
import { refusalOf, refuse, type StaffAction, type StaffFacts } from './staff-actions.js';
import { StaffQueries } from './staff-queries.js';
import type { StaffAccount } from './staff-row.js';

const MANAGING = [
  ...rolesOf('teacher').filter((role) => holds(role, 'staff.manage')),
  ...rolesOf('platform').filter((role) => holds(role, 'account.open')),
];

export interface StaffAct {
  id: string;
  version: number;
  action: StaffAction;
}

/**
 * The frame of every act on a teacher's account. Acts of one school come one after the other: so two administrators who
 * disable each other at the same moment do not leave the school without any, and whoever has just lost the right acts no more.
 */
@Injectable()
export class StaffDesk {
  constructor(
    private readonly db: Db,
    private readonly queries: StaffQueries,
  ) {}

  /** Scoped lock → 404, version → 409, refusal in words; `work` runs in the same transaction. */
  act<T>(
    ctx: RequestContext,
    { id, version, action }: StaffAct,
    work: (tx: Tx, row: StaffAccount, facts: StaffFacts) => Promise<T>,
  ): Promise<{ result: T; account: StaffDetail }> {
    return this.alone(ctx, async (tx) => {
      const row = await this.queries.find(tx, ctx, id, 'for update of a');
      if (row.version !== version) throw new AppError('STALE_VERSION', { extra: { currentVersion: row.version } });
      const facts = await this.queries.facts(tx, ctx, row);
      const refusal = refusalOf(action, facts);
      if (refusal) throw refuse(refusal);
      const result = await work(tx, row, facts);
      return { result, account: await this.queries.detail(tx, ctx, id) };
    });
  }

  alone<T>(ctx: RequestContext, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.db.tx(ctx, async (tx) => {
      await lockAdministration(tx, ctx.schoolId);
      await this.requireManager(tx, ctx);
      return work(tx);
    });
  }

  /** The guard let the request in before it waited for the lock; what was true then may be over. */
  private async requireManager(tx: Tx, ctx: RequestContext): Promise<void> {
    const row = await tx.maybeOne(
      `select from account a join account_grant g on g.account_id = a.id and g.school_id is not distinct from a.school_id
        where a.id = $1 and a.status = 'active' and a.audience = $2 and (a.school_id = $3 or $2 = 'platform')
          and g.role = any($4::text[]) and g.college_ids is null and g.class_ids is null limit 1`,
      [ctx.actor.accountId, ctx.audience, ctx.schoolId, MANAGING],
    );
    if (!row) throw new AppError('FORBIDDEN');
  }
}

/** Whoever changes who administers a school (0: the platform) holds this until the end of the transaction. */
export async function lockAdministration(tx: Tx, schoolId: number | null): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(13, $1)', [schoolId ?? 0]);
}
