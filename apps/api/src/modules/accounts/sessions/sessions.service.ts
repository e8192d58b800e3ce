import { Injectable } from '@nestjs/common';
import { AccessTokens, isOver, type SignedInAudience } from '../../../platform/access/index.js';
import { AuditService } from '../../../platform/audit/index.js';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext, SessionStage } from '../../../platform/context/index.js';
import { Db, type Prepared, type Tx } from '../../../platform/database/index.js';
import { AppError, type ErrorCode } from '../../../platform/http/index.js';
import { isStaff } from '../credentials/password-rules.js';
import { type Security, SecurityRules } from '../credentials/security-rules.js';
import { type RefreshToken, RefreshTokens } from './refresh-tokens.js';

/** Two tabs may refresh at once; later than this, an old token has been copied. */
const CONCURRENT_MS = 10_000;
const HOUR = 3_600_000;

export type EndReason =
  | 'logout'
  | 'refresh_reused'
  | 'reauth_failed'
  | 'factor_failed'
  /** The next stage of the log-in has a session of its own. */
  | 'advanced'
  | 'ended_by_holder'
  | 'ended_by_staff'
  | 'password_changed'
  | 'password_reset'
  | 'account_disabled'
  | 'factors_cleared';

export interface Opening {
  stage: SessionStage;
  method: 'password' | 'wechat' | 'registration';
  /** What proved the person besides: sms, totp, recovery_code. */
  factor?: string | null;
}

export interface AccountOfSession {
  id: string;
  name: string;
  schoolId: number | null;
}

export interface SessionTokens {
  sid: string;
  accountId: string;
  access: string;
  refresh: string;
}

interface SessionRow {
  accountId: string;
  name: string;
  schoolId: number | null;
  active: boolean;
  refreshHash: Buffer;
  previousHash: Buffer | null;
  rotatedAt: Date | null;
  lastSeenAt: Date;
  absoluteUntil: Date;
  idleSeconds: number | null;
  method: Opening['method'];
  factor: string | null;
  revokedAt: Date | null;
}

const SELECT = `select s.id as sid, s.account_id as "accountId", a.name, a.school_id as "schoolId",
       a.status = 'active' and coalesce(sc.status, 'open') = 'open' as active,
       s.refresh_hash as "refreshHash", s.previous_hash as "previousHash", s.rotated_at as "rotatedAt",
       s.last_seen_at as "lastSeenAt", s.absolute_until as "absoluteUntil", s.idle_seconds as "idleSeconds",
       s.revoked_at as "revokedAt", s.method, s.factor
  from session s join account a on a.id = s.account_id left join school sc on sc.id = a.school_id`;

const OPEN: Prepared = {
  name: 'accounts.session-open',
  text: `with seen as (update account set last_login_at = $4 where id = $1)
         insert into session (account_id, audience, refresh_hash, created_at, last_seen_at, absolute_until, idle_seconds,
                              ip, device, stage, method, factor)
         values ($1, $2, $3, $4, $4, $5, $6, $7, $8, $9, $10, $11) returning id`,
};

