import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/index.js';
import type { SignedInAudience } from '../../../platform/access/index.js';
import { FieldCipher } from '../../../platform/crypto/index.js';
import { Db, type Prepared, type Tx } from '../../../platform/database/index.js';
import { SecurityRules } from '../credentials/security-rules.js';

/** What somebody typed. Whether such an account exists plays no part in counting. */
export interface AttemptKey {
  loginKey: Buffer;
  schoolCode: string;
}

/** `noted`: there is something to forget after a success, be it spent. */
export type AttemptState =
  | { locked: false; noted: boolean; remaining: number; captcha: boolean; lockMinutes: number }
  | { locked: true; until: Date };

/**
 * Without a school code a log-in may mean an account of any school, so it shares its failures with all of them; so an
 * account has its few tries in all, in whichever way they are typed, and schools do not lock each other's accounts.
 */
const RELEVANT = `login_key = $1 and ($2 = '' or school_code in ($2, ''))`;
/** A row is spent when its lock is over, or as long after the last failure as a lock takes. */
const LIVE = `(locked_until > $3 or (locked_until is null and last_at > $4))`;

const LOCK: Prepared = {
  name: 'accounts.login-attempts-lock',
  text: 'select pg_advisory_xact_lock(hashtextextended($1, 11))',
};
const READ: Prepared = {
  name: 'accounts.login-attempts-read',
  text: `select coalesce(sum(failures) filter (where ${LIVE}), 0)::int as failures,
                max(locked_until) filter (where ${LIVE}) as until, count(*) > 0 as noted
           from login_failure where ${RELEVANT}`,
};

@Injectable()
export class LoginAttempts {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly cipher: FieldCipher,
    private readonly rules: SecurityRules,
  ) {}

  /** Of those who belong to no school, a school code says nothing: it must not give them tries of its own. */
  keyOf(audience: SignedInAudience, login: string, schoolCode: string | undefined): AttemptKey {
    const ofSchool = audience === 'teacher' || audience === 'student';
    return {
      loginKey: this.cipher.mac('login', `${audience}|${login}`),
      schoolCode: ofSchool ? (schoolCode ?? '') : '',
    };
  }

  state(key: AttemptKey): Promise<AttemptState> {
    return this.db.system((tx) => this.read(tx, key));
  }

  /** Orders simultaneous attempts: after the last failure that is allowed even the right password is refused. */
  async stateLocked(tx: Tx, key: AttemptKey): Promise<AttemptState> {
    await tx.query(LOCK, [key.loginKey.toString('hex')]);
    return this.read(tx, key);
  }

  async fail(tx: Tx, key: AttemptKey): Promise<AttemptState> {
    const before = await this.stateLocked(tx, key);
    if (before.locked) return before;
    const now = this.clock.now().getTime();
    const lockMs = before.lockMinutes * 60_000;
    const locks = before.remaining <= 1;
    await tx.exec(
      `insert into login_failure as f (login_key, school_code, failures, last_at, locked_until) values ($1, $2, 1, $3, $5)
       on conflict (login_key, school_code) do update
          set failures = case when ${LIVE.replaceAll(/locked_until|last_at/g, 'f.$&')} then f.failures + 1 else 1 end,
              last_at = $3, locked_until = $5`,
      [key.loginKey, key.schoolCode, new Date(now), new Date(now - lockMs), locks ? new Date(now + lockMs) : null],
    );
    return this.read(tx, key);
  }

  /** Answers how many were forgotten. */
  clear(tx: Tx, key: AttemptKey): Promise<number> {
    return tx.exec(`delete from login_failure where ${RELEVANT}`, [key.loginKey, key.schoolCode]);
  }

  private async read(tx: Tx, key: AttemptKey): Promise<AttemptState> {
    const security = await this.rules.forLogin(tx, key.schoolCode || undefined);
    const now = this.clock.now();
    const liveSince = new Date(now.getTime() - security.lock_minutes * 60_000);
    const values = [key.loginKey, key.schoolCode, now, liveSince];
    const row = await tx.one<{ failures: number; until: Date | null; noted: boolean }>(READ, values);
    if (row.until) return { locked: true, until: row.until };
    return {
      locked: false,
      noted: row.noted,
      remaining: Math.max(1, security.lock_after_failures - row.failures),
      captcha: row.failures >= security.captcha_after_failures,
      lockMinutes: security.lock_minutes,
    };
  }
}
