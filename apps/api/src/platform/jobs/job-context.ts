import { systemContext, type RequestContext } from '../context/index.js';

/** What a run keeps of its requester: enough to act with the same scope later, without session, address or device. */
type StoredContext = Pick<RequestContext, 'actor' | 'audience' | 'schoolCode' | 'scope' | 'requestId'>;

export function storedContext(ctx: RequestContext): StoredContext {
  const { sessionId: _session, ...actor } = ctx.actor;
  return { actor, audience: ctx.audience, schoolCode: ctx.schoolCode, scope: ctx.scope, requestId: ctx.requestId };
}

export function restoredContext(schoolId: number | null, stored: Partial<StoredContext>): RequestContext {
  return { ...systemContext(schoolId, 'job'), ...stored, schoolId };
}
