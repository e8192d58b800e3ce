import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { maskEmail } from '@qiancheng/shared';
import { AuditService } from '../../../platform/audit/index.js';
import type { SignedInAudience } from '../../../platform/access/index.js';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { FieldCipher } from '../../../platform/crypto/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import { pinyinOf } from '../../../platform/pinyin/index.js';
import { LoginAttempts } from '../login/login-attempts.js';
import { Sessions } from '../sessions/sessions.service.js';
import { AccountContacts } from './account-contacts.js';
import { activationCode } from './generated.js';
import { InitialCredentials } from './initial-credentials.js';
import type { ChosenPassword } from './passwords.js';
import { type Security, SecurityRules } from './security-rules.js';
import { normalTarget } from './verification-codes.js';

const DAY_MS = 86_400_000;
/** Nothing that anybody types is this. */
export const NO_PASSWORD = '!';
const ID_TAIL = 6;

export type InitialKind = Security['student_initial_password'];

export interface NewAccount {
  audience: SignedInAudience;
  schoolId: number | null;
  login: string;
  name: string;
  phone?: string | null;
  email?: string | null;
  phoneVerified?: boolean;
  emailVerified?: boolean;
  /** `initial`: a code for a slip; for students of schools that want it so, the end of `idNo`. */
  password: { kind: 'own'; chosen: ChosenPassword } | { kind: 'initial'; idNo?: string | null } | { kind: 'none' };
}

/** What a first log-in is made with. `initial` is null where it is the end of the ID number, which is never shown. */
export interface Initial {
  initial: string | null;
  initialKind: InitialKind;
  expiresAt: Date;
}

interface AccountRow {
  id: string;
  audience: SignedInAudience;
  schoolId: number | null;
  schoolCode: string | null;
  login: string;
  status: 'active' | 'disabled';
  passwordKind: string;
}

/**
 * Opens accounts and changes what is not their holder's own to change. The caller has found the account within its
 * scope and locked it; each act leaves an audit entry on the account and joins the caller's transaction.
 */
@Injectable()
export class AccountWriter {
  constructor(
    private readonly clock: Clock,
    private readonly cipher: FieldCipher,
    private readonly audit: AuditService,
    private readonly rules: SecurityRules,
    private readonly initials: InitialCredentials,
    private readonly contacts: AccountContacts,
    private readonly attempts: LoginAttempts,
    private readonly sessions: Sessions,
  ) {}

  /** @throws AppError LOGIN_TAKEN, VALIDATION_FAILED (phone or mail) */
  async create(tx: Tx, ctx: RequestContext, account: NewAccount): Promise<{ accountId: string } & Partial<Initial>> {
    const id = randomUUID();
    const { password } = account;
    const initial = password.kind === 'initial' ? await this.makeInitial(tx, id, account, password.idNo ?? null) : null;
    const hash = password.kind === 'own' ? password.chosen.hash : initial?.digest;
    await this.insert(tx, id, account, hash ?? NO_PASSWORD, initial?.expiresAt ?? null);
    await this.audit.append(tx, ctx, {
      schoolId: account.schoolId,
      aggregateType: 'account',
      aggregateId: id,
      action: 'account.created',
      after: {
        audience: account.audience,
        login: account.login,
        name: account.name,
        password: password.kind,
        email: account.email ? maskEmail(account.email) : null,
      },
    });
    if (!initial) return { accountId: id };
    const { digest: _digest, ...told } = initial;
    return { accountId: id, ...told };
  }

  /** Whatever was the password is none any more, and all sessions end. */
  async resetToInitial(tx: Tx, ctx: RequestContext, accountId: string, reason: string): Promise<Initial> {
    const row = await this.lock(tx, accountId);
    const idNo = row.audience === 'student' ? await this.idNoOf(tx, accountId) : null;
    const { digest, ...told } = await this.makeInitial(tx, accountId, row, idNo);
    await tx.exec(
      `update account set password_hash = $2, password_kind = 'initial', initial_expires_at = $3, password_at = $4,
              version = version + 1 where id = $1`,
      [accountId, digest, told.expiresAt, this.clock.now()],
    );
    await this.record(tx, ctx, row, 'account.password_reset', reason, { kind: row.passwordKind }, { kind: 'initial' });
    await this.clearFailures(tx, row);
    await this.sessions.endAll(tx, ctx, accountId, 'password_reset');
    return told;
  }

  async disable(tx: Tx, ctx: RequestContext, accountId: string, reason: string): Promise<void> {
    const row = await this.lock(tx, accountId);
    if (row.status === 'disabled') throw new AppError('NOT_ALLOWED_NOW', { detail: '这个账号已经停用。' });
    await tx.exec(
      `update account set status = 'disabled', disabled_at = $2, disabled_reason = $3, version = version + 1 where id = $1`,
      [accountId, this.clock.now(), reason],
    );
    await this.record(tx, ctx, row, 'account.disabled', reason, { status: 'active' }, { status: 'disabled' });
    await this.sessions.endAll(tx, ctx, accountId, 'account_disabled');
  }

  async enable(tx: Tx, ctx: RequestContext, accountId: string, reason: string): Promise<void> {
    const row = await this.lock(tx, accountId);
    if (row.status === 'active') throw new AppError('NOT_ALLOWED_NOW', { detail: '这个账号没有停用。' });
    await tx.exec(
      `update account set status = 'active', disabled_at = null, disabled_reason = null, version = version + 1 where id = $1`,
      [accountId],
    );
    await this.record(tx, ctx, row, 'account.enabled', reason, { status: 'disabled' }, { status: 'active' });
  }

