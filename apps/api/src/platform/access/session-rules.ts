import type { Audience } from '../context/index.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export type SignedInAudience = Exclude<Audience, 'public'>;
export const SIGNED_IN_AUDIENCES: readonly SignedInAudience[] = ['teacher', 'student', 'employer', 'platform'];

export const ACCESS_TOKEN_SECONDS = 10 * 60;
/** The last visit is noted at most this often: a write on each request would cost more than the request. */
export const SEEN_EVERY_MS = MINUTE;

/** Staff see the data of many, often at shared desks. */
export function defaultIdleMs(audience: SignedInAudience): number {
  return audience === 'teacher' || audience === 'platform' ? 30 * MINUTE : 2 * HOUR;
}

export interface SessionTimes {
  lastSeenAt: Date;
  absoluteUntil: Date;
  /** What the school allowed when the session began; null: the audience's default. */
  idleSeconds: number | null;
  revokedAt: Date | null;
}

export function isOver(session: SessionTimes, audience: SignedInAudience, now: Date): boolean {
  const idleMs = session.idleSeconds === null ? defaultIdleMs(audience) : session.idleSeconds * 1000;
  return (
    session.revokedAt !== null || session.absoluteUntil <= now || session.lastSeenAt.getTime() + idleMs <= now.getTime()
  );
}

export function accessCookie(audience: SignedInAudience): string {
  return `qc_${audience}_at`;
}

export function refreshCookie(audience: SignedInAudience): string {
  return `qc_${audience}_rt`;
}

export function isSignedInAudience(text: string): text is SignedInAudience {
  return (SIGNED_IN_AUDIENCES as readonly string[]).includes(text);
}
