import { isSignedInAudience, type SignedInAudience } from '../../platform/access/index.js';
import type { RequestContext } from '../../platform/context/index.js';
import { AppError } from '../../platform/http/index.js';

export function signedInAudience(ctx: RequestContext): SignedInAudience {
  if (!isSignedInAudience(ctx.audience)) throw new Error(`there are no sessions for ${ctx.audience}`);
  return ctx.audience;
}

export interface Holder {
  audience: SignedInAudience;
  accountId: string;
  sessionId: string;
}

/** Whose session it is. */
export function holderOf(ctx: RequestContext): Holder {
  const { accountId, sessionId } = ctx.actor;
  if (!accountId || !sessionId) throw new AppError('NOT_AUTHENTICATED');
  return { audience: signedInAudience(ctx), accountId, sessionId };
}
