import { Injectable } from '@nestjs/common';
import { MEMBER_FLOW, type MemberStatus, ROLES } from '@qiancheng/shared';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { Notifier } from '../../notifications/index.js';
import { UnitHistory } from '../kit/unit-history.js';
import { nextState } from '../review/flow-guard.js';
import type { Invitation } from './invitation-rows.js';

/** What an accepted invitation brings about, in the transaction of the act; the unit's row is locked. */
@Injectable()
export class Joining {
  constructor(
    private readonly clock: Clock,
    private readonly history: UnitHistory,
    private readonly notifier: Notifier,
  ) {}

  /** Where the person stands, and that the invitation may be taken from there. */
  async standing(tx: Tx, employerId: string, accountId: string | null): Promise<MemberStatus | null> {
    const row = await tx.maybeOne<{ status: MemberStatus }>(
      'select status from employer_member where employer_id = $1 and account_id = $2 for update',
      [employerId, accountId],
    );
    nextState(MEMBER_FLOW, { action: 'invite', status: row?.status ?? null, actor: 'person' });
    return row?.status ?? null;
  }

  /** @param ctx of the person who joins */
  async join(tx: Tx, ctx: RequestContext, invitation: Invitation, from: MemberStatus | null): Promise<void> {
    const { id, employerId, employerName, role } = invitation;
    const [accountId, now] = [ctx.actor.accountId, this.clock.now()];
    const to = nextState(MEMBER_FLOW, { action: 'invite', status: from, actor: 'person' });
    await tx.exec(
      `insert into employer_member (account_id, employer_id, role, status, created_at) values ($1, $2, $3, $4, $5)
       on conflict (account_id, employer_id) do update
         set role = $3, status = $4, message = '', reason = '', decided_by = null, decided_at = null, created_at = $5,
             version = employer_member.version + 1`,
      [accountId, employerId, role, to, now],
    );
    await tx.exec('update member_invitation set accepted_by = $2, accepted_at = $3 where id = $1', [
      id,
      accountId,
      now,
    ]);
    await this.history.append(tx, ctx, {
      employerId,
      action: 'member.invite',
      from,
      to,
      after: { invitationId: id, role },
    });
    await this.notifier.tell(tx, ctx, {
      to: { kind: 'unit', employerId, role: 'employer_admin' },
      event: 'member_joined',
      title: '有同事加入了单位',
      body: `${ctx.actor.displayName}接受${invitation.inviter}的邀请，加入${employerName}，角色是${ROLES[role].label}。`,
      about: { kind: 'members', id: employerId },
    });
  }
}
