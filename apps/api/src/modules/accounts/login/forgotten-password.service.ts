import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AuditService } from '../../../platform/audit/index.js';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { FieldCipher } from '../../../platform/crypto/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AppError, isUuid } from '../../../platform/http/index.js';
import { type AccountFacts, AccountsRepository } from '../accounts.repository.js';
import { AccountContacts, type Contact } from '../credentials/account-contacts.js';
import { AccountNotices } from '../credentials/account-notices.js';
import { Captcha } from '../credentials/captcha.js';
import { strongPassword } from '../credentials/generated.js';
import { passwordRulesOf } from '../credentials/password-rules.js';
import { Passwords } from '../credentials/passwords.js';
import { SecurityRules } from '../credentials/security-rules.js';
import { normalTarget, VerificationCodes } from '../credentials/verification-codes.js';
import type {
  ForgottenBody,
  ForgottenCodeBody,
  ForgottenStaffBody,
  NewPasswordByTokenBody,
  ResetBegunView,
  ResetTokenView,
} from '../http/forgotten-password.dto.js';
import { Sessions } from '../sessions/sessions.service.js';
import { signedInAudience } from '../signed-in.js';
import { atTheEarliest } from './answer-floor.js';
import { LoginAttempts } from './login-attempts.js';
import { LoginBudget } from './login-budget.js';
import { LoginSchools } from './login-schools.js';

/** How long after the code the new password may be set. */
const TOKEN_MS = 10 * 60_000;

/**
 * Back in without the password: a code to what the account is bound to. What is asked and answered is the same whether
 * there is such an account and whether it is bound to anything.
 */
