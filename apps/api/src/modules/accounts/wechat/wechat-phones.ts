import { Injectable } from '@nestjs/common';
import type { CookieRequest } from '../../../platform/access/index.js';
import { AuditService } from '../../../platform/audit/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import type { WechatIdentity } from '../../messaging/index.js';
import { AccountsRepository } from '../accounts.repository.js';
import { VerificationCodes } from '../credentials/verification-codes.js';
import type { CookieReply } from '../http/session-cookies.js';
import { networkOf } from '../login/login-budget.js';
import { deviceWords } from '../self/device-words.js';
import type { AuthorizeView, PhoneState, PhoneTicketView, WechatAnswerBody } from './http/wechat.dto.js';
import { TicketSecrets } from './ticket-secrets.js';
import { alreadyBound, WechatBindings } from './wechat-bindings.js';
import { WechatDoor } from './wechat-door.js';
import { type Ticket, WechatTickets } from './wechat-tickets.js';

/** Whose WeChat it is, as far as this code on a screen is concerned. */
interface Recognised {
  accountId: string | null;
  nickname: string;
  /** Whoever may not go on is told so on the phone, and the attempt is written down. */
  refused: 'ACCOUNT_DISABLED' | 'OTHER_WECHAT' | null;
}

/** The side that has scanned: says by WeChat who it is, sees where the screen stands, and decides. */
@Injectable()
export class WechatPhones {
  constructor(
    private readonly db: Db,
    private readonly audit: AuditService,
    private readonly accounts: AccountsRepository,
    private readonly codes: VerificationCodes,
    private readonly tickets: WechatTickets,
    private readonly bindings: WechatBindings,
    private readonly secrets: TicketSecrets,
    private readonly door: WechatDoor,
  ) {}

  async visit(ctx: RequestContext, reply: CookieReply, id: string): Promise<AuthorizeView> {
    await this.door.enter(ctx);
    const { state, stateMac } = this.secrets.newState(id);
    const ticket = await this.db.system(async (tx) => {
      const row = await this.tickets.locked(tx, ctx, id);
      if (row.sameDevice) throw new AppError('NOT_FOUND');
      this.tickets.require(row, 'waiting');
      await this.tickets.visit(tx, id, { mac: this.secrets.give(ctx, reply, 'phone', id), stateMac });
      return row;
    });
    const authorizeUrl = this.door.authorizeUrl(ticket.purpose, this.door.pageOf(ctx, id), state);
    return { id, authorizeUrl, inWechatOnly: this.door.inWechatOnly, expiresAt: ticket.expiresAt };
  }

  /** Back from WeChat. The state is used up before WeChat is asked, so that an address is good once. */
  async identify(
    ctx: RequestContext,
    request: CookieRequest,
    id: string,
    { code, state }: WechatAnswerBody,
  ): Promise<PhoneTicketView> {
    await this.door.enter(ctx);
    await this.db.system(async (tx) => {
      const ticket = await this.owned(tx, ctx, request, id);
      this.tickets.require(ticket, 'waiting');
      if (!this.secrets.isState(ticket, state)) throw stale();
      await this.tickets.spendState(tx, id);
    });
    const identity = await this.door.identityOf(code);
    const outcome = await this.db.system((tx) => this.scan(tx, ctx, request, id, identity));
    if (outcome instanceof AppError) throw outcome;
    return outcome;
  }

  view(ctx: RequestContext, request: CookieRequest, id: string): Promise<PhoneTicketView> {
    return this.db.system(async (tx) => {
      const ticket = await this.tickets.get(tx, ctx, id);
      this.secrets.require(request, 'phone', ticket);
      return this.viewOf(tx, ctx, ticket);
    });
  }

  confirm(ctx: RequestContext, request: CookieRequest, id: string): Promise<PhoneTicketView> {
    return this.db.system(async (tx) => {
      const ticket = await this.owned(tx, ctx, request, id);
      this.tickets.require(ticket, 'scanned');
      if (ticket.accountId === null) throw new AppError('NOT_BOUND', { detail: '请先绑定账号，再确认登录。' });
      await this.tickets.confirm(tx, ticket);
      return this.viewOf(tx, ctx, await this.tickets.get(tx, ctx, id));
    });
  }

  refuse(ctx: RequestContext, request: CookieRequest, id: string): Promise<PhoneTicketView> {
    return this.db.system(async (tx) => {
      const ticket = await this.owned(tx, ctx, request, id);
      this.tickets.require(ticket, 'scanned');
      await this.tickets.refuse(tx, id);
      if (ticket.accountId) await this.record(tx, ctx, ticket.accountId, 'account.wechat_refused', asOf(ticket));
      return this.viewOf(tx, ctx, await this.tickets.get(tx, ctx, id));
    });
  }

