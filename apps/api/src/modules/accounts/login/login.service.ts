import { Injectable } from '@nestjs/common';
import type { SignedInAudience } from '../../../platform/access/index.js';
import { AuditService } from '../../../platform/audit/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import { AccountsRepository, type Credentials } from '../accounts.repository.js';
import { Captcha } from '../credentials/captcha.js';
import { InitialCredentials } from '../credentials/initial-credentials.js';
import { PasswordHasher } from '../credentials/password-hasher.js';
import type { LoginBody } from '../http/session.dto.js';
import { Sessions, type SessionTokens } from '../sessions/sessions.service.js';
import { signedInAudience } from '../signed-in.js';
import { type AttemptKey, type AttemptState, LoginAttempts } from './login-attempts.js';
import { LoginBudget } from './login-budget.js';
import { LoginProgress } from './login-progress.js';
import { LoginSchools } from './login-schools.js';

/** Logs in by password or activation code. Answers and time are the same whether an account exists or not. */
@Injectable()
export class LoginService {
  constructor(
    private readonly db: Db,
    private readonly audit: AuditService,
    private readonly accounts: AccountsRepository,
    private readonly attempts: LoginAttempts,
    private readonly budget: LoginBudget,
    private readonly captcha: Captcha,
    private readonly hasher: PasswordHasher,
    private readonly initials: InitialCredentials,
    private readonly progress: LoginProgress,
    private readonly schools: LoginSchools,
    private readonly sessions: Sessions,
  ) {}

  async login(ctx: RequestContext, body: LoginBody): Promise<SessionTokens> {
    const audience = signedInAudience(ctx);
    await this.budget.spend(ctx);
    const suspicious = await this.budget.refuseAfterFailures(ctx);
    const login = body.account.toLowerCase();
    const schoolCode = await this.schools.codeOf(audience, body.schoolCode);
    const key = this.attempts.keyOf(audience, login, schoolCode);
    const { before, candidates } = await this.db.system(async () => ({
      before: await this.attempts.state(key),
      candidates: await this.accounts.systemByLogin(audience, login, schoolCode),
    }));
    if (before.locked) throw locked(before.until);
    if (before.captcha || suspicious) await this.captcha.verify(ctx, body.captcha);
    // a phone that several accounts of employers share names none of them
    const account = candidates.length === 1 ? candidates[0] : undefined;
    const right = await this.matches(account, body.password);
    if (!account || !right) throw await this.refuse(ctx, key, account);
    if (!account.schoolOpen) throw await this.turnAway(ctx, account, 'SCHOOL_CLOSED');
    if (!account.active || !account.linked) throw await this.turnAway(ctx, account, 'ACCOUNT_DISABLED');
    return this.open(ctx, audience, key, account);
  }

  /** One field for both; a hash is computed in any case, so that it takes as long whatever is typed for whomever. */
  private async matches(account: Credentials | undefined, typed: string): Promise<boolean> {
    const own = await this.hasher.verify(account?.passwordHash, typed);
    const initial =
      account?.passwordKind === 'initial' && this.initials.matches(account.passwordHash, account.id, typed);
    return own || initial;
  }

  private async open(
    ctx: RequestContext,
    audience: SignedInAudience,
    key: AttemptKey,
    account: Credentials,
  ): Promise<SessionTokens> {
    const outcome = await this.db.system(async (tx) => {
      const state = await this.attempts.stateLocked(tx, key);
      if (state.locked) return locked(state.until);
      const facts = await this.accounts.lockedFacts(tx, account.id);
      // reset, changed or closed while the hash was computed
      if (!facts.active || facts.passwordHash !== account.passwordHash) return new AppError('BAD_CREDENTIALS');
      if (state.noted) await this.attempts.clear(tx, key);
      const stage = await this.progress.next(tx, facts, { factor: null }).catch(refusalOf);
      if (stage instanceof AppError) return stage;
      return this.sessions.open(tx, ctx, audience, account, { stage, method: 'password' });
    });
    if (!(outcome instanceof AppError)) return outcome;
    if (outcome.code === 'ACCOUNT_LOCKED' || outcome.code === 'BAD_CREDENTIALS') throw outcome;
    await this.turnAway(ctx, account, outcome.code);
    throw outcome;
  }

  private async refuse(ctx: RequestContext, key: AttemptKey, account: Credentials | undefined): Promise<AppError> {
    await this.budget.spendFailure(ctx);
    const state = await this.db.system(async (tx) => {
      const after = await this.attempts.fail(tx, key);
      await this.record(tx, ctx, account, {
        id: account?.id ?? key.loginKey.toString('hex', 0, 16),
        action: after.locked ? 'session.locked' : 'session.login_failed',
        after: after.locked ? { until: after.until } : { remaining: after.remaining },
      });
      return after;
    });
    return refusal(state);
  }

  /** Only whoever knows the password is told that the account is closed. */
  private async turnAway(ctx: RequestContext, account: Credentials, code: AppError['code']): Promise<AppError> {
    await this.db.system((tx) =>
      this.record(tx, ctx, account, { id: account.id, action: 'session.login_failed', after: { why: code } }),
    );
    return new AppError(code);
  }

  private record(
    tx: Tx,
    ctx: RequestContext,
    account: Credentials | undefined,
    { id, action, after }: { id: string; action: string; after: object },
  ): Promise<void> {
    return this.audit.append(tx, ctx, {
      schoolId: account?.schoolId ?? null,
      aggregateType: account ? 'account' : 'login',
      aggregateId: id,
      action,
      after,
      result: 'refused',
    });
  }
}

/** What is refused on purpose goes back to the caller once the transaction is committed; defects go on. */
function refusalOf(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  throw thrown;
}

/** The page gets its proof of work ready as soon as the next try will want one. */
function refusal(state: AttemptState): AppError {
  if (state.locked) return locked(state.until);
  return new AppError('BAD_CREDENTIALS', {
    detail: `账号或密码不对，还可以再试 ${state.remaining} 次。`,
    extra: { triesLeft: state.remaining, captcha: state.captcha },
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
