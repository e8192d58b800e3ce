import { Injectable } from '@nestjs/common';
import type { Permission } from '@qiancheng/shared';
import { grantHolds, unitsOf } from '../../../platform/access/index.js';
import type { Grant, RequestContext } from '../../../platform/context/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';

interface Row extends Record<string, unknown> {
  active: boolean;
  grants: Grant[];
}

/** What whoever ordered a job may do now: between the order and its last row a grant can be taken back. */
@Injectable()
export class CurrentRights {
  /** @throws AppError FORBIDDEN when the account is disabled or the permission gone */
  async of(tx: Tx, ctx: RequestContext, permission: Permission): Promise<RequestContext> {
    const row = await tx.maybeOne<Row>(
      `select a.status = 'active' as active,
              (select coalesce(jsonb_agg(jsonb_build_object('role', g.role, 'collegeIds', g.college_ids, 'classIds', g.class_ids)), '[]')
                 from account_grant g where g.account_id = a.id and g.school_id is not distinct from a.school_id) as grants
         from account a where a.id = $1`,
      [ctx.actor.accountId],
    );
    const holding = row?.active ? row.grants.filter((grant) => grantHolds(grant, permission)) : [];
    if (!row || holding.length === 0) {
      throw new AppError('FORBIDDEN', { detail: '办到这里时，你已经没有这项权限，没有继续办。' });
    }
    return { ...ctx, actor: { ...ctx.actor, grants: row.grants }, scope: unitsOf(holding) };
  }
}
