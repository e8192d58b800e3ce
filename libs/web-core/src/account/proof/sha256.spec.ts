import { describe, expect, it } from 'vitest';
import { search } from './search.js';
import { sha256 } from './sha256.js';

async function right(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

describe('sha256', () => {
  it('agrees with the browser’s own at every length around a block', async () => {
    for (let length = 0; length < 200; length += 1) {
      const text = 'abcdefghijklmnopqrstuvwxyz0123456789'.repeat(6).slice(0, length);
      expect(sha256(text)).toBe(await right(text));
    }
  });
});

describe('the search', () => {
  const salt = '9b86d1e5a2c3f40718293a4b?expires=1800000000&';

  it('finds the number, and hands it back with what was signed', async () => {
    const challenge = {
      algorithm: 'SHA-256',
      challenge: await right(`${salt}741`),
      maxnumber: 1000,
      salt,
      signature: 's',
    };
    const { maxnumber: _max, ...signed } = challenge;
    expect(JSON.parse(atob(search(challenge) ?? ''))).toEqual({ ...signed, number: 741 });
  });

  it('gives up after the last number', async () => {
    const challenge = { algorithm: 'SHA-256', challenge: await right('other'), maxnumber: 50, salt, signature: 's' };
    expect(search(challenge)).toBeNull();
  });
});
