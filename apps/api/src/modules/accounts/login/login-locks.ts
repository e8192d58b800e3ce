import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/index.js';
import type { SignedInAudience } from '../../../platform/access/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { LoginAttempts } from './login-attempts.js';

/** Who is locked, for those who look after accounts. Locks are kept by what was typed, so accounts are compared by that. */
@Injectable()
export class LoginLocks {
  constructor(
    private readonly clock: Clock,
    private readonly attempts: LoginAttempts,
  ) {}

  /** By account, until when; of one school's accounts, or of an audience that has no schools. */
  async among(
    tx: Tx,
    audience: SignedInAudience,
    schoolCode: string | null,
    accounts: readonly { id: string; login: string }[],
  ): Promise<Map<string, Date>> {
    const found = new Map<string, Date>();
    if (accounts.length === 0) return found;
    const rows = await tx.query<{ loginKey: string; until: Date }>(
      `select encode(login_key, 'hex') as "loginKey", max(locked_until) as until from login_failure
        where locked_until > $1 and school_code in ('', $2) group by login_key`,
      [this.clock.now(), schoolCode ?? ''],
    );
    // Most of the time nobody is locked, and nothing has to be digested.
    if (rows.length === 0) return found;
    const locks = new Map(rows.map((row) => [row.loginKey, row.until]));
    for (const { id, login } of accounts) {
      const { loginKey } = this.attempts.keyOf(audience, login.toLowerCase(), undefined);
      const until = locks.get(loginKey.toString('hex'));
      if (until) found.set(id, until);
    }
    return found;
  }
}
