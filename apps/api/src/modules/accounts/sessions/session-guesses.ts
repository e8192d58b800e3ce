import { Injectable } from '@nestjs/common';
import { AuditService } from '../../../platform/audit/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import { type EndReason, Sessions } from './sessions.service.js';
import { holderOf } from '../signed-in.js';

export const MAX_GUESSES = 5;

/** What a session may guess at, a password asked for again or a second factor: five wrong answers end it. */
@Injectable()
export class SessionGuesses {
  constructor(
    private readonly db: Db,
    private readonly audit: AuditService,
    private readonly sessions: Sessions,
  ) {}

  /**
   * Of many simultaneous guesses, a right one does not count once five wrong ones were noted.
   * @throws AppError SESSION_EXPIRED
   */
  async right(ctx: RequestContext): Promise<void> {
    const { sessionId } = holderOf(ctx);
    const open = await this.db.system((tx) =>
      tx.exec('update session set reauth_failures = 0 where id = $1 and revoked_at is null and reauth_failures < $2', [
        sessionId,
        MAX_GUESSES,
      ]),
    );
    if (open === 0) throw tooMany();
  }

  /**
   * Answers how many guesses are left, at least one.
   * @throws AppError SESSION_EXPIRED once there are none
   */
  async wrong(ctx: RequestContext, action: 'session.reauth_failed' | 'session.factor_failed'): Promise<number> {
    const { audience, accountId, sessionId } = holderOf(ctx);
    const remaining = await this.db.system(async (tx) => {
      const row = await tx.one<{ failures: number }>(
        'update session set reauth_failures = reauth_failures + 1 where id = $1 returning reauth_failures as failures',
        [sessionId],
      );
      const left = Math.max(0, MAX_GUESSES - row.failures);
      await this.audit.append(tx, ctx, {
        schoolId: ctx.schoolId,
        aggregateType: 'account',
        aggregateId: accountId,
        action,
        after: { remaining: left },
        result: 'refused',
      });
      return left;
    });
    if (remaining > 0) return remaining;
    const reason: EndReason = action === 'session.factor_failed' ? 'factor_failed' : 'reauth_failed';
    await this.sessions.end(ctx, audience, sessionId, reason);
    throw tooMany();
  }
}

function tooMany(): AppError {
  return new AppError('SESSION_EXPIRED', { detail: `连续输错 ${MAX_GUESSES} 次，已经退出登录。请重新登录。` });
}
