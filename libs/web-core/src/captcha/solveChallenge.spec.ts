import { expect, test } from 'vitest';
import { solveChallenge } from './solveChallenge.js';

async function asked(number: number, maxnumber: number) {
  const text = new TextEncoder().encode(`salt?expires=1&${number}`);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', text));
  const challenge = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return { algorithm: 'SHA-256', challenge, maxnumber, salt: 'salt?expires=1&', signature: 'signed' };
}

test.each([0, 1, 499, 500, 777])('finds %i', async (number) => {
  const solution = JSON.parse(atob(await solveChallenge(await asked(number, 1_000)))) as Record<string, unknown>;
  expect(solution).toMatchObject({ number, salt: 'salt?expires=1&', signature: 'signed', algorithm: 'SHA-256' });
});

test('gives up where there is nothing to be found, and when it is no longer wanted', async () => {
  await expect(solveChallenge(await asked(20, 10))).rejects.toThrow();
  const controller = new AbortController();
  controller.abort();
  await expect(solveChallenge(await asked(5, 10), controller.signal)).rejects.toThrow();
});
