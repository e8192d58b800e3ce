import { Injectable } from '@nestjs/common';
import { MEMBER_FLOW, type MemberStatus } from '@qiancheng/shared';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import { nextState } from '../review/flow-guard.js';
import { UnitHistory } from '../kit/unit-history.js';
import type { RegistrationStatus } from './http/status.dto.js';
import { StatusQuery } from './status-query.js';

/** Whoever asked to be let into a unit may take that back while nobody has answered. */
@Injectable()
export class JoinRequests {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly history: UnitHistory,
    private readonly query: StatusQuery,
  ) {}

  async cancel(ctx: RequestContext, employerId: string, version: number): Promise<RegistrationStatus> {
    await this.db.system(async (tx) => {
      const member = await tx.maybeOne<{ status: MemberStatus; version: number }>(
        'select status, version from employer_member where employer_id = $1 and account_id = $2 for update',
        [employerId, ctx.actor.accountId],
      );
      if (!member) throw new AppError('NOT_FOUND');
      if (member.version !== version)
        throw new AppError('STALE_VERSION', { extra: { currentVersion: member.version } });
      const to = nextState(MEMBER_FLOW, { action: 'cancel', status: member.status, actor: 'person' });
      await tx.exec(
        `update employer_member set status = $3, decided_at = $4, version = version + 1 where employer_id = $1 and account_id = $2`,
        [employerId, ctx.actor.accountId, to, this.clock.now()],
      );
      await this.history.append(tx, ctx, { employerId, action: 'member.cancel', from: member.status, to });
    });
    return this.query.status(ctx);
  }
}
