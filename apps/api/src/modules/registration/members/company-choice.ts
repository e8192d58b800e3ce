import { Injectable } from '@nestjs/common';
import { ROLES } from '@qiancheng/shared';
import { AuditService } from '../../../platform/audit/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import type { CompanyChoices, MemberRole } from './http/members.dto.js';

interface Row {
  id: string;
  name: string;
  status: string;
  role: MemberRole;
  [column: string]: unknown;
}

/** Somebody of several units acts for one at a time; which one stands in the session. */
@Injectable()
export class CompanyChoiceDesk {
  constructor(
    private readonly db: Db,
    private readonly audit: AuditService,
  ) {}

  async list(ctx: RequestContext): Promise<CompanyChoices> {
    const rows = await this.db.read({ schoolId: null }, (tx) =>
      tx.query<Row>(
        `select e.id, e.name, e.status, m.role from employer_member m join employer e on e.id = m.employer_id
          where m.account_id = $1 and m.status = 'active' order by m.created_at, e.id`,
        [ctx.actor.accountId],
      ),
    );
    return {
      items: rows.map(({ role, ...row }) => ({
        ...row,
        roleLabel: ROLES[role].label,
        current: row.id === ctx.actor.employerId,
      })),
    };
  }

  async choose(ctx: RequestContext, employerId: string): Promise<CompanyChoices> {
    await this.db.system(async (tx) => {
      const changed = await tx.exec(
        `update session s set employer_id = $3
          where s.id = $1 and s.account_id = $2 and exists (
            select from employer_member m where m.account_id = $2 and m.employer_id = $3 and m.status = 'active')`,
        [ctx.actor.sessionId ?? null, ctx.actor.accountId, employerId],
      );
      if (changed === 0) throw new AppError('NOT_FOUND');
      await this.audit.append(tx, ctx, {
        schoolId: null,
        aggregateType: 'account',
        aggregateId: ctx.actor.accountId as string,
        action: 'session.company',
        before: { employerId: ctx.actor.employerId ?? null },
        after: { employerId },
      });
    });
    const { items } = await this.list(ctx);
    return { items: items.map((item) => ({ ...item, current: item.id === employerId })) };
  }
}
