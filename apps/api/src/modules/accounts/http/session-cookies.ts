import type { CookieSerializeOptions } from '@fastify/cookie';
import { Injectable } from '@nestjs/common';
import { accessCookie, refreshCookie, type SignedInAudience } from '../../../platform/access/index.js';
import { AppConfig } from '../../../platform/config/index.js';
import type { SessionTokens } from '../sessions/sessions.service.js';

/** The part of Fastify's reply that is used. */
export interface CookieReply {
  setCookie(name: string, value: string, options: CookieSerializeOptions): unknown;
  clearCookie(name: string, options: CookieSerializeOptions): unknown;
}

/**
 * Both cookies end with the browser and cannot be read by scripts. The refresh token travels to the session address only.
 */
@Injectable()
export class SessionCookies {
  constructor(private readonly config: AppConfig) {}

  set(reply: CookieReply, audience: SignedInAudience, tokens: SessionTokens): void {
    reply.setCookie(accessCookie(audience), tokens.access, this.access(audience));
    reply.setCookie(refreshCookie(audience), tokens.refresh, this.refresh(audience));
  }

  clear(reply: CookieReply, audience: SignedInAudience): void {
    reply.clearCookie(accessCookie(audience), this.access(audience));
    reply.clearCookie(refreshCookie(audience), this.refresh(audience));
  }

  private access(audience: SignedInAudience): CookieSerializeOptions {
    return { path: `/api/v1/${audience}`, httpOnly: true, sameSite: 'strict', secure: this.config.secureCookies };
  }

  private refresh(audience: SignedInAudience): CookieSerializeOptions {
    return { ...this.access(audience), path: `/api/v1/${audience}/session` };
  }
}
