import { Injectable } from '@nestjs/common';
import {
  AccessTokens,
  type CookieRequest,
  refreshCookie,
  SessionLookup,
  type SignedInAudience,
} from '../../../platform/access/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import { AccountsRepository } from '../accounts.repository.js';
import { type CookieReply, SessionCookies } from '../http/session-cookies.js';
import type { LoginBody, SessionView } from '../http/session.dto.js';
import { type Factor, LoginProgress } from '../login/login-progress.js';
import { LoginService } from '../login/login.service.js';
import { holderOf, signedInAudience } from '../signed-in.js';
import { RefreshTokens } from './refresh-tokens.js';
import { SessionViews } from './session-views.js';
import { type Opening, Sessions, type SessionTokens } from './sessions.service.js';

/** Between the session's address and the services: cookies in, cookies out. */
@Injectable()
export class SessionDesk {
  constructor(
    private readonly db: Db,
    private readonly accounts: AccountsRepository,
    private readonly logins: LoginService,
    private readonly progress: LoginProgress,
    private readonly sessions: Sessions,
    private readonly lookup: SessionLookup,
    private readonly views: SessionViews,
    private readonly cookies: SessionCookies,
    private readonly accessTokens: AccessTokens,
    private readonly refreshTokens: RefreshTokens,
  ) {}

  async login(ctx: RequestContext, body: LoginBody, reply: CookieReply): Promise<SessionView> {
    return this.show(signedInAudience(ctx), await this.logins.login(ctx, body), reply);
  }

  /** For whoever has proved by other means who they are: a registration, a WeChat. Not within another transaction. */
  async openSession(
    ctx: RequestContext,
    reply: CookieReply,
    audience: SignedInAudience,
    accountId: string,
    opening: Opening,
  ): Promise<SessionView> {
    const account = await this.accounts.systemById(audience, accountId);
    if (account && !account.schoolOpen) throw new AppError('SCHOOL_CLOSED');
    if (!account?.active || !account.linked) throw new AppError('ACCOUNT_DISABLED');
    const tokens = await this.db.system((tx) => this.sessions.open(tx, ctx, audience, account, opening));
    return this.show(audience, tokens, reply);
  }

  /**
   * The same where what proved the person is used up by it, in one transaction: a code on a screen.
   * @param prove runs first; what it refuses opens nothing and uses nothing up
   */
  async openBy(
    ctx: RequestContext,
    reply: CookieReply,
    prove: (tx: Tx) => Promise<{ accountId: string; method: Opening['method']; factor: string }>,
  ): Promise<SessionView> {
    const audience = signedInAudience(ctx);
    const tokens = await this.db.system(async (tx) => {
      const { accountId, ...opening } = await prove(tx);
      const facts = await this.accounts.lockedFacts(tx, accountId);
      const account = await this.accounts.systemById(audience, accountId);
      if (!account?.active || !account.linked) throw new AppError('ACCOUNT_DISABLED');
      const stage = await this.progress.next(tx, facts, opening);
      return this.sessions.open(tx, ctx, audience, facts, { ...opening, stage });
    });
    return this.show(audience, tokens, reply);
  }

  /**
   * A step of the log-in is done: the way on has a session of its own, with a new id, and the one so far ends.
   * @param write what the step changes, in the same transaction
   */
  async advance(
    ctx: RequestContext,
    reply: CookieReply,
    step: { factor?: Factor; write?: (tx: Tx) => Promise<void> },
  ): Promise<SessionView> {
    const { audience, accountId, sessionId } = holderOf(ctx);
    const tokens = await this.db.system(async (tx) => {
      const { method, factor } = await this.sessions.finish(tx, ctx, audience, sessionId);
      await step.write?.(tx);
      const proven = step.factor ?? factor;
      const account = await this.accounts.lockedFacts(tx, accountId);
      const stage = await this.progress.next(tx, account, { factor: proven });
      return this.sessions.open(tx, ctx, audience, account, { stage, method, factor: proven });
    });
    return this.show(audience, tokens, reply);
  }

  whoAmI(ctx: RequestContext): Promise<SessionView> {
    const { stage, employerId = null, grants } = ctx.actor;
    if (!stage) throw new AppError('NOT_AUTHENTICATED');
    return this.views.of({ ...holderOf(ctx), stage, employerId, schoolId: ctx.schoolId, grants });
  }

  async logout(ctx: RequestContext, request: CookieRequest, reply: CookieReply): Promise<void> {
    const audience = signedInAudience(ctx);
    const sid = await this.sessionOf(ctx, request);
    if (sid) await this.sessions.end(ctx, audience, sid, 'logout');
    this.cookies.clear(reply, audience);
  }

  async refresh(ctx: RequestContext, request: CookieRequest, reply: CookieReply): Promise<void> {
    const audience = signedInAudience(ctx);
    const presented = this.refreshTokens.decode(request.cookies?.[refreshCookie(audience)]);
    // What is refused is of no more use; the refusal itself goes on to the caller.
    this.cookies.clear(reply, audience);
    this.cookies.set(reply, audience, await this.sessions.refresh(ctx, audience, presented));
  }

  /** A fresh session's cookies, and who is signed in by it. */
  private async show(audience: SignedInAudience, tokens: SessionTokens, reply: CookieReply): Promise<SessionView> {
    const claims = { sid: tokens.sid, sub: tokens.accountId };
    const live = await this.lookup.find(audience, claims, { workspace: null, passive: true });
    if (live === null || live === 'over') throw new AppError('SESSION_EXPIRED');
    const view = await this.views.of({ audience, sessionId: tokens.sid, ...live });
    this.cookies.set(reply, audience, tokens);
    return view;
  }

  private async sessionOf(ctx: RequestContext, request: CookieRequest): Promise<string | null> {
    const audience = signedInAudience(ctx);
    const refresh = this.refreshTokens.decode(request.cookies?.[refreshCookie(audience)]);
    if (refresh) return refresh.sid;
    const access = await this.accessTokens.read(audience, request);
    return 'claims' in access ? access.claims.sid : null;
  }
}
