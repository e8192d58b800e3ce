import { Injectable } from '@nestjs/common';
import { DEFAULT_POLICY } from '@qiancheng/shared';
import type { SignedInAudience } from '../../../platform/access/index.js';
import { AuditService } from '../../../platform/audit/index.js';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import { PasswordHasher } from './password-hasher.js';
import { isStaff, type PasswordOwner, type PasswordProblem, problemsOf, REMEMBERED } from './password-rules.js';
import { type Security, SecurityRules } from './security-rules.js';

/** A password that was found good for this account, and its hash. */
export interface PreparedPassword {
  accountId: string;
  hash: string;
}

/** The password that somebody opens an account with, found good and hashed. */
export interface ChosenPassword {
  hash: string;
}

interface AccountRow {
  audience: SignedInAudience;
  schoolId: number | null;
  login: string;
  name: string;
  kind: string;
  hash: string;
  passwordAt: Date;
}

/** Passwords of people's own: what is asked of them, and how they are set. */
@Injectable()
export class Passwords {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly audit: AuditService,
    private readonly hasher: PasswordHasher,
    private readonly rules: SecurityRules,
  ) {}

  check(
    audience: SignedInAudience,
    password: string,
    owner: PasswordOwner,
    security: Security = DEFAULT_POLICY.security,
  ): PasswordProblem[] {
    return problemsOf(audience, password, owner, security);
  }

  /**
   * For an account that is about to be opened: judged and hashed before the transaction that opens it.
   * @throws AppError PASSWORD_WEAK, with what speaks against it
   */
  async choose(
    account: { audience: SignedInAudience; schoolId: number | null } & PasswordOwner,
    password: string,
  ): Promise<ChosenPassword> {
    const security = await this.db.system((tx) => this.rules.of(tx, account.schoolId));
    const problems = this.check(account.audience, password, account, security);
    if (problems.length > 0) throw weak(problems);
    return { hash: await this.hasher.hash(password) };
  }

  /**
   * Judges and hashes before the transaction that will set it: hashing takes its time, and waits its turn.
   * @throws AppError PASSWORD_WEAK, PASSWORD_REUSED
   */
  async prepare(accountId: string, password: string): Promise<PreparedPassword> {
    const { account, earlier, security } = await this.db.system(async (tx) => {
      const row = await readAccount(tx, accountId, '');
      return {
        account: row,
        earlier: isStaff(row.audience) ? await this.remembered(tx, accountId, row) : [],
        security: await this.rules.of(tx, row.schoolId),
      };
    });
    return this.judge(accountId, account, earlier, security, password);
  }

  /** Sets a password of one's own, which was prepared before. Whether other sessions end is the caller's to say. */
  async set(tx: Tx, ctx: RequestContext, accountId: string, prepared: PreparedPassword): Promise<void> {
    const { hash } = belongsTo(prepared, accountId);
    const row = await readAccount(tx, accountId, 'for update');
    const now = this.clock.now();
    if (row.kind === 'own') await remember(tx, accountId, row.passwordAt, row.hash);
    await remember(tx, accountId, now, hash);
    await tx.exec(
      `delete from password_history where account_id = $1 and set_at not in
         (select set_at from password_history where account_id = $1 order by set_at desc limit $2)`,
      [accountId, REMEMBERED],
    );
    await tx.exec(
      `update account set password_hash = $2, password_kind = 'own', password_at = $3, initial_expires_at = null,
              activated_at = coalesce(activated_at, $3), version = version + 1 where id = $1`,
      [accountId, hash, now],
    );
    await this.audit.append(tx, ctx, {
      schoolId: row.schoolId,
      aggregateType: 'account',
      aggregateId: accountId,
      action: 'account.password_set',
      before: { kind: row.kind },
      after: { kind: 'own' },
    });
  }

  private async judge(
    accountId: string,
    account: AccountRow,
    earlier: string[],
    security: Security,
    password: string,
  ): Promise<PreparedPassword> {
    const problems = this.check(account.audience, password, account, security);
    if (problems.length > 0) throw weak(problems);
    for (const hash of earlier) if (await this.hasher.verify(hash, password)) throw reused();
    return { accountId, hash: await this.hasher.hash(password) };
  }

  private async remembered(tx: Tx, accountId: string, row: AccountRow): Promise<string[]> {
    const rows = await tx.query<{ hash: string }>(
      'select password_hash as hash from password_history where account_id = $1 order by set_at desc limit $2',
      [accountId, REMEMBERED],
    );
    const hashes = rows.map((one) => one.hash);
    return row.kind === 'own' && !hashes.includes(row.hash) ? [row.hash, ...hashes].slice(0, REMEMBERED) : hashes;
  }
}

function readAccount(tx: Tx, accountId: string, lock: 'for update' | ''): Promise<AccountRow> {
  return tx.one<AccountRow & Record<string, unknown>>(
    `select audience, school_id as "schoolId", login, name, password_kind as kind, password_hash as hash,
            password_at as "passwordAt" from account where id = $1 ${lock}`,
    [accountId],
  );
}

async function remember(tx: Tx, accountId: string, at: Date, hash: string): Promise<void> {
  await tx.exec(
    'insert into password_history (account_id, set_at, password_hash) values ($1, $2, $3) on conflict do nothing',
    [accountId, at, hash],
  );
}

function belongsTo(prepared: PreparedPassword, accountId: string): PreparedPassword {
  if (prepared.accountId !== accountId) throw new Error('this password was prepared for another account');
  return prepared;
}

export function weak(problems: readonly PasswordProblem[]): AppError {
  return new AppError('PASSWORD_WEAK', {
    detail: problems.map((problem) => problem.message).join(''),
    errors: problems.map(({ code, message }) => ({ field: 'password', code, message })),
  });
}

function reused(): AppError {
  const message = `最近 ${REMEMBERED} 次用过的密码不能再用。请换一个新的。`;
  return new AppError('PASSWORD_REUSED', {
    detail: message,
    errors: [{ field: 'password', code: 'PASSWORD_REUSED', message }],
  });
}
