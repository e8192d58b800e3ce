import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { solveChallenge } from './solveChallenge.js';

const asked = (number: number, maxnumber: number) => ({
  algorithm: 'SHA-256',
  challenge: createHash('sha256').update(`salt?expires=1&${number}`).digest('hex'),
  maxnumber,
  salt: 'salt?expires=1&',
  signature: 'signed',
});

test.each([0, 1, 499, 500, 777])('finds %i', async (number) => {
  const solution = JSON.parse(atob(await solveChallenge(asked(number, 1_000)))) as Record<string, unknown>;
  expect(solution).toMatchObject({ number, salt: 'salt?expires=1&', signature: 'signed', algorithm: 'SHA-256' });
});

test('gives up where there is nothing to be found, and when it is no longer wanted', async () => {
  await expect(solveChallenge(asked(20, 10))).rejects.toThrow();
  const controller = new AbortController();
  controller.abort();
  await expect(solveChallenge(asked(5, 10), controller.signal)).rejects.toThrow();
});
