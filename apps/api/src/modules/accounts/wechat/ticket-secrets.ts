import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { CookieSerializeOptions } from '@fastify/cookie';
import { Injectable } from '@nestjs/common';
import type { CookieRequest } from '../../../platform/access/index.js';
import { AppConfig } from '../../../platform/config/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { FieldCipher } from '../../../platform/crypto/index.js';
import { AppError } from '../../../platform/http/index.js';
import type { CookieReply } from '../http/session-cookies.js';
import type { Ticket } from './wechat-tickets.js';

export type Side = 'screen' | 'phone';

/** Longer than a ticket can live. */
const COOKIE_SECONDS = 15 * 60;
const COOKIES: Record<Side, string> = { screen: 'qc_wx_screen', phone: 'qc_wx_phone' };

/**
 * The code on a screen may be seen by anybody. What comes of it belongs to the browser that shows it and to the phone
 * that scanned it: each holds a secret in a cookie for this one ticket, of which the database knows a digest.
 */
@Injectable()
export class TicketSecrets {
  constructor(
    private readonly config: AppConfig,
    private readonly cipher: FieldCipher,
  ) {}

  /** Gives a side its secret; answers the digest to keep. */
  give(ctx: RequestContext, reply: CookieReply, side: Side, ticketId: string): Buffer {
    const secret = randomBytes(32).toString('base64url');
    reply.setCookie(COOKIES[side], secret, { ...this.options(ctx, ticketId), maxAge: COOKIE_SECONDS });
    return this.mac(side, ticketId, secret);
  }

  takeBack(ctx: RequestContext, reply: CookieReply, side: Side, ticketId: string): void {
    reply.clearCookie(COOKIES[side], this.options(ctx, ticketId));
  }

  /** What travels to WeChat and back, and the digest to keep. */
  newState(ticketId: string): { state: string; stateMac: Buffer } {
    const state = randomBytes(24).toString('base64url');
    return { state, stateMac: this.stateMac(ticketId, state) };
  }

  isState(ticket: Ticket, state: string): boolean {
    return equal(this.stateMac(ticket.id, state), ticket.stateMac);
  }

  holds(request: CookieRequest, side: Side, ticket: Ticket): boolean {
    const secret = request.cookies?.[COOKIES[side]];
    const right = side === 'screen' ? ticket.browserMac : ticket.phoneMac;
    return secret !== undefined && right !== null && equal(this.mac(side, ticket.id, secret), right);
  }

  /** Whoever lacks the secret is told no more than somebody who made the ticket up. @throws AppError NOT_FOUND */
  require(request: CookieRequest, side: Side, ticket: Ticket): void {
    if (this.holds(request, side, ticket)) return;
    throw new AppError('NOT_FOUND', { detail: '没有这个二维码，或者它不是在这里打开的。请刷新后重新扫。' });
  }

  private mac(side: Side, ticketId: string, secret: string): Buffer {
    return this.cipher.mac(`wechat_${side}`, `${ticketId}|${secret}`);
  }

  private stateMac(ticketId: string, state: string): Buffer {
    return this.cipher.mac('wechat_state', `${ticketId}|${state}`);
  }

  private options(ctx: RequestContext, ticketId: string): CookieSerializeOptions {
    const path = `/api/v1/${ctx.audience}/session/wechat-tickets/${ticketId}`;
    return { path, httpOnly: true, sameSite: 'strict', secure: this.config.secureCookies };
  }
}

function equal(given: Buffer, right: Buffer): boolean {
  return given.length === right.length && timingSafeEqual(given, right);
}