/** Opens, renews and ends sessions; each beginning and end leaves an audit entry on the account. */
@Injectable()
export class Sessions {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly audit: AuditService,
    private readonly accessTokens: AccessTokens,
    private readonly refreshTokens: RefreshTokens,
    private readonly rules: SecurityRules,
  ) {}

  /** Always a new id: what a visitor brought along is not taken over. */
  async open(
    tx: Tx,
    ctx: RequestContext,
    audience: SignedInAudience,
    account: AccountOfSession,
    opening: Opening,
  ): Promise<SessionTokens> {
    const now = this.clock.now();
    const nonce = this.refreshTokens.firstNonce();
    const security = await this.rules.of(tx, account.schoolId);
    const { stage, method, factor = null } = opening;
    const { id: sid } = await tx.one<{ id: string }>(OPEN, [
      account.id,
      audience,
      this.refreshTokens.digest(nonce),
      now,
      new Date(now.getTime() + security.absolute_session_hours * HOUR),
      idleMinutes(audience, security) * 60,
      ctx.ip,
      ctx.device,
      stage,
      method,
      factor,
    ]);
    await this.record(tx, ctx, { ...account, accountId: account.id }, sid, 'session.login', { stage, method, factor });
    return this.tokens(audience, account.id, { sid, nonce });
  }

  async refresh(
    ctx: RequestContext,
    audience: SignedInAudience,
    presented: RefreshToken | null,
  ): Promise<SessionTokens> {
    if (!presented) throw new AppError('NOT_AUTHENTICATED');
    // The refusal is thrown after the commit: the end of a copied session must not be rolled back with it.
    const outcome = await this.db.system((tx) => this.rotate(tx, ctx, audience, presented));
    if (typeof outcome === 'string') throw new AppError(outcome);
    return outcome;
  }

  /** Ends a session; nothing happens to one that has ended before. */
  end(ctx: RequestContext, audience: SignedInAudience, sid: string, reason: EndReason): Promise<void> {
    return this.db.system(async (tx) => {
      const row = await this.lock(tx, audience, sid);
      if (row && !row.revokedAt) await this.revoke(tx, ctx, row, sid, reason);
    });
  }

  /** The session of a log-in under way makes room for the next. @throws AppError SESSION_EXPIRED when it is over */
  async finish(
    tx: Tx,
    ctx: RequestContext,
    audience: SignedInAudience,
    sid: string,
  ): Promise<Pick<Opening, 'method'> & { factor: string | null }> {
    const row = await this.lock(tx, audience, sid);
    if (!row || !row.active || isOver(row, audience, this.clock.now())) throw new AppError('SESSION_EXPIRED');
    await this.revoke(tx, ctx, row, sid, 'advanced');
    return { method: row.method, factor: row.factor };
  }

  /** Ends every session of an account, but for one that may go on. Answers how many. */
  async endAll(
    tx: Tx,
    ctx: RequestContext,
    accountId: string,
    reason: EndReason,
    except: string | null = null,
  ): Promise<number> {
    const rows = await tx.query<SessionRow & { sid: string }>(
      `${SELECT} where s.account_id = $1 and s.revoked_at is null and s.id is distinct from $2::uuid order by s.id for update of s`,
      [accountId, except],
    );
    for (const row of rows) await this.revoke(tx, ctx, row, row.sid, reason);
    return rows.length;
  }

  private async rotate(
    tx: Tx,
    ctx: RequestContext,
    audience: SignedInAudience,
    presented: RefreshToken,
  ): Promise<SessionTokens | ErrorCode> {
    const row = await this.lock(tx, audience, presented.sid);
    const now = this.clock.now();
    if (!row) return 'NOT_AUTHENTICATED';
    if (!row.active || isOver(row, audience, now)) return 'SESSION_EXPIRED';
    const digest = this.refreshTokens.digest(presented.nonce);
    const next = this.refreshTokens.successor(presented);
    if (digest.equals(row.refreshHash)) {
      await tx.exec('update session set refresh_hash = $2, previous_hash = $3, rotated_at = $4 where id = $1', [
        presented.sid,
        this.refreshTokens.digest(next.nonce),
        digest,
        now,
      ]);
      return this.tokens(audience, row.accountId, next);
    }
    if (isJustReplaced(row, digest, now)) return this.tokens(audience, row.accountId, next);
    await this.revoke(tx, ctx, row, presented.sid, 'refresh_reused');
    return 'REFRESH_REUSED';
  }

  private lock(tx: Tx, audience: SignedInAudience, sid: string): Promise<SessionRow | undefined> {
    return tx.maybeOne<SessionRow>(`${SELECT} where s.id = $1 and s.audience = $2 for update of s`, [sid, audience]);
  }

  private async revoke(tx: Tx, ctx: RequestContext, row: SessionRow, sid: string, reason: EndReason): Promise<void> {
    await tx.exec('update session set revoked_at = $2, revoked_reason = $3 where id = $1', [
      sid,
      this.clock.now(),
      reason,
    ]);
    await this.record(tx, ctx, row, sid, reason === 'logout' ? 'session.logout' : 'session.revoked', { reason });
  }

  /** Acts on a session are its account's own, unless somebody else is known to have acted. */
  private record(
    tx: Tx,
    ctx: RequestContext,
    account: Pick<SessionRow, 'accountId' | 'name' | 'schoolId'>,
    sid: string,
    action: string,
    details: object,
  ): Promise<void> {
    const { accountId, name, schoolId } = account;
    const byOther = ctx.actor.accountId !== null && ctx.actor.accountId !== accountId;
    const actor = byOther ? ctx.actor : { ...ctx.actor, accountId, displayName: name, sessionId: sid };
    return this.audit.append(
      tx,
      { ...ctx, actor },
      {
        schoolId,
        aggregateType: 'account',
        aggregateId: accountId,
        action,
        after: { sessionId: sid, ...details },
      },
    );
  }

  private tokens(audience: SignedInAudience, accountId: string, token: RefreshToken): SessionTokens {
    const access = this.accessTokens.issue(audience, { sid: token.sid, sub: accountId });
    return { sid: token.sid, accountId, access, refresh: this.refreshTokens.encode(token) };
  }
}

function idleMinutes(audience: SignedInAudience, security: Security): number {
  return isStaff(audience) ? security.staff_idle_minutes : security.others_idle_minutes;
}

function isJustReplaced(row: SessionRow, digest: Buffer, now: Date): boolean {
  if (!row.previousHash || !row.rotatedAt || !digest.equals(row.previousHash)) return false;
  return now.getTime() - row.rotatedAt.getTime() <= CONCURRENT_MS;
}
