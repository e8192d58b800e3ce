import { Injectable } from '@nestjs/common';
import { maskEmail, maskMobile } from '@qiancheng/shared';
import { AuditService } from '../../../platform/audit/index.js';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db } from '../../../platform/database/index.js';
import { type AccountFacts, AccountsRepository } from '../accounts.repository.js';
import { AccountContacts } from '../credentials/account-contacts.js';
import { AccountNotices } from '../credentials/account-notices.js';
import { PasswordCheck } from '../credentials/password-check.js';
import { isStaff, passwordRulesOf } from '../credentials/password-rules.js';
import { Passwords } from '../credentials/passwords.js';
import { type Security, SecurityRules } from '../credentials/security-rules.js';
import { type IssuedCode, VerificationCodes } from '../credentials/verification-codes.js';
import type { ContactCodeBody } from '../http/login-steps.dto.js';
import type { BoundContactView, ChangeContactBody, ChangePasswordBody, OwnAccountView } from '../http/self.dto.js';
import { LoginProgress } from '../login/login-progress.js';
import { Sessions } from '../sessions/sessions.service.js';
import { holderOf } from '../signed-in.js';

const DAY_MS = 86_400_000;

/** What people see and change of their own account. Every change asks for the password again. */
@Injectable()
export class OwnAccount {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly audit: AuditService,
    private readonly accounts: AccountsRepository,
    private readonly progress: LoginProgress,
    private readonly rules: SecurityRules,
    private readonly contacts: AccountContacts,
    private readonly notices: AccountNotices,
    private readonly codes: VerificationCodes,
    private readonly check: PasswordCheck,
    private readonly passwords: Passwords,
    private readonly sessions: Sessions,
  ) {}

  view(ctx: RequestContext): Promise<OwnAccountView> {
    const { accountId } = holderOf(ctx);
    return this.db.system(async (tx) => {
      const account = await this.accounts.facts(tx, accountId);
      const security = await this.rules.of(tx, account.schoolId);
      return {
        login: account.login,
        name: account.name,
        phone: bound(account.phoneMasked, account.phoneVerifiedAt),
        email: bound(account.email && maskEmail(account.email), account.emailVerifiedAt),
        channels: (['sms', 'mail'] as const).filter((channel) => this.codes.available(channel)),
        passwordAt: account.passwordAt,
        passwordUntil: passwordUntil(account, security),
        passwordRules: passwordRulesOf(account.audience, security),
        secondFactor: {
          wanted: this.progress.factorWanted(account, security),
          factors: this.progress.factorsOf(account),
          authenticator: account.totp,
          recoveryCodes: account.recoveryCodes,
        },
      };
    });
  }

  /** Whoever else is signed in with the old one is not any more. */
  async changePassword(ctx: RequestContext, { oldPassword, password }: ChangePasswordBody): Promise<void> {
    const { accountId, sessionId } = holderOf(ctx);
    await this.check.verifyPassword(ctx, oldPassword, 'oldPassword');
    const prepared = await this.passwords.prepare(accountId, password);
    await this.db.system(async (tx) => {
      await this.passwords.set(tx, ctx, accountId, prepared);
      await this.sessions.endAll(tx, ctx, accountId, 'password_changed', sessionId);
      await this.notices.passwordSet(tx, ctx, await this.accounts.facts(tx, accountId));
    });
  }

  sendContactCode(ctx: RequestContext, { channel, target }: ContactCodeBody): Promise<IssuedCode> {
    const { accountId } = holderOf(ctx);
    return this.codes.issue(ctx, { purpose: 'contact', boundTo: boundTo(ctx), channel, target, accountId });
  }

  /** The code proves the new one, the password who asks for it; the old one is told. */
  async changeContact(ctx: RequestContext, { codeId, code, password }: ChangeContactBody): Promise<void> {
    const { accountId } = holderOf(ctx);
    await this.check.verifyPassword(ctx, password);
    const contact = await this.codes.check(ctx, { codeId, purpose: 'contact', boundTo: boundTo(ctx), code });
    await this.db.system(async (tx) => {
      const before = await this.accounts.lockedFacts(tx, accountId);
      await this.contacts.set(tx, accountId, contact, this.clock.now());
      await this.audit.append(tx, ctx, {
        schoolId: before.schoolId,
        aggregateType: 'account',
        aggregateId: accountId,
        action: 'account.contact_changed',
        after: {
          channel: contact.channel,
          target: contact.channel === 'sms' ? maskMobile(contact.target) : maskEmail(contact.target),
        },
      });
      await this.notices.contactChanged(tx, ctx, before, contact.channel === 'sms' ? '手机号码' : '邮箱');
    });
  }
}

function bound(masked: string | null, verifiedAt: Date | null): BoundContactView | null {
  return masked ? { masked, verified: verifiedAt !== null } : null;
}

function boundTo(ctx: RequestContext): string {
  return `session:${holderOf(ctx).sessionId}`;
}

function passwordUntil(account: AccountFacts, security: Security): Date | null {
  if (!isStaff(account.audience)) return null;
  return new Date(account.passwordAt.getTime() + security.staff_password_days * DAY_MS);
}
