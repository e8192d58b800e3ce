import { Injectable } from '@nestjs/common';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db } from '../../../platform/database/index.js';
import { AppError, RateLimiter } from '../../../platform/http/index.js';
import { type AccountFacts, AccountsRepository } from '../accounts.repository.js';
import { AccountContacts } from '../credentials/account-contacts.js';
import { type CodeChannel, type IssuedCode, VerificationCodes } from '../credentials/verification-codes.js';
import type { FactorBody } from '../http/login-steps.dto.js';
import type { CookieReply } from '../http/session-cookies.js';
import type { SessionView } from '../http/session.dto.js';
import { type Factor, LoginProgress } from '../login/login-progress.js';
import { SessionDesk } from '../sessions/session-desk.js';
import { SessionGuesses } from '../sessions/session-guesses.js';
import { holderOf } from '../signed-in.js';
import { Authenticator } from './authenticator.js';
import { RecoveryCodes } from './recovery-codes.js';

const HOUR = 3_600;
/** Over all log-ins of an account: whoever has the password does not get five more guesses with each of them. */
const TRIES_AN_HOUR = 20;

/** The second step of a log-in: a code to the phone, one of the authenticator, or a recovery code. */
@Injectable()
export class SecondFactor {
  constructor(
    private readonly db: Db,
    private readonly accounts: AccountsRepository,
    private readonly progress: LoginProgress,
    private readonly contacts: AccountContacts,
    private readonly codes: VerificationCodes,
    private readonly authenticator: Authenticator,
    private readonly recovery: RecoveryCodes,
    private readonly guesses: SessionGuesses,
    private readonly limiter: RateLimiter,
    private readonly desk: SessionDesk,
  ) {}

  async sendCode(ctx: RequestContext, channel: CodeChannel): Promise<IssuedCode> {
    const { accountId } = holderOf(ctx);
    const account = await this.accountOf(accountId, channel);
    const target = channel === 'sms' ? this.contacts.phoneOf(account) : account.email;
    if (target === null) throw notThisWay();
    return this.codes.issue(ctx, { purpose: 'login', boundTo: boundTo(ctx), channel, target, accountId });
  }

  async pass(ctx: RequestContext, body: FactorBody, reply: CookieReply): Promise<SessionView> {
    const { accountId } = holderOf(ctx);
    await this.accountOf(accountId, body.factor);
    const key = `factor:${accountId}`;
    const { allowed, retryAfter } = await this.limiter.take(key, TRIES_AN_HOUR, HOUR);
    if (!allowed) throw tooMany(retryAfter);
    const refused = await this.refusalOf(ctx, accountId, body);
    if (refused) throw await this.counted(ctx, refused);
    await this.guesses.right(ctx);
    await this.limiter.reset(key);
    return this.desk.advance(ctx, reply, { factor: body.factor });
  }

  private async accountOf(accountId: string, factor: Factor): Promise<AccountFacts> {
    const account = await this.db.system((tx) => this.accounts.facts(tx, accountId));
    if (!this.progress.factorsOf(account).includes(factor)) throw notThisWay();
    return account;
  }

  /** Undefined when it is right. */
  private async refusalOf(ctx: RequestContext, accountId: string, body: FactorBody): Promise<AppError | undefined> {
    const { factor, code } = body;
    switch (factor) {
      case 'totp':
        return (await this.db.system((tx) => this.authenticator.spend(tx, accountId, code))) ? undefined : wrong();
      case 'recovery_code':
        return (await this.db.system((tx) => this.recovery.use(tx, accountId, code))) ? undefined : wrong();
      case 'sms':
      case 'mail':
        return this.codes
          .check(ctx, { codeId: body.codeId ?? '', purpose: 'login', boundTo: boundTo(ctx), code })
          .then(() => undefined, refusal);
    }
  }

  private async counted(ctx: RequestContext, refused: AppError): Promise<AppError> {
    const left = await this.guesses.wrong(ctx, 'session.factor_failed');
    if (refused.code !== 'CODE_WRONG') return refused;
    const triesLeft = Math.min(left, Number(refused.extra?.['triesLeft'] ?? left));
    const message = `验证码不对，还可以再试 ${triesLeft} 次。`;
    return new AppError('CODE_WRONG', {
      detail: message,
      errors: [{ field: 'code', code: 'CODE_WRONG', message }],
      extra: { triesLeft },
    });
  }
}

function boundTo(ctx: RequestContext): string {
  return `session:${holderOf(ctx).sessionId}`;
}

function refusal(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  throw thrown;
}

function wrong(): AppError {
  return new AppError('CODE_WRONG');
}

function notThisWay(): AppError {
  return new AppError('NOT_ALLOWED_NOW', { detail: '这个账号不能这样验证。请换一种方式。' });
}

function tooMany(retryAfter: number): AppError {
  return new AppError('TOO_MANY_REQUESTS', {
    detail: `第二步验证试得太多。请 ${Math.ceil(retryAfter / 60)} 分钟后再试。`,
    extra: { retryAfter },
  });
}
