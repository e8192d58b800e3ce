/** What the server asks to be worked out before it answers strangers. */
export interface Challenge {
  algorithm: string;
  challenge: string;
  maxnumber?: number;
  salt: string;
  signature: string;
}

const MOST = 1_000_000;
/** Digests under way at once: enough to keep the machine busy, and the page alive in between. */
const BATCH = 500;

async function digestOf(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Finds the number behind the digest by trying: a moment for one person, dear for whoever asks a thousand times. Answers
 * what the server takes as `captcha`.
 */
export async function solveChallenge(asked: Challenge, signal?: AbortSignal): Promise<string> {
  const { algorithm, challenge, salt, signature } = asked;
  const last = asked.maxnumber ?? MOST;
  for (let first = 0; first <= last; first += BATCH) {
    signal?.throwIfAborted();
    const numbers = Array.from({ length: Math.min(BATCH, last - first + 1) }, (_, i) => first + i);
    const digests = await Promise.all(numbers.map((number) => digestOf(`${salt}${number}`)));
    const found = digests.indexOf(challenge);
    if (found >= 0) return btoa(JSON.stringify({ algorithm, challenge, number: first + found, salt, signature }));
  }
  throw new Error('the challenge has no solution');
}
