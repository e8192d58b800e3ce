import { Injectable } from '@nestjs/common';
import { maskName } from '@qiancheng/shared';
import type { CookieRequest } from '../../../platform/access/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import { AccountsRepository } from '../accounts.repository.js';
import type { CookieReply } from '../http/session-cookies.js';
import type { SessionView } from '../http/session.dto.js';
import { SessionDesk } from '../sessions/session-desk.js';
import type { AuthorizeView, ScreenState, ShownTicketView, WatchedTicketView } from './http/wechat.dto.js';
import { TicketSecrets } from './ticket-secrets.js';
import { WechatBindings } from './wechat-bindings.js';
import { WechatDoor } from './wechat-door.js';
import { type NewTicket, SCAN_MS, type Ticket, WechatTickets } from './wechat-tickets.js';

/** What the code is for. */
type Asked = Pick<NewTicket, 'purpose' | 'accountId' | 'act'>;

/** The side that shows the code: opens it, watches it, and goes on once the phone has confirmed. */
@Injectable()
export class WechatScreens {
  constructor(
    private readonly db: Db,
    private readonly accounts: AccountsRepository,
    private readonly tickets: WechatTickets,
    private readonly bindings: WechatBindings,
    private readonly secrets: TicketSecrets,
    private readonly door: WechatDoor,
    private readonly desk: SessionDesk,
  ) {}

  async open(ctx: RequestContext, reply: CookieReply, asked: Asked): Promise<ShownTicketView> {
    await this.door.enter(ctx);
    const id = this.tickets.newId();
    const browserMac = this.secrets.give(ctx, reply, 'screen', id);
    const expiresAt = await this.db.system((tx) =>
      this.tickets.create(tx, ctx, { ...asked, id, browserMac, phone: null }),
    );
    return { id, url: this.door.pageOf(ctx, id), expiresAt, secondsLeft: SCAN_MS / 1000 };
  }

  /** F-011: in WeChat's own browser nobody scans anything; the phone holds both secrets. */
  async openHere(
    ctx: RequestContext,
    reply: CookieReply,
    { to, ...asked }: Asked & { to?: string },
  ): Promise<AuthorizeView> {
    await this.door.enter(ctx);
    const id = this.tickets.newId();
    const browserMac = this.secrets.give(ctx, reply, 'screen', id);
    const mac = this.secrets.give(ctx, reply, 'phone', id);
    const { state, stateMac } = this.secrets.newState(id);
    const expiresAt = await this.db.system((tx) =>
      this.tickets.create(tx, ctx, { ...asked, id, browserMac, phone: { mac, stateMac } }),
    );
    const query = to ? `?${new URLSearchParams({ to }).toString()}` : '';
    const authorizeUrl = this.door.authorizeUrl(asked.purpose, this.door.pageOf(ctx, id) + query, state);
    return { id, authorizeUrl, inWechatOnly: this.door.inWechatOnly, expiresAt };
  }

  watch(ctx: RequestContext, request: CookieRequest, id: string): Promise<WatchedTicketView> {
    return this.db.system(async (tx) => {
      const ticket = await this.tickets.get(tx, ctx, id);
      this.secrets.require(request, 'screen', ticket);
      return { status: this.stateOf(ticket), expiresAt: ticket.expiresAt, who: await this.whoOf(tx, ticket) };
    });
  }

  /** The confirmed code is used up for a session of this browser, of which the phone learns nothing. */
  async redeem(ctx: RequestContext, request: CookieRequest, reply: CookieReply, id: string): Promise<SessionView> {
    const view = await this.desk.openBy(ctx, reply, async (tx) => {
      const ticket = await this.tickets.locked(tx, ctx, id);
      this.secrets.require(request, 'screen', ticket);
      if (ticket.purpose !== 'login') throw new AppError('NOT_FOUND');
      this.tickets.require(ticket, 'confirmed');
      await this.tickets.use(tx, id);
      return { accountId: await this.boundAccountOf(tx, ticket), method: 'wechat', factor: 'wechat' };
    });
    this.secrets.takeBack(ctx, reply, 'screen', id);
    return view;
  }

  /** Unbound since the phone confirmed, by the holder or by staff: nothing is opened any more. */
  private async boundAccountOf(tx: Tx, { audience, openidMac, accountId }: Ticket): Promise<string> {
    const binding = openidMac && (await this.bindings.byOpenid(tx, audience, openidMac));
    if (!binding || binding.accountId !== accountId) throw new AppError('NOT_BOUND');
    return binding.accountId;
  }

  private stateOf(ticket: Ticket): ScreenState {
    if (ticket.status === 'refused') return 'refused';
    if (ticket.status === 'used' || this.tickets.isOver(ticket)) return 'expired';
    return ticket.status === 'scanned' && ticket.accountId === null ? 'needs_binding' : ticket.status;
  }

  private async whoOf(tx: Tx, ticket: Ticket): Promise<WatchedTicketView['who']> {
    if (ticket.openidMac === null) return null;
    const account = ticket.accountId === null ? null : await this.accounts.facts(tx, ticket.accountId);
    return { name: account && maskName(account.name), nickname: ticket.nickname };
  }
}