  /** Forgets the failures that lock the log-in. Answers whether there were any. */
  async unlock(tx: Tx, ctx: RequestContext, accountId: string, reason: string): Promise<boolean> {
    const row = await this.lock(tx, accountId);
    const cleared = await this.clearFailures(tx, row);
    await this.record(tx, ctx, row, 'account.unlocked', reason, { failures: cleared > 0 }, { failures: false });
    return cleared > 0;
  }

  async endSessions(tx: Tx, ctx: RequestContext, accountId: string, reason: string): Promise<number> {
    const row = await this.lock(tx, accountId);
    const ended = await this.sessions.endAll(tx, ctx, accountId, 'ended_by_staff');
    await this.record(tx, ctx, row, 'account.sessions_ended', reason, undefined, { sessions: ended });
    return ended;
  }

  /** Where a phone and its authenticator are lost: what proves the next log-in is enrolled anew. */
  async clearFactors(tx: Tx, ctx: RequestContext, accountId: string, reason: string): Promise<void> {
    const row = await this.lock(tx, accountId);
    await tx.exec(
      `update account set totp_enc = null, totp_confirmed_at = null, totp_last_step = 0,
              phone_verified_at = null, email_verified_at = null, version = version + 1 where id = $1`,
      [accountId],
    );
    await tx.exec('delete from recovery_code where account_id = $1', [accountId]);
    await this.record(tx, ctx, row, 'account.factors_cleared', reason);
    await this.sessions.endAll(tx, ctx, accountId, 'factors_cleared');
  }

  private async insert(tx: Tx, id: string, account: NewAccount, hash: string, expiresAt: Date | null): Promise<void> {
    const now = this.clock.now();
    const phone = account.phone ? normalTarget('sms', account.phone) : null;
    const email = account.email ? normalTarget('mail', account.email) : null;
    const inserted = await tx.exec(
      `insert into account (id, audience, school_id, login, name, password_hash, password_kind, initial_expires_at,
                            password_at, created_at, activated_at, phone_enc, phone_mac, phone_masked, phone_verified_at,
                            email, email_verified_at, pinyin)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10, $11, $12, $13, $14, $15, $16, $17) on conflict do nothing`,
      [
        id,
        account.audience,
        account.schoolId,
        account.login,
        account.name,
        hash,
        account.password.kind,
        expiresAt,
        now,
        account.password.kind === 'own' ? now : null,
        ...this.contacts.phoneColumns(id, phone),
        phone && account.phoneVerified ? now : null,
        email,
        email && account.emailVerified ? now : null,
        pinyinOf(account.name),
      ],
    );
    if (inserted === 0) throw loginTaken();
  }

  private async makeInitial(
    tx: Tx,
    accountId: string,
    account: Pick<NewAccount, 'audience' | 'schoolId'>,
    idNo: string | null,
  ): Promise<Initial & { digest: string }> {
    const security = await this.rules.of(tx, account.schoolId);
    const expiresAt = new Date(this.clock.now().getTime() + security.initial_password_days * DAY_MS);
    const byIdNo = account.audience === 'student' && security.student_initial_password === 'id_last6' && idNo !== null;
    const secret = byIdNo ? idNo.slice(-ID_TAIL) : activationCode();
    return {
      initial: byIdNo ? null : secret,
      initialKind: byIdNo ? 'id_last6' : 'activation_code',
      expiresAt,
      digest: this.initials.digest(accountId, secret),
    };
  }

  private async idNoOf(tx: Tx, accountId: string): Promise<string | null> {
    const row = await tx.maybeOne<{ id: string; sealed: Buffer }>(
      'select id, id_no_enc as sealed from student where account_id = $1 and id_no_enc is not null',
      [accountId],
    );
    return row ? this.cipher.open('student', 'id_no_enc', row.id, row.sealed) : null;
  }

  private async lock(tx: Tx, accountId: string): Promise<AccountRow> {
    const row = await tx.maybeOne<AccountRow & Record<string, unknown>>(
      `select a.id, a.audience, a.school_id as "schoolId", s.code as "schoolCode", a.login, a.status,
              a.password_kind as "passwordKind"
         from account a left join school s on s.id = a.school_id where a.id = $1 for update of a`,
      [accountId],
    );
    if (!row) throw new AppError('NOT_FOUND');
    return row;
  }

  private clearFailures(tx: Tx, row: AccountRow): Promise<number> {
    const key = this.attempts.keyOf(row.audience, row.login.toLowerCase(), row.schoolCode ?? undefined);
    return this.attempts.clear(tx, key);
  }

  private record(
    tx: Tx,
    ctx: RequestContext,
    row: AccountRow,
    action: string,
    reason: string,
    before?: object,
    after: object = {},
  ): Promise<void> {
    return this.audit.append(tx, ctx, {
      schoolId: row.schoolId,
      aggregateType: 'account',
      aggregateId: row.id,
      action,
      ...(before ? { before } : {}),
      after: { ...after, reason },
    });
  }
}

function loginTaken(): AppError {
  const message = '这个账号名已经有人用了。请换一个。';
  return new AppError('LOGIN_TAKEN', { errors: [{ field: 'login', code: 'LOGIN_TAKEN', message }] });
}
