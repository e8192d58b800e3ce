import { randomInt } from 'node:crypto';
import { toHalfWidth } from '@qiancheng/shared';

/** Without signs that are taken for one another: 0 O, 1 I l, 2 Z, 5 S, 8 B. */
const UPPER = 'ACDEFGHJKLMNPQRTUVWXY';
const LOWER = 'abcdefghijkmnpqrtuvwxy';
const DIGITS = '34679';
const SIGNS = '@#%*+=?';

const PASSWORD_LENGTH = 16;
const CODE_GROUPS = 2;
const CODE_GROUP_LENGTH = 5;

const pick = (alphabet: string): string => alphabet.charAt(randomInt(alphabet.length));

function shuffled(chars: string[]): string[] {
  for (let at = chars.length - 1; at > 0; at -= 1) {
    const other = randomInt(at + 1);
    [chars[at], chars[other]] = [chars[other] ?? '', chars[at] ?? ''];
  }
  return chars;
}

/** F-007: sixteen characters by strong rules, every class in it; some 90 bits. */
export function strongPassword(): string {
  const classes = [UPPER, LOWER, DIGITS, SIGNS];
  const all = classes.join('');
  const chars = classes.map(pick);
  while (chars.length < PASSWORD_LENGTH) chars.push(pick(all));
  return shuffled(chars).join('');
}

/** For a slip of paper: `ACDEF-3GH46`, typed in whichever way; some 47 bits, behind a lock after five tries. */
export function activationCode(): string {
  const group = (): string => Array.from({ length: CODE_GROUP_LENGTH }, () => pick(UPPER + DIGITS)).join('');
  return Array.from({ length: CODE_GROUPS }, group).join('-');
}

/** Case, blanks and hyphens are forgiven, also those of an input method. */
export function plainInitial(typed: string): string {
  return toHalfWidth(typed)
    .replace(/[\s\u200b-\u200d\ufeff\-–—_]/g, '')
    .toUpperCase();
}
