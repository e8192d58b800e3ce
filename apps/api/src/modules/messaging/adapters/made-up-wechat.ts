import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { FieldCipher } from '../../../platform/crypto/index.js';

/** As long as WeChat's own codes. */
const CODE_MS = 5 * 60_000;
const PREFIX = 'demo_';

/** The same name is the same person, at every log-in; and the outbox can say who it is. */
export function openidOf(name: string): string {
  return PREFIX + Buffer.from(name, 'utf8').toString('base64url');
}

export function nameOf(openid: string): string {
  return openid.startsWith(PREFIX) ? Buffer.from(openid.slice(PREFIX.length), 'base64url').toString('utf8') : openid;
}

/** Carries the identity itself, so that any process understands it and nothing has to be kept. */
export function makeCode(cipher: FieldCipher, name: string, now: Date): string {
  const claims = { name, until: now.getTime() + CODE_MS, nonce: randomBytes(9).toString('base64url') };
  const body = Buffer.from(JSON.stringify(claims)).toString('base64url');
  return `${body}.${markOf(cipher, body).toString('base64url')}`;
}

/** Null when it is not one of ours, or too old. */
export function readCode(cipher: FieldCipher, code: string, now: Date): string | null {
  const [body = '', mark = ''] = code.split('.');
  const given = Buffer.from(mark, 'base64url');
  const right = markOf(cipher, body);
  if (given.length !== right.length || !timingSafeEqual(given, right)) return null;
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as { name: string; until: number };
  return claims.until > now.getTime() ? claims.name : null;
}

function markOf(cipher: FieldCipher, body: string): Buffer {
  return cipher.mac('outbox_wechat_code', body);
}
