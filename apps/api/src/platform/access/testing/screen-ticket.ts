import { randomUUID } from 'node:crypto';
import type { RequestContext } from '../../context/index.js';
import type { FieldCipher } from '../../crypto/index.js';
import type { TestDatabase } from '../../testing/index.js';

const SECRET = 'held by every browser of the matrix';

/** Everybody comes with the secret of every screen: what keeps strangers out is that the code is not theirs. */
export const SCREEN_COOKIE = { qc_wx_screen: SECRET };

/** A code on the screen of somebody who is about to bind a WeChat. */
export async function screenTicket(
  { owner }: TestDatabase,
  cipher: FieldCipher,
  { actor, audience }: RequestContext,
  now: Date,
): Promise<string> {
  const id = randomUUID();
  await owner.query(
    `insert into wechat_ticket (id, audience, purpose, account_id, browser_mac, state_mac, created_at, expires_at)
     values ($1, $2, 'bind', $3, $4, '', $5, $5::timestamptz + interval '99 years')`,
    [id, audience, actor.accountId, cipher.mac('wechat_screen', `${id}|${SECRET}`), now],
  );
  return id;
}
