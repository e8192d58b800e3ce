import { Injectable } from '@nestjs/common';
import { AuditService } from '../../../platform/audit/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import { type AccountFacts, AccountsRepository } from '../accounts.repository.js';
import { PasswordCheck } from '../credentials/password-check.js';
import { SecurityRules } from '../credentials/security-rules.js';
import { LoginProgress } from '../login/login-progress.js';
import { Authenticator, type Enrolment } from '../second-factor/authenticator.js';
import { RecoveryCodes } from '../second-factor/recovery-codes.js';
import { SessionGuesses } from '../sessions/session-guesses.js';
import { holderOf } from '../signed-in.js';

/** Binding an authenticator app to one's account, and taking it off. */
@Injectable()
export class OwnAuthenticator {
  constructor(
    private readonly db: Db,
    private readonly audit: AuditService,
    private readonly accounts: AccountsRepository,
    private readonly authenticator: Authenticator,
    private readonly recovery: RecoveryCodes,
    private readonly check: PasswordCheck,
    private readonly guesses: SessionGuesses,
    private readonly progress: LoginProgress,
    private readonly rules: SecurityRules,
  ) {}

  /** At the first log-in there is no password of one's own to ask for yet. */
  async begin(ctx: RequestContext, password: string | undefined): Promise<Enrolment> {
    if (ctx.actor.stage === 'full') await this.check.verifyPassword(ctx, password);
    return this.change(ctx, async (tx, account) => {
      if (account.totp) throw new AppError('ALREADY_BOUND', { detail: '已经绑定了身份验证器。要换手机，请先解绑。' });
      return this.authenticator.begin(tx, account);
    });
  }

  /** The first code shows that the app works; only now it counts. */
  async confirm(ctx: RequestContext, code: string): Promise<string[]> {
    const { sessionId } = holderOf(ctx);
    const codes = await this.change(ctx, async (tx, account) => {
      if (account.totp) throw new AppError('ALREADY_BOUND', { detail: '身份验证器已经绑定好了。' });
      if (!(await this.authenticator.confirm(tx, account.id, code))) return null;
      await tx.exec(`update session set factor = 'totp' where id = $1`, [sessionId]);
      await this.record(tx, ctx, account, 'account.totp_enrolled');
      return this.recovery.renew(tx, account.id);
    });
    if (codes) return codes;
    const message = '验证码不对。请核对手机的时间是否准确，再输当前显示的 6 位数字。';
    await this.guesses.wrong(ctx, 'session.factor_failed');
    throw new AppError('CODE_WRONG', { detail: message, errors: [{ field: 'code', code: 'CODE_WRONG', message }] });
  }

  async remove(ctx: RequestContext, password: string): Promise<void> {
    await this.check.verifyPassword(ctx, password);
    await this.change(ctx, async (tx, account) => {
      const without = { ...account, totp: false };
      const wanted = this.progress.factorWanted(without, await this.rules.of(tx, account.schoolId));
      if (wanted && this.progress.factorsOf(without).length === 0) {
        throw new AppError('NOT_ALLOWED_NOW', { detail: '登录要有第二步验证。请先绑定手机，再解绑身份验证器。' });
      }
      await this.authenticator.remove(tx, account.id);
      await this.recovery.remove(tx, account.id);
      await this.record(tx, ctx, account, 'account.totp_removed');
    });
  }

  async renewRecoveryCodes(ctx: RequestContext, password: string): Promise<string[]> {
    await this.check.verifyPassword(ctx, password);
    return this.change(ctx, async (tx, account) => {
      if (!account.totp) throw new AppError('NOT_ALLOWED_NOW', { detail: '请先绑定身份验证器，再生成恢复码。' });
      await this.record(tx, ctx, account, 'account.recovery_codes_renewed');
      return this.recovery.renew(tx, account.id);
    });
  }

  private change<T>(ctx: RequestContext, work: (tx: Tx, account: AccountFacts) => Promise<T>): Promise<T> {
    const { accountId } = holderOf(ctx);
    return this.db.system(async (tx) => work(tx, await this.accounts.lockedFacts(tx, accountId)));
  }

  private record(tx: Tx, ctx: RequestContext, account: AccountFacts, action: string): Promise<void> {
    return this.audit.append(tx, ctx, {
      schoolId: account.schoolId,
      aggregateType: 'account',
      aggregateId: account.id,
      action,
    });
  }
}
