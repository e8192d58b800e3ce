import { Injectable } from '@nestjs/common';
import { isSignedInAudience, type SignedInAudience } from '../../../platform/access/index.js';
import { AuditService } from '../../../platform/audit/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import { AccountsRepository, type Credentials, type SchoolChoice } from '../accounts.repository.js';
import type { LoginBody } from '../http/session.dto.js';
import { type AttemptKey, type AttemptState, LoginAttempts } from './login-attempts.js';
import { LoginBudget } from './login-budget.js';
import { PasswordHasher } from '../credentials/password-hasher.js';
import { Sessions, type SessionTokens } from '../sessions/sessions.service.js';

/** Logs in by password. Answers and time are the same whether an account exists or not. */
@Injectable()
export class LoginService {
  constructor(
    private readonly db: Db,
    private readonly audit: AuditService,
    private readonly accounts: AccountsRepository,
    private readonly attempts: LoginAttempts,
    private readonly budget: LoginBudget,
    private readonly hasher: PasswordHasher,
    private readonly sessions: Sessions,
  ) {}

  async login(ctx: RequestContext, body: LoginBody): Promise<SessionTokens> {
    const audience = signedInAudience(ctx);
    await this.budget.spend(ctx);
    const login = body.account.toLowerCase();
    const key = this.attempts.keyOf(audience, login, body.schoolCode);
    const before = await this.attempts.state(key);
    if (before.locked) throw locked(before.until);
    const candidates = await this.accounts.systemByLogin(audience, login, body.schoolCode);
    if (candidates.length > 1) throw schoolCodeRequired(await this.accounts.systemSchools());
    const account = candidates[0];
    const right = await this.hasher.verify(account?.passwordHash, body.password);
    if (!account || !right) throw await this.refuse(ctx, key, account);
    if (!account.active || !account.linked) throw await this.turnAway(ctx, account);
    return this.open(ctx, audience, key, account);
  }

  private async open(
    ctx: RequestContext,
    audience: SignedInAudience,
    key: AttemptKey,
    account: Credentials,
  ): Promise<SessionTokens> {
    return this.db.system(async (tx) => {
      const state = await this.attempts.stateLocked(tx, key);
      if (state.locked) throw locked(state.until);
      await this.attempts.clear(tx, key);
      return this.sessions.open(tx, ctx, audience, account, { stage: 'full', method: 'password' });
    });
  }

  private async refuse(ctx: RequestContext, key: AttemptKey, account: Credentials | undefined): Promise<AppError> {
    await this.budget.spendFailure(ctx);
    const state = await this.db.system(async (tx) => {
      const after = await this.attempts.fail(tx, key);
      await this.audit.append(tx, ctx, {
        schoolId: account?.schoolId ?? null,
        aggregateType: account ? 'account' : 'login',
        aggregateId: account?.id ?? key.loginKey.toString('hex', 0, 16),
        action: after.locked ? 'session.locked' : 'session.login_failed',
        after: after.locked ? { until: after.until } : { remaining: after.remaining },
        result: 'refused',
      });
      return after;
    });
    return refusal(state);
  }

  /** Only whoever knows the password is told that the account is closed. */
  private async turnAway(ctx: RequestContext, account: Credentials): Promise<AppError> {
    await this.db.system((tx) =>
      this.audit.append(tx, ctx, {
        schoolId: account.schoolId,
        aggregateType: 'account',
        aggregateId: account.id,
        action: 'session.login_failed',
        after: { active: account.active, linked: account.linked },
        result: 'refused',
      }),
    );
    return new AppError('ACCOUNT_DISABLED');
  }
}

export function signedInAudience(ctx: RequestContext): SignedInAudience {
  if (!isSignedInAudience(ctx.audience)) throw new Error(`there are no sessions for ${ctx.audience}`);
  return ctx.audience;
}

function refusal(state: AttemptState): AppError {
  if (state.locked) return locked(state.until);
  return new AppError('BAD_CREDENTIALS', {
    detail: `账号或密码不对，还可以再试 ${state.remaining} 次。`,
    extra: { triesLeft: state.remaining },
  });
}

const clockTime = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

function locked(until: Date): AppError {
  return new AppError('ACCOUNT_LOCKED', {
    detail: `连续输错次数太多，账号锁定到 ${clockTime.format(until)}。请到时再试。`,
    extra: { lockedUntil: until.toISOString() },
  });
}

/** Offers all schools, not those that know the login. */
function schoolCodeRequired(schools: SchoolChoice[]): AppError {
  const message = '这个账号在几所学校都有。请选择学校。';
  return new AppError('VALIDATION_FAILED', {
    detail: message,
    errors: [{ field: 'schoolCode', code: 'SCHOOL_CODE_REQUIRED', message }],
    extra: { schools },
  });
}
