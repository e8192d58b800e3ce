import { Injectable } from '@nestjs/common';
import type { CookieRequest } from '../../../platform/access/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import { AccountsRepository } from '../accounts.repository.js';
import { PasswordCheck } from '../credentials/password-check.js';
import type { CookieReply } from '../http/session-cookies.js';
import { Sessions } from '../sessions/sessions.service.js';
import { holderOf } from '../signed-in.js';
import type { BeginWechatBody, BegunWechatView, OwnWechatView } from './http/wechat.dto.js';
import { TicketSecrets } from './ticket-secrets.js';
import { alreadyBound, WechatBindings } from './wechat-bindings.js';
import { WechatDoor } from './wechat-door.js';
import { WechatScreens } from './wechat-screens.js';
import { SCAN_MS, WechatTickets } from './wechat-tickets.js';

/** The WeChat of the signed-in account. Binding and unbinding ask for the password again. */
@Injectable()
export class OwnWechat {
  constructor(
    private readonly db: Db,
    private readonly accounts: AccountsRepository,
    private readonly check: PasswordCheck,
    private readonly sessions: Sessions,
    private readonly tickets: WechatTickets,
    private readonly bindings: WechatBindings,
    private readonly secrets: TicketSecrets,
    private readonly screens: WechatScreens,
    private readonly door: WechatDoor,
  ) {}

  view(ctx: RequestContext): Promise<OwnWechatView> {
    const { accountId } = holderOf(ctx);
    return this.db.system(async (tx) => {
      const binding = await this.bindings.byAccount(tx, accountId);
      return {
        available: this.door.open,
        inWechatOnly: this.door.inWechatOnly,
        binding: binding ? { nickname: binding.nickname, boundAt: binding.boundAt } : null,
      };
    });
  }

  async begin(ctx: RequestContext, { password, here }: BeginWechatBody, reply: CookieReply): Promise<BegunWechatView> {
    const { accountId } = holderOf(ctx);
    await this.check.verifyPassword(ctx, password);
    if (await this.db.system((tx) => this.bindings.byAccount(tx, accountId))) throw alreadyBound(true);
    if (!here) return { ...(await this.screens.open(ctx, reply, { purpose: 'bind', accountId })), authorizeUrl: null };
    const { id, authorizeUrl, expiresAt } = await this.screens.openHere(ctx, reply, { purpose: 'bind', accountId });
    return { id, url: this.door.pageOf(ctx, id), expiresAt, secondsLeft: SCAN_MS / 1000, authorizeUrl };
  }

  /**
   * The phone has confirmed; the last word is the screen's, where its holder sees whose WeChat it was. Somebody who
   * scanned the code over a shoulder confirms in vain.
   */
  finish(ctx: RequestContext, request: CookieRequest, id: string): Promise<void> {
    const { accountId } = holderOf(ctx);
    return this.db.system(async (tx) => {
      const ticket = await this.tickets.locked(tx, ctx, id);
      this.secrets.require(request, 'screen', ticket);
      if (ticket.purpose !== 'bind' || ticket.accountId !== accountId) throw new AppError('NOT_FOUND');
      this.tickets.require(ticket, 'confirmed');
      await this.tickets.use(tx, id);
      await this.bindings.bind(tx, ctx, await this.accounts.lockedFacts(tx, accountId), ticket, 'password');
    });
  }

  /** Whoever came in by that WeChat, or stands elsewhere, is out as well. */
  async unbind(ctx: RequestContext, password: string): Promise<void> {
    const { accountId, sessionId } = holderOf(ctx);
    await this.check.verifyPassword(ctx, password);
    await this.db.system(async (tx) => {
      await this.bindings.unbind(tx, ctx, await this.accounts.lockedFacts(tx, accountId));
      await this.sessions.endAll(tx, ctx, accountId, 'factors_cleared', sessionId);
    });
  }
}
