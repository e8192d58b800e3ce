import type { CaptchaChallenge } from '@qiancheng/api-client/public';
import { sha256 } from './sha256.js';

/** The number whose digest the challenge names, as the server wants to read it; null when there is none. */
export function search({ algorithm, challenge, maxnumber, salt, signature }: CaptchaChallenge): string | null {
  for (let number = 0; number <= (maxnumber ?? 0); number += 1) {
    if (sha256(`${salt}${number}`) === challenge) {
      return btoa(JSON.stringify({ algorithm, challenge, number, salt, signature }));
    }
  }
  return null;
}
