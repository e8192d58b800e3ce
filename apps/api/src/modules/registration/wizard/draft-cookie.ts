import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { CookieRequest } from '../../../platform/access/index.js';
import { AppConfig } from '../../../platform/config/index.js';
import type { CookieReply } from '../../accounts/index.js';
import { KEEP_DRAFT_DAYS } from './drafts.repository.js';

const NAME = 'qc_registration';
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** Finds a visitor's draft again after the browser was closed. Opaque, not readable by scripts, for this address only. */
@Injectable()
export class DraftCookie {
  constructor(private readonly config: AppConfig) {}

  read(request: CookieRequest): string | null {
    const token = request.cookies?.[NAME];
    return token !== undefined && TOKEN.test(token) ? token : null;
  }

  issue(reply: CookieReply): string {
    const token = randomBytes(32).toString('base64url');
    reply.setCookie(NAME, token, { ...this.options(), maxAge: KEEP_DRAFT_DAYS * 86_400 });
    return token;
  }

  clear(reply: CookieReply): void {
    reply.clearCookie(NAME, this.options());
  }

  private options() {
    return {
      path: '/api/v1/employer/registration',
      httpOnly: true,
      sameSite: 'strict',
      secure: this.config.secureCookies,
    } as const;
  }
}
