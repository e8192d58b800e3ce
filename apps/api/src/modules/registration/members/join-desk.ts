import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { normaliseName, PRIVACY_NOTICE, ROLES } from '@qiancheng/shared';
import { AuditService } from '../../../platform/audit/index.js';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { FieldCipher } from '../../../platform/crypto/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import {
  AccountWriter,
  type CookieReply,
  Passwords,
  SessionDesk,
  type SessionView,
  VerificationCodes,
} from '../../accounts/index.js';
import type {
  InvitationStatus,
  JoinAccountBody,
  JoinCode,
  JoinCodeBody,
  JoinedUnit,
  JoinInvitation,
  JoinProof,
} from './http/invitations.dto.js';
import { InvitationBudget } from './invitation-budget.js';
import { type Invitation, InvitationRows, isStanding, lockStandingUnit } from './invitation-rows.js';
import { readToken } from './invitation-token.js';
import { Joining } from './joining.js';

const PROOF_MS = 30 * 60_000;
const BASE = 36;

const OVER: Readonly<Record<Exclude<InvitationStatus, 'open'>, string>> = {
  used: '这份邀请已经用过了。你接受过的话，直接登录就行。',
  expired: '这份邀请已经过期。请联系邀请你的人再发一次。',
  revoked: '这份邀请已经撤销。需要的话请联系邀请你的人。',
};

/**
 * Whoever was invited: what the invitation says, the proof that the contact is theirs, and the way in. The token finds the
 * invitation; only the code that was sent to the very contact opens it.
 */
