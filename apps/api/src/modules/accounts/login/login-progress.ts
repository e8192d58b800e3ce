import { Injectable } from '@nestjs/common';
import { maskEmail } from '@qiancheng/shared';
import type { SignedInAudience } from '../../../platform/access/index.js';
import { Clock } from '../../../platform/clock/index.js';
import { AppConfig } from '../../../platform/config/index.js';
import type { SessionStage } from '../../../platform/context/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import type { AccountFacts } from '../accounts.repository.js';
import { isStaff, passwordRulesOf } from '../credentials/password-rules.js';
import { type Security, SecurityRules } from '../credentials/security-rules.js';
import { type CodeChannel, VerificationCodes } from '../credentials/verification-codes.js';
import type { SecondStep } from '../http/session.dto.js';

export type Factor = 'sms' | 'mail' | 'totp' | 'recovery_code';
export type SetupNeed = 'contact' | 'authenticator' | 'password';

/** What this log-in has shown so far. */
export interface Proven {
  factor: string | null;
}

const DAY_MS = 86_400_000;

const WHOM_TO_ASK: Record<SignedInAudience, string> = {
  teacher: '本校就业中心管理员',
  student: '辅导员或学校就业中心',
  employer: '本单位的管理员',
  platform: '平台的其他管理员',
};

/** How far a log-in has come, and what it still wants: a second factor, a contact and a password of one's own. */
@Injectable()
export class LoginProgress {
  constructor(
    private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly rules: SecurityRules,
    private readonly codes: VerificationCodes,
  ) {}

  /**
   * The stage of the next session, once the password (or a WeChat) was right.
   * @throws AppError PASSWORD_EXPIRED, SECOND_STEP_REQUIRED where nobody but others can help
   */
  async next(tx: Tx, account: AccountFacts, proven: Proven): Promise<SessionStage> {
    const security = await this.rules.of(tx, account.schoolId);
    this.refuseExpiredInitial(account);
    const needs = this.needsOf(account, security);
    if (this.factorWanted(account, security) && proven.factor === null) {
      if (this.factorsOf(account).length > 0) return 'second_factor';
      if (!needs.includes('contact') && !needs.includes('authenticator')) throw noFactor(account.audience);
    }
    return needs.length > 0 ? 'setup' : 'full';
  }

  /** For the page that asks. */
  async stepOf(tx: Tx, account: AccountFacts, stage: SessionStage): Promise<SecondStep | null> {
    if (stage === 'full') return null;
    const security = await this.rules.of(tx, account.schoolId);
    const setup = stage === 'setup';
    return {
      kind: stage,
      needs: setup ? this.needsOf(account, security) : [],
      channels: setup ? this.contactChannels(account.audience) : [],
      factors: setup ? [] : this.factorsOf(account),
      phoneMasked: account.phoneMasked,
      emailMasked: account.email === null ? null : maskEmail(account.email),
      passwordIs: account.passwordKind === 'own' ? 'expired' : 'initial',
      passwordRules: passwordRulesOf(account.audience, security),
    };
  }

  async needs(tx: Tx, account: AccountFacts): Promise<SetupNeed[]> {
    return this.needsOf(account, await this.rules.of(tx, account.schoolId));
  }

  /** Where a first contact may be bound. Staff get their log-in codes there, so it is the phone where that is connected. */
  contactChannels(audience: SignedInAudience): CodeChannel[] {
    const open = (['sms', 'mail'] as const).filter((channel) => this.codes.available(channel));
    return isStaff(audience) ? open.slice(0, 1) : open;
  }

  /** By what this account can prove the second step, the strongest first. */
  factorsOf(account: AccountFacts): Factor[] {
    const factors: Factor[] = [];
    if (account.totp) factors.push('totp');
    const sms = this.codes.available('sms');
    if (account.phoneVerifiedAt && sms) factors.push('sms');
    if (account.emailVerifiedAt && !sms && this.codes.available('mail')) factors.push('mail');
    if (account.totp && account.recoveryCodes > 0) factors.push('recovery_code');
    return factors;
  }

  /** Whoever has enrolled an authenticator is asked for it, whatever the school says. */
  factorWanted(account: AccountFacts, security: Security): boolean {
    if (account.totp) return true;
    if (account.audience === 'teacher') return security.second_factor_staff;
    return account.audience === 'platform' && !this.config.demo;
  }

  private needsOf(account: AccountFacts, security: Security): SetupNeed[] {
    if (account.passwordKind === 'own') return this.passwordExpired(account, security) ? ['password'] : [];
    const channels = this.contactChannels(account.audience);
    const proven = channels.some((channel) => (channel === 'sms' ? account.phoneVerifiedAt : account.emailVerifiedAt));
    if (channels.length > 0 && !proven) return ['contact', 'password'];
    const noChannel = channels.length === 0 && this.factorWanted(account, security) && !account.totp;
    return noChannel ? ['authenticator', 'password'] : ['password'];
  }

  private passwordExpired(account: AccountFacts, security: Security): boolean {
    if (!isStaff(account.audience)) return false;
    const until = account.passwordAt.getTime() + security.staff_password_days * DAY_MS;
    return until <= this.clock.now().getTime();
  }

  private refuseExpiredInitial({ audience, passwordKind, initialExpiresAt }: AccountFacts): void {
    if (passwordKind !== 'initial' || initialExpiresAt === null || initialExpiresAt > this.clock.now()) return;
    throw new AppError('PASSWORD_EXPIRED', {
      detail: `初始密码或激活码已经过期。请联系${WHOM_TO_ASK[audience]}重新发一个。`,
    });
  }
}

function noFactor(audience: SignedInAudience): AppError {
  return new AppError('SECOND_STEP_REQUIRED', {
    detail: `登录要验证手机或身份验证器，你的账号都还没有绑定。请联系${WHOM_TO_ASK[audience]}。`,
  });
}