@Injectable()
export class ForgottenPassword {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly cipher: FieldCipher,
    private readonly audit: AuditService,
    private readonly accounts: AccountsRepository,
    private readonly attempts: LoginAttempts,
    private readonly budget: LoginBudget,
    private readonly captcha: Captcha,
    private readonly codes: VerificationCodes,
    private readonly contacts: AccountContacts,
    private readonly notices: AccountNotices,
    private readonly passwords: Passwords,
    private readonly rules: SecurityRules,
    private readonly schools: LoginSchools,
    private readonly sessions: Sessions,
  ) {}

  /** Staff name the phone or mail as well, and must name the right one. */
  async begin(ctx: RequestContext, typed: ForgottenBody | ForgottenStaffBody): Promise<ResetBegunView> {
    await this.budget.spend(ctx);
    const body = await this.inSchool(ctx, typed);
    await this.captcha.verify(ctx, body.captcha);
    const wanted = 'contact' in body ? typedContact(body.contact) : { channel: body.channel };
    return atTheEarliest(async () => {
      const account = await this.find(ctx, body);
      const contact = account && this.contactOf(account, wanted);
      const request = { purpose: 'reset', boundTo: this.boundTo(ctx, body) } as const;
      const { codeId, expiresAt, retryAfter } = contact
        ? await this.codes.issue(ctx, { ...request, ...contact, accountId: account.id, quiet: true })
        : await this.codes.issueToNobody(ctx, { ...request, channel: 'sms' });
      return { resetId: codeId, expiresAt, retryAfter };
    });
  }

  /** F-007: shown once. */
  async generate(ctx: RequestContext, body: ForgottenCodeBody): Promise<string> {
    const accountId = await this.proven(ctx, body);
    const password = strongPassword();
    await this.set(ctx, accountId, password);
    return password;
  }

  async prove(ctx: RequestContext, body: ForgottenCodeBody): Promise<ResetTokenView> {
    const accountId = await this.proven(ctx, body);
    return this.db.system(async (tx) => {
      const account = await this.accounts.facts(tx, accountId);
      const passwordRules = passwordRulesOf(account.audience, await this.rules.of(tx, account.schoolId));
      const mac = this.tokenMac(body.resetId, account);
      return { token: `${body.resetId}.${mac.toString('base64url')}`, passwordRules };
    });
  }

  /** The token is good until a password is set, by whatever way: it is made of the present one. */
  async setByToken(ctx: RequestContext, { token, password }: NewPasswordByTokenBody): Promise<void> {
    const [codeId = '', mac = ''] = token.split('.');
    const account = await this.db.system((tx) => this.accountOfCode(tx, codeId));
    const right = account && this.tokenMac(codeId, account);
    const given = Buffer.from(mac, 'base64url');
    if (!account || !right || given.length !== right.length || !timingSafeEqual(given, right)) throw tokenExpired();
    if (account.audience !== ctx.audience) throw tokenExpired();
    await this.set(ctx, account.id, password);
  }

  private async set(ctx: RequestContext, accountId: string, password: string): Promise<void> {
    const prepared = await this.passwords.prepare(accountId, password);
    await this.db.system(async (tx) => {
      const account = await this.accounts.lockedFacts(tx, accountId);
      if (!account.active) throw new AppError('ACCOUNT_DISABLED');
      const own = { ...ctx, actor: { ...ctx.actor, accountId, displayName: account.name } };
      await this.passwords.set(tx, own, accountId, prepared);
      await this.audit.append(tx, own, {
        schoolId: account.schoolId,
        aggregateType: 'account',
        aggregateId: accountId,
        action: 'account.password_recovered',
      });
      await this.sessions.endAll(tx, own, accountId, 'password_changed');
      const key = this.attempts.keyOf(account.audience, account.login.toLowerCase(), account.schoolCode ?? undefined);
      await this.attempts.clear(tx, key);
      await this.notices.passwordSet(tx, own, account);
    });
  }

  private async find(ctx: RequestContext, body: ForgottenBody | ForgottenStaffBody): Promise<AccountFacts | undefined> {
    const candidates = await this.accounts.systemByLogin(
      signedInAudience(ctx),
      body.account.toLowerCase(),
      body.schoolCode,
    );
    const found = candidates.length === 1 ? candidates.find((one) => one.active && one.linked) : undefined;
    return found && this.db.system((tx) => this.accounts.facts(tx, found.id));
  }

  /** What is bound and proven: the one that was named, else the phone before the mail. */
  private contactOf(
    account: AccountFacts,
    wanted: Contact | { channel: Contact['channel'] | undefined },
  ): Contact | undefined {
    const bound = this.contacts.proven(account).filter(({ channel }) => this.codes.available(channel));
    return bound.find(
      (one) =>
        (wanted.channel === undefined || one.channel === wanted.channel) &&
        (!('target' in wanted) || one.target === wanted.target),
    );
  }

  /** Whose account the right code has opened. */
  private async proven(ctx: RequestContext, body: ForgottenCodeBody): Promise<string> {
    await this.budget.spend(ctx);
    await this.budget.refuseAfterFailures(ctx);
    const { resetId: codeId, code } = body;
    const boundTo = this.boundTo(ctx, await this.inSchool(ctx, body));
    try {
      await this.codes.check(ctx, { codeId, purpose: 'reset', boundTo, code });
    } catch (error) {
      await this.budget.spendFailure(ctx);
      throw error;
    }
    const account = await this.db.system((tx) => this.accountOfCode(tx, codeId));
    if (!account) throw tokenExpired();
    return account.id;
  }

  private async accountOfCode(tx: Tx, codeId: string): Promise<AccountFacts | undefined> {
    if (!isUuid(codeId)) return undefined;
    const row = await tx.maybeOne<{ accountId: string }>(
      `select account_id as "accountId" from verification_code
        where id = $1 and purpose = 'reset' and account_id is not null and used_at > $2`,
      [codeId, new Date(this.clock.now().getTime() - TOKEN_MS)],
    );
    return row && this.accounts.facts(tx, row.accountId);
  }

  private async inSchool<B extends { schoolCode?: string }>(ctx: RequestContext, body: B): Promise<B> {
    const schoolCode = await this.schools.codeOf(signedInAudience(ctx), body.schoolCode);
    return schoolCode === undefined ? body : { ...body, schoolCode };
  }

  private boundTo(ctx: RequestContext, body: { account: string; schoolCode?: string }): string {
    const key = this.attempts.keyOf(signedInAudience(ctx), body.account.toLowerCase(), body.schoolCode);
    return `reset:${key.loginKey.toString('hex')}:${key.schoolCode}`;
  }

  private tokenMac(codeId: string, account: AccountFacts): Buffer {
    return this.cipher.mac('reset_token', `${codeId}|${account.id}|${account.passwordHash}`);
  }
}

function typedContact(text: string): Contact {
  const channel = text.includes('@') ? 'mail' : 'sms';
  try {
    return { channel, target: normalTarget(channel, text) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const errors = [{ field: 'contact', code: 'FORMAT', message: error.detail }];
    throw new AppError('VALIDATION_FAILED', { detail: error.detail, errors });
  }
}

function tokenExpired(): AppError {
  return new AppError('CODE_EXPIRED', { detail: '这次找回已经过期。请重新获取验证码。' });
}
