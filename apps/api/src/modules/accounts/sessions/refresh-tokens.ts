import { createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../../platform/config/index.js';

const FORM = /^([0-9a-f-]{36})\.([\w-]{43})\.([\w-]{43})$/;

export interface RefreshToken {
  sid: string;
  nonce: Buffer;
}

/**
 * The long-lived half of a session: `session.nonce.mac`. The mac keeps those who merely know a session's id from ending
 * it by a made-up "reused" token. Each nonce follows from the one before by a key: two simultaneous refreshes, or one
 * whose answer was lost, get the same successor, and the database holds only digests.
 */
@Injectable()
export class RefreshTokens {
  private readonly key: Buffer;

  constructor(config: AppConfig) {
    this.key = Buffer.from(hkdfSync('sha256', config.jwtSecret, '', 'qiancheng refresh tokens', 32));
  }

  firstNonce(): Buffer {
    return randomBytes(32);
  }

  successor({ sid, nonce }: RefreshToken): RefreshToken {
    return { sid, nonce: this.keyed('next', { sid, nonce }) };
  }

  encode(token: RefreshToken): string {
    return [token.sid, token.nonce.toString('base64url'), this.keyed('mac', token).toString('base64url')].join('.');
  }

  /** @returns null for what was not made here */
  decode(text: string | undefined): RefreshToken | null {
    const match = FORM.exec(text ?? '');
    if (!match) return null;
    const token = { sid: match[1] ?? '', nonce: Buffer.from(match[2] ?? '', 'base64url') };
    const mac = Buffer.from(match[3] ?? '', 'base64url');
    const expected = this.keyed('mac', token);
    return mac.length === expected.length && timingSafeEqual(mac, expected) ? token : null;
  }

  digest(nonce: Buffer): Buffer {
    return createHash('sha256').update(nonce).digest();
  }

  private keyed(use: 'next' | 'mac', { sid, nonce }: RefreshToken): Buffer {
    return createHmac('sha256', this.key).update(`${use}|${sid}|`).update(nonce).digest();
  }
}
