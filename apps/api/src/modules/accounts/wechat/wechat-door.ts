import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../../platform/config/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { AppError, RateLimiter } from '../../../platform/http/index.js';
import { ChannelError, type WechatIdentity, WechatPort } from '../../messaging/index.js';
import { networkOf } from '../login/login-budget.js';
import type { TicketPurpose } from './wechat-tickets.js';

const WINDOW_SECONDS = 600;
/** A whole campus may come from one address, and an open log-in page renews its code. */
const FROM_ONE_NETWORK = 3_000;

/** The way to WeChat and back: whether there is one, where it leads, and who has come. */
@Injectable()
export class WechatDoor {
  constructor(
    private readonly config: AppConfig,
    private readonly limiter: RateLimiter,
    private readonly wechat: WechatPort,
  ) {}

  get open(): boolean {
    return this.wechat.behind !== 'nobody';
  }

  /** WeChat's own page opens in WeChat only; that of the demo anywhere. */
  get inWechatOnly(): boolean {
    return this.wechat.behind === 'provider';
  }

  /** @throws AppError CHANNEL_UNAVAILABLE, TOO_MANY_REQUESTS */
  async enter(ctx: RequestContext): Promise<void> {
    if (!this.open) {
      throw new AppError('CHANNEL_UNAVAILABLE', { detail: '微信还没有接通。用账号和密码登录，功能完全一样。' });
    }
    const key = `wechat-from:${networkOf(ctx.ip)}`;
    const { allowed, retryAfter } = await this.limiter.take(key, FROM_ONE_NETWORK, WINDOW_SECONDS);
    if (allowed) return;
    throw new AppError('TOO_MANY_REQUESTS', {
      detail: `这个网络地址扫码太频繁。请 ${Math.ceil(retryAfter / 60)} 分钟后再试，或用账号和密码登录。`,
      extra: { retryAfter },
    });
  }

  /** What the code on a screen says, and where WeChat leads back to. */
  pageOf(ctx: RequestContext, ticketId: string): string {
    return `${this.config.publicUrl}/${ctx.audience}/wx/${ticketId}`;
  }

  /** A binding wants to know how they call themselves there; a log-in knows it already and asks for nothing. */
  authorizeUrl(purpose: TicketPurpose, redirect: string, state: string): string {
    return this.wechat.authorizeUrl({
      redirect,
      state,
      scope: purpose === 'bind' ? 'snsapi_userinfo' : 'snsapi_base',
    });
  }

  /** Outside of every transaction. @throws AppError TICKET_EXPIRED, SERVICE_UNAVAILABLE */
  async identityOf(code: string): Promise<WechatIdentity> {
    const identity = await this.wechat.exchangeCode(code).catch((error: unknown) => {
      if (!(error instanceof ChannelError)) throw error;
      throw new AppError('SERVICE_UNAVAILABLE', { detail: '微信暂时没有答复。请稍后再试，或用账号和密码登录。' });
    });
    if (identity) return identity;
    throw new AppError('TICKET_EXPIRED', { detail: '微信的授权已经失效。请重新扫码。' });
  }
}
