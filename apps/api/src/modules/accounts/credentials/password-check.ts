import { Injectable } from '@nestjs/common';
import { AuditService } from '../../../platform/audit/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import { AccountsRepository } from '../accounts.repository.js';
import { signedInAudience } from '../login/login.service.js';
import { PasswordHasher } from './password-hasher.js';
import { Sessions } from '../sessions/sessions.service.js';

const MAX_FAILURES = 5;

/** The password asked for again as a second factor, before an act that only this person may do. */
@Injectable()
export class PasswordCheck {
  constructor(
    private readonly db: Db,
    private readonly audit: AuditService,
    private readonly accounts: AccountsRepository,
    private readonly hasher: PasswordHasher,
    private readonly sessions: Sessions,
  ) {}

  /**
   * Call it before the act's transaction is opened: hashing takes 25 ms, and a failure must stay counted when the act is
   * rolled back. Five wrong answers end the session.
   * @throws AppError WRONG_PASSWORD, or SESSION_EXPIRED once the budget is spent
   */
  async verifyPassword(ctx: RequestContext, password: string | undefined): Promise<void> {
    const { accountId, sessionId } = ctx.actor;
    if (!accountId || !sessionId) throw new AppError('NOT_AUTHENTICATED');
    if (!password) throw wrong('请输入登录密码，确认是你本人。');
    const right = await this.hasher.verify(await this.accounts.systemPasswordHash(accountId), password);
    const remaining = right ? await this.passed(sessionId) : await this.failed(ctx, accountId, sessionId);
    if (remaining <= 0) {
      await this.sessions.end(ctx, signedInAudience(ctx), sessionId, 'reauth_failed');
      throw new AppError('SESSION_EXPIRED', { detail: '密码连续输错 5 次，已经退出登录。请重新登录。' });
    }
    if (!right) throw wrong(`密码不对，没有确认是你本人。还可以再试 ${remaining} 次。`);
  }

  /** Of many simultaneous guesses, a right one does not count once five wrong ones were noted. */
  private passed(sessionId: string): Promise<number> {
    return this.db.system(async (tx) => {
      const row = await tx.maybeOne<{ failures: number }>(
        'select reauth_failures as failures from session where id = $1 and revoked_at is null',
        [sessionId],
      );
      if (!row || row.failures >= MAX_FAILURES) return 0;
      if (row.failures > 0) {
        await tx.exec('update session set reauth_failures = 0 where id = $1 and reauth_failures < $2', [
          sessionId,
          MAX_FAILURES,
        ]);
      }
      return MAX_FAILURES;
    });
  }

  private failed(ctx: RequestContext, accountId: string, sessionId: string): Promise<number> {
    return this.db.system(async (tx) => {
      const row = await tx.one<{ failures: number }>(
        'update session set reauth_failures = reauth_failures + 1 where id = $1 returning reauth_failures as failures',
        [sessionId],
      );
      const remaining = Math.max(0, MAX_FAILURES - row.failures);
      await this.audit.append(tx, ctx, {
        schoolId: ctx.schoolId,
        aggregateType: 'account',
        aggregateId: accountId,
        action: 'session.reauth_failed',
        after: { remaining },
        result: 'refused',
      });
      return remaining;
    });
  }
}

function wrong(message: string): AppError {
  return new AppError('WRONG_PASSWORD', {
    detail: message,
    errors: [{ field: 'password', code: 'WRONG_PASSWORD', message }],
  });
}
