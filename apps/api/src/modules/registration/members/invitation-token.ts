import { randomInt } from 'node:crypto';

/** Without letters that are read as digits: what stands in a text message is typed on another screen. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 12;
const READ_AS: Readonly<Record<string, string>> = { O: '0', I: '1', L: '1' };

/** Sixty bits. */
export function freshToken(): string {
  return Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');
}

/** In groups, as it is sent. */
export function spelled(token: string): string {
  return token.replace(/(.{4})(?=.)/g, '$1-');
}

/** As it was made, from whatever way it was typed; null for what cannot be one. */
export function readToken(typed: string): string | null {
  const letters = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replace(/[OIL]/g, (letter) => READ_AS[letter] ?? letter);
  return letters.length === LENGTH && [...letters].every((letter) => LETTERS.includes(letter)) ? letters : null;
}
