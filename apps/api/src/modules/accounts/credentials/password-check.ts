import { Injectable } from '@nestjs/common';
import type { RequestContext } from '../../../platform/context/index.js';
import { AppError } from '../../../platform/http/index.js';
import { AccountsRepository } from '../accounts.repository.js';
import { SessionGuesses } from '../sessions/session-guesses.js';
import { holderOf } from '../signed-in.js';
import { PasswordHasher } from './password-hasher.js';

/** The password asked for again, before an act that only this person may do. */
@Injectable()
export class PasswordCheck {
  constructor(
    private readonly accounts: AccountsRepository,
    private readonly hasher: PasswordHasher,
    private readonly guesses: SessionGuesses,
  ) {}

  /**
   * Call it before the act's transaction is opened: hashing takes 25 ms, and a failure must stay counted when the act is
   * rolled back. Five wrong answers end the session.
   * @param field where the page shows what is wrong
   * @throws AppError WRONG_PASSWORD, or SESSION_EXPIRED once the budget is spent
   */
  async verifyPassword(ctx: RequestContext, password: string | undefined, field = 'password'): Promise<void> {
    const { accountId } = holderOf(ctx);
    if (!password) throw wrong(field, '请输入登录密码，确认是你本人。');
    const hash = await this.accounts.systemPasswordHash(accountId);
    if (await this.hasher.verify(hash, password)) return this.guesses.right(ctx);
    const remaining = await this.guesses.wrong(ctx, 'session.reauth_failed');
    throw wrong(field, `密码不对，没有确认是你本人。还可以再试 ${remaining} 次。`);
  }
}

function wrong(field: string, message: string): AppError {
  return new AppError('WRONG_PASSWORD', {
    detail: message,
    errors: [{ field, code: 'WRONG_PASSWORD', message }],
  });
}