  async viewOf(tx: Tx, ctx: RequestContext, ticket: Ticket): Promise<PhoneTicketView> {
    return {
      purpose: ticket.purpose,
      act: ticket.actWords,
      status: this.stateOf(ticket),
      sameDevice: ticket.sameDevice,
      account: await this.accountOf(tx, ticket.accountId),
      screen: {
        device: deviceWords(ticket.screenDevice),
        ip: ticket.screenIp,
        sameNetwork: networkOf(ticket.screenIp) === networkOf(ctx.ip),
        openedAt: ticket.createdAt,
      },
      codeAvailable: this.codes.available('sms'),
      expiresAt: ticket.expiresAt,
    };
  }

  /** Locked, and only for the phone that holds its secret. */
  async owned(tx: Tx, ctx: RequestContext, request: CookieRequest, id: string): Promise<Ticket> {
    const ticket = await this.tickets.locked(tx, ctx, id);
    this.secrets.require(request, 'phone', ticket);
    return ticket;
  }

  private async scan(
    tx: Tx,
    ctx: RequestContext,
    request: CookieRequest,
    id: string,
    identity: WechatIdentity,
  ): Promise<PhoneTicketView | AppError> {
    const ticket = await this.owned(tx, ctx, request, id);
    this.tickets.require(ticket, 'waiting');
    const { accountId, nickname, refused } = await this.recognise(tx, ticket, identity);
    if (accountId && refused) {
      const action = refused === 'OTHER_WECHAT' ? 'account.wechat_mismatch' : 'session.login_failed';
      await this.record(tx, ctx, accountId, action, { why: refused });
      return new AppError(refused);
    }
    await this.tickets.scan(tx, ticket, { identity, accountId, nickname });
    // in WeChat's own browser the same person stands on both sides: there is nothing left to compare
    if (ticket.sameDevice && accountId) await this.tickets.confirm(tx, ticket);
    return this.viewOf(tx, ctx, await this.tickets.get(tx, ctx, id));
  }

  private async recognise(tx: Tx, ticket: Ticket, identity: WechatIdentity): Promise<Recognised> {
    const binding = await this.bindings.byOpenid(tx, ticket.audience, this.tickets.openidMac(identity.openid));
    const nickname = identity.nickname ?? binding?.nickname ?? '';
    if (ticket.purpose === 'bind') {
      if (binding) throw alreadyBound(binding.accountId === ticket.accountId);
      return { accountId: ticket.accountId, nickname, refused: null };
    }
    if (ticket.purpose === 'act' && binding?.accountId !== ticket.accountId) {
      return { accountId: ticket.accountId, nickname, refused: 'OTHER_WECHAT' };
    }
    if (!binding) return { accountId: null, nickname, refused: null };
    const account = await this.accounts.systemById(ticket.audience, binding.accountId);
    const open = account?.active && account.linked;
    return { accountId: binding.accountId, nickname, refused: open ? null : 'ACCOUNT_DISABLED' };
  }

  private stateOf(ticket: Ticket): PhoneState {
    if (ticket.status === 'used' || ticket.status === 'refused') return ticket.status;
    if (ticket.status === 'waiting' || this.tickets.isOver(ticket)) return 'expired';
    return ticket.status === 'scanned' && ticket.accountId === null ? 'needs_binding' : ticket.status;
  }

  private async accountOf(tx: Tx, accountId: string | null): Promise<PhoneTicketView['account']> {
    if (accountId === null) return null;
    return tx.one<{ name: string; login: string; school: string | null }>(
      `select a.name, a.login, s.name as school from account a left join school s on s.id = a.school_id where a.id = $1`,
      [accountId],
    );
  }

  private async record(tx: Tx, ctx: RequestContext, accountId: string, action: string, after: object): Promise<void> {
    const { schoolId } = await this.accounts.facts(tx, accountId);
    await this.audit.append(tx, ctx, {
      schoolId,
      aggregateType: 'account',
      aggregateId: accountId,
      action,
      after,
      result: 'refused',
    });
  }
}

function asOf({ purpose, screenIp, screenDevice }: Ticket): object {
  return { purpose, screenIp, screenDevice };
}

function stale(): AppError {
  return new AppError('TICKET_EXPIRED', { detail: '这个页面已经用过了，或者换了一部手机打开。请重新扫码。' });
}
