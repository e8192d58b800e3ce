import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { maskEmail, maskMobile, normaliseName, ROLES } from '@qiancheng/shared';
import { Clock } from '../../../platform/clock/index.js';
import { AppConfig } from '../../../platform/config/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import { type CodeChannel, normalTarget, VerificationCodes } from '../../accounts/index.js';
import { Messenger } from '../../messaging/index.js';
import { UnitHistory } from '../kit/unit-history.js';
import type { InviteBody, MemberInvitationList, MemberInvitationView } from './http/invitations.dto.js';
import { InvitationBudget } from './invitation-budget.js';
import { type Invitation, InvitationRows, lockStandingUnit } from './invitation-rows.js';
import { freshToken, spelled } from './invitation-token.js';
import { employerOf } from './members.service.js';

const DAYS = 7;
const DAY_MS = 86_400_000;

interface Sent {
  employer: string;
  token: string;
  channel: CodeChannel;
  to: string;
  expiresAt: Date;
}

/** The administrators invite colleagues by phone or mail; one open invitation to a contact. */
@Injectable()
export class MemberInvitations {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly config: AppConfig,
    private readonly rows: InvitationRows,
    private readonly budget: InvitationBudget,
    private readonly codes: VerificationCodes,
    private readonly messenger: Messenger,
    private readonly history: UnitHistory,
  ) {}

  list(ctx: RequestContext): Promise<MemberInvitationList> {
    return this.db.read({ schoolId: null }, (tx) => this.view(tx, ctx));
  }

  async invite(ctx: RequestContext, { name, channel, target, memberRole }: InviteBody): Promise<MemberInvitationList> {
    const employerId = employerOf(ctx);
    const to = normalTarget(channel, target);
    this.refuseClosed(channel);
    const contactMac = this.rows.contactMac(channel, to);
    await this.budget.send(employerId, contactMac);
    return this.db.system(async (tx) => {
      const employer = await this.unit(tx, employerId);
      await this.refuseKnown(tx, employerId, channel, to);
      const [id, token, expiresAt] = [randomUUID(), freshToken(), this.until()];
      const masked = channel === 'sms' ? maskMobile(to) : maskEmail(to);
      await tx.exec(
        `insert into member_invitation (id, employer_id, role, name, channel, contact_mac, contact_enc, contact_masked,
           token_mac, invited_by, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
        [
          id,
          employerId,
          memberRole,
          normaliseName(name),
          channel,
          contactMac,
          this.rows.seal(id, to),
          masked,
          this.rows.tokenMac(token),
          ctx.actor.accountId,
          this.clock.now(),
          expiresAt,
        ],
      );
      await this.history.append(tx, ctx, {
        employerId,
        action: 'member.invitation',
        after: { invitationId: id, role: memberRole, contact: masked },
      });
      await this.send(tx, ctx, { employer, token, channel, to, expiresAt });
      return this.view(tx, ctx);
    });
  }

  /** With a token of its own: the one that was sent before is of no more use. */
  async sendAgain(ctx: RequestContext, id: string): Promise<MemberInvitationList> {
    const employerId = employerOf(ctx);
    const found = await this.db.system((tx) => this.find(tx, employerId, id));
    this.refuseClosed(found.channel);
    await this.budget.send(employerId, found.contactMac);
    return this.db.system(async (tx) => {
      const employer = await this.unit(tx, employerId);
      const invitation = await this.find(tx, employerId, id);
      this.refuseUnless(invitation, 'send');
      const to = this.rows.contactOf(invitation);
      if (this.rows.statusOf(invitation) === 'expired') await this.refuseKnown(tx, employerId, invitation.channel, to);
      const [token, expiresAt] = [freshToken(), this.until()];
      await tx.exec('update member_invitation set token_mac = $2, expires_at = $3, invited_by = $4 where id = $1', [
        id,
        this.rows.tokenMac(token),
        expiresAt,
        ctx.actor.accountId,
      ]);
      await this.history.append(tx, ctx, {
        employerId,
        action: 'member.invitation',
        after: { invitationId: id, role: invitation.role, contact: invitation.contactMasked, again: true },
      });
      await this.send(tx, ctx, { employer, token, channel: invitation.channel, to, expiresAt });
      return this.view(tx, ctx);
    });
  }

  revoke(ctx: RequestContext, id: string): Promise<MemberInvitationList> {
    const employerId = employerOf(ctx);
    return this.db.system(async (tx) => {
      const invitation = await this.find(tx, employerId, id);
      this.refuseUnless(invitation, 'revoke');
      await tx.exec('update member_invitation set revoked_at = $2 where id = $1', [id, this.clock.now()]);
      await this.history.append(tx, ctx, {
        employerId,
        action: 'member.invitation_revoked',
        after: { invitationId: id, contact: invitation.contactMasked },
      });
      return this.view(tx, ctx);
    });
  }

  private async find(tx: Tx, employerId: string, id: string): Promise<Invitation> {
    const invitation = await this.rows.byId(tx, employerId, id);
    if (!invitation) throw new AppError('NOT_FOUND');
    return invitation;
  }

  private async unit(tx: Tx, employerId: string): Promise<string> {
    const { name, standing } = await lockStandingUnit(tx, employerId);
    if (!standing) throw new AppError('NOT_ALLOWED_NOW', { detail: '单位没有认证或已经注销，不能邀请成员。' });
    return name;
  }

  /** The invitation has to arrive there, and so has the code that proves the contact. */
  private refuseClosed(channel: CodeChannel): void {
    if (!this.open(channel)) throw new AppError('CHANNEL_UNAVAILABLE');
  }

  private open(channel: CodeChannel): boolean {
    return this.messenger.available(channel, 'member_invited') && this.codes.available(channel);
  }

  private async refuseKnown(tx: Tx, employerId: string, channel: CodeChannel, to: string): Promise<void> {
    const contactMac = this.rows.contactMac(channel, to);
    if (await this.rows.hasOpen(tx, employerId, contactMac))
      throw new AppError('NOT_ALLOWED_NOW', { detail: '已经邀请过这个手机号或邮箱，还没有过期。可以在下面再发一次。' });
    const proven =
      channel === 'sms'
        ? 'a.phone_mac = $2 and a.phone_verified_at is not null'
        : 'lower(a.email) = $2 and a.email_verified_at is not null';
    const member = await tx.maybeOne<{ name: string }>(
      `select a.name from employer_member m join account a on a.id = m.account_id
        where m.employer_id = $1 and m.status = 'active' and ${proven} limit 1`,
      [employerId, channel === 'sms' ? contactMac : to],
    );
    if (member) throw new AppError('NOT_ALLOWED_NOW', { detail: `这是${member.name}的，TA 已经是成员。` });
  }

  private refuseUnless(invitation: Invitation, act: 'send' | 'revoke'): void {
    if (this.actionsOf(invitation).includes(act)) return;
    const detail = act === 'send' ? '这份邀请不能再发。请重新邀请。' : '这份邀请已经用过或失效。请刷新页面查看。';
    throw new AppError('NOT_ALLOWED_NOW', { detail });
  }

  private async send(tx: Tx, ctx: RequestContext, { employer, token, channel, to, expiresAt }: Sent): Promise<void> {
    const link = `${this.config.publicUrl}/employer/join`;
    await this.messenger.send(tx, ctx, {
      channel,
      to,
      template: 'member_invited',
      params: {
        inviter: ctx.actor.displayName,
        employer,
        days: DAYS,
        address: link.replace(/^https?:\/\//, ''),
        code: spelled(token),
        link: `${link}/${token}`,
      },
      expiresAt,
    });
  }

  private until(): Date {
    return new Date(this.clock.now().getTime() + DAYS * DAY_MS);
  }

  private async view(tx: Tx, ctx: RequestContext): Promise<MemberInvitationList> {
    const rows = await this.rows.ofUnit(tx, employerOf(ctx));
    return {
      items: rows.map((row) => this.itemOf(row)),
      channels: { sms: this.open('sms'), mail: this.open('mail') },
    };
  }

  private itemOf(row: Invitation): MemberInvitationView {
    return {
      id: row.id,
      name: row.name,
      role: row.role,
      roleLabel: ROLES[row.role].label,
      channel: row.channel,
      contactMasked: row.contactMasked,
      status: this.rows.statusOf(row),
      inviter: row.inviter,
      createdAt: row.createdAt.toISOString(),
      expiresAt: row.expiresAt.toISOString(),
      endedAt: (row.acceptedAt ?? row.revokedAt)?.toISOString() ?? null,
      actions: this.actionsOf(row),
    };
  }

  private actionsOf(row: Invitation): string[] {
    const status = this.rows.statusOf(row);
    if (status === 'open') return ['send', 'revoke'];
    return status === 'expired' ? ['send'] : [];
  }
}
