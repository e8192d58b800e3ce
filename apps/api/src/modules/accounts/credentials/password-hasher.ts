import { availableParallelism } from 'node:os';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { HashThreads } from './hash-threads.js';

/** OWASP's second recommended setting; some 25 ms of one core. The algorithm is the library's default, argon2id. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const FORM = '$argon2id$';
/** Of random bytes that nobody kept. Whoever has no account is checked against it, so that the answer takes as long. */
const NOBODY = '$argon2id$v=19$m=19456,t=2,p=1$Y1xP2oXA6sxxK4QG6MuV0A$Rt2enULE2wOEpXhUR6oqTE5VojfHaDJ7+AmXWwwrutE';
/** Some five seconds of waiting on a machine of two cores. */
const PLACES = 200;

/** One core stays free for everybody else's requests, however many log in. */
export const HASHES_AT_ONCE = Math.max(1, availableParallelism() - 1);

@Injectable()
export class PasswordHasher implements OnApplicationShutdown {
  private readonly threads = new HashThreads(HASHES_AT_ONCE, PLACES);

  onApplicationShutdown(): Promise<void> {
    return this.threads.close();
  }

  async hash(password: string): Promise<string> {
    return String(await this.threads.run({ password, options: PARAMETERS }));
  }

  /** The same work whether there is a hash or not. */
  async verify(stored: string | undefined, password: string): Promise<boolean> {
    const known = stored?.startsWith(FORM) === true;
    const right = await this.threads.run({ password, stored: known ? stored : NOBODY, options: PARAMETERS });
    return known && right === true;
  }
}
