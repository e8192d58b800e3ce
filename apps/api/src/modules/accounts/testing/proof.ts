import { createHash } from 'node:crypto';

export interface Challenge {
  algorithm: string;
  challenge: string;
  maxnumber: number;
  salt: string;
  signature: string;
}

/** What a browser does for a log-in that has failed too often. */
export function solve({ maxnumber, ...challenge }: Challenge): string {
  for (let number = 0; number <= maxnumber; number += 1) {
    const digest = createHash('sha256').update(`${challenge.salt}${number}`).digest('hex');
    if (digest === challenge.challenge) return encode({ ...challenge, number });
  }
  throw new Error('no solution');
}

export function encode(payload: object): string {
  return Buffer.from(JSON.stringify(payload)).toString('base64');
}
