import { Injectable } from '@nestjs/common';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import type { CookieReply } from '../http/session-cookies.js';
import { holderOf } from '../signed-in.js';
import type { BegunWechatView } from './http/wechat.dto.js';
import { WechatBindings } from './wechat-bindings.js';
import { WechatDoor } from './wechat-door.js';
import { WechatScreens } from './wechat-screens.js';
import { SCAN_MS, WechatTickets } from './wechat-tickets.js';

/** What is to be confirmed: the key is compared, the words are read on the phone. */
export interface WechatAct {
  key: string;
  words: string;
}

/**
 * That it is the holder who acts, by the WeChat that is bound to the account: for one act, in the session that asked,
 * once. Whoever has the session but not the phone gets no further.
 */
@Injectable()
export class WechatActs {
  constructor(
    private readonly db: Db,
    private readonly tickets: WechatTickets,
    private readonly bindings: WechatBindings,
    private readonly screens: WechatScreens,
    private readonly door: WechatDoor,
  ) {}

  /** `here`: on the phone itself, in WeChat; `to` is the page to come back to. */
  async open(
    ctx: RequestContext,
    reply: CookieReply,
    act: WechatAct,
    { here, to }: { here: boolean; to?: string },
  ): Promise<BegunWechatView> {
    const { accountId, sessionId } = holderOf(ctx);
    if (!this.door.open) throw notConnected();
    if (!(await this.db.system((tx) => this.bindings.byAccount(tx, accountId)))) throw notBound();
    const asked = { purpose: 'act', accountId, act: { ...act, sessionId } } as const;
    if (!here) return { ...(await this.screens.open(ctx, reply, asked)), authorizeUrl: null };
    const { id, authorizeUrl, expiresAt } = await this.screens.openHere(ctx, reply, {
      ...asked,
      ...(to ? { to } : {}),
    });
    return { id, url: this.door.pageOf(ctx, id), expiresAt, secondsLeft: SCAN_MS / 1000, authorizeUrl };
  }

  /**
   * Uses the ticket up in the transaction of the act itself: an act that is refused leaves it as it was.
   * Whose ticket else it may be is not told. @throws AppError TICKET_EXPIRED
   */
  async spend(tx: Tx, ctx: RequestContext, id: string, key: string): Promise<void> {
    const { accountId, sessionId } = holderOf(ctx);
    const ticket = await this.tickets.lockedOrNone(tx, ctx, id);
    const mine = ticket?.purpose === 'act' && ticket.accountId === accountId && ticket.sessionId === sessionId;
    if (!ticket || !mine || ticket.act !== key) throw new AppError('TICKET_EXPIRED', { detail: AGAIN });
    this.tickets.require(ticket, 'confirmed');
    const binding = ticket.openidMac && (await this.bindings.byOpenid(tx, ticket.audience, ticket.openidMac));
    if (!binding || binding.accountId !== accountId) {
      throw new AppError('TICKET_EXPIRED', { detail: '确认以后微信解绑了，这次确认不算数。请重新绑定再确认。' });
    }
    await this.tickets.use(tx, id);
  }
}

const AGAIN = '微信确认不是为这一步做的，或者已经失效。请重新确认。';

function notConnected(): AppError {
  return new AppError('CHANNEL_UNAVAILABLE', {
    detail: '学校要求用微信确认本人，微信还没有接通，现在办不了。请联系学校就业中心改用短信验证码或登录密码。',
  });
}

function notBound(): AppError {
  return new AppError('NOT_BOUND', { detail: '你的账号还没有绑定微信。请先到“我的账号”绑定，再回来确认。' });
}