@Injectable()
export class JoinDesk {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly cipher: FieldCipher,
    private readonly rows: InvitationRows,
    private readonly budget: InvitationBudget,
    private readonly joining: Joining,
    private readonly codes: VerificationCodes,
    private readonly accounts: AccountWriter,
    private readonly passwords: Passwords,
    private readonly sessions: SessionDesk,
    private readonly audit: AuditService,
  ) {}

  async show(ctx: RequestContext, token: string): Promise<JoinInvitation> {
    const { employerName, inviter, name, role, channel, contactMasked, expiresAt } = await this.open(ctx, token);
    return {
      employer: employerName,
      inviter,
      name,
      role,
      roleLabel: ROLES[role].label,
      channel,
      contactMasked,
      expiresAt: expiresAt.toISOString(),
    };
  }

  async sendCode(ctx: RequestContext, token: string): Promise<JoinCode> {
    const invitation = await this.open(ctx, token);
    const issued = await this.codes.issue(ctx, {
      purpose: 'membership',
      boundTo: boundTo(invitation),
      channel: invitation.channel,
      target: this.rows.contactOf(invitation),
    });
    return { ...issued, expiresAt: issued.expiresAt.toISOString() };
  }

  async check(ctx: RequestContext, token: string, { codeId, code }: JoinCodeBody): Promise<JoinProof> {
    const invitation = await this.open(ctx, token);
    await this.codes.check(ctx, { codeId, purpose: 'membership', boundTo: boundTo(invitation), code });
    const until = this.clock.now().getTime() + PROOF_MS;
    return { proof: `${until.toString(BASE)}.${this.proofMac(invitation, until).toString('base64url')}` };
  }

  /** With the account that is signed in; its session acts for the unit from now on. */
  async accept(ctx: RequestContext, token: string, proof: string): Promise<JoinedUnit> {
    const { employerId } = await this.open(ctx, token);
    return this.db.system(async (tx) => {
      const invitation = await this.lock(tx, employerId, token);
      const from = await this.joining.standing(tx, employerId, ctx.actor.accountId);
      this.refuseUnproven(invitation, proof);
      await this.joining.join(tx, ctx, invitation, from);
      await this.actFor(tx, ctx, employerId);
      return { employerId, employer: invitation.employerName };
    });
  }

  /** Opens an account with the proven contact, which is a member at once, and signs in. */
  async openAccount(
    ctx: RequestContext,
    token: string,
    { proof, login, person, password, noticeVersion }: JoinAccountBody,
    reply: CookieReply,
  ): Promise<SessionView> {
    if (noticeVersion !== PRIVACY_NOTICE.version) throw new AppError('CONSENT_OUTDATED');
    const found = await this.open(ctx, token);
    // Passwords are hashed for proven people only, and before the transaction: hashing takes its time.
    this.refuseUnproven(found, proof);
    const name = normaliseName(person);
    const contact = this.rows.contactOf(found);
    const chosen = await this.passwords.choose({ audience: 'employer', schoolId: null, login, name }, password);
    const accountId = await this.db.system(async (tx) => {
      const invitation = await this.lock(tx, found.employerId, token);
      this.refuseUnproven(invitation, proof);
      const { accountId: id } = await this.accounts.create(tx, ctx, {
        audience: 'employer',
        schoolId: null,
        login,
        name,
        ...(invitation.channel === 'sms'
          ? { phone: contact, phoneVerified: true }
          : { email: contact, emailVerified: true }),
        password: { kind: 'own', chosen },
      });
      await this.consent(tx, ctx, id);
      const actor = { ...ctx.actor, accountId: id, displayName: name };
      await this.joining.join(tx, { ...ctx, actor }, invitation, null);
      return id;
    });
    return this.sessions.openSession(ctx, reply, 'employer', accountId, { stage: 'full', method: 'registration' });
  }

  private async open(ctx: RequestContext, typed: string): Promise<Invitation> {
    await this.budget.refuseGuesser(ctx);
    const token = readToken(typed);
    const invitation = token === null ? undefined : await this.db.system((tx) => this.rows.byToken(tx, token));
    if (invitation) return this.standing(invitation);
    await this.budget.wrongToken(ctx);
    throw notFound();
  }

  /** The unit first, as whoever else changes its people does. */
  private async lock(tx: Tx, employerId: string, typed: string): Promise<Invitation> {
    await lockStandingUnit(tx, employerId);
    const invitation = await this.rows.byToken(tx, readToken(typed) ?? '', 'for update of i');
    if (!invitation) throw notFound();
    return this.standing(invitation);
  }

  private standing(invitation: Invitation): Invitation {
    const status = this.rows.statusOf(invitation);
    if (status !== 'open') throw new AppError('INVITATION_OVER', { detail: OVER[status] });
    if (!isStanding(invitation.employerStatus)) throw new AppError('INVITATION_OVER');
    return invitation;
  }

  private refuseUnproven(invitation: Invitation, proof: string): void {
    const [digits = '', mac = ''] = proof.split('.');
    const until = Number.parseInt(digits, BASE);
    const expected = this.proofMac(invitation, until);
    const given = Buffer.from(mac, 'base64url');
    if (given.length !== expected.length || !timingSafeEqual(given, expected) || until <= this.clock.now().getTime())
      throw new AppError('CODE_EXPIRED');
  }

  /** Sent again, or for another contact, an invitation is proven anew. */
  private proofMac({ id, tokenMac, contactMac }: Invitation, until: number): Buffer {
    return this.cipher.mac(
      'invitation_proof',
      [id, tokenMac.toString('hex'), contactMac.toString('hex'), until].join('|'),
    );
  }

  private async actFor(tx: Tx, ctx: RequestContext, employerId: string): Promise<void> {
    const { accountId, sessionId } = ctx.actor;
    await tx.exec('update session set employer_id = $3 where id = $1 and account_id = $2', [
      sessionId ?? null,
      accountId,
      employerId,
    ]);
    await this.audit.append(tx, ctx, {
      schoolId: null,
      aggregateType: 'account',
      aggregateId: accountId as string,
      action: 'session.company',
      before: { employerId: ctx.actor.employerId ?? null },
      after: { employerId },
    });
  }

  private async consent(tx: Tx, ctx: RequestContext, accountId: string): Promise<void> {
    await tx.exec(
      `insert into privacy_consent (account_id, notice, version, given_at, ip, device) values ($1, 'employer_person', $2, $3, $4, $5)`,
      [accountId, PRIVACY_NOTICE.version, this.clock.now(), ctx.ip, ctx.device],
    );
  }
}

const boundTo = ({ id }: Invitation): string => `invitation:${id}`;
const notFound = (): AppError =>
  new AppError('NOT_FOUND', { detail: '没有这份邀请。请核对邀请码，或联系邀请你的人。' });
