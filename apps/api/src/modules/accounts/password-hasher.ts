import { Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';

/** OWASP's second recommended setting; some 25 ms of one core. The algorithm is the library's default, argon2id. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const FORM = '$argon2id$';
/** Of random bytes that nobody kept. Whoever has no account is checked against it, so that the answer takes as long. */
const NOBODY = '$argon2id$v=19$m=19456,t=2,p=1$Y1xP2oXA6sxxK4QG6MuV0A$Rt2enULE2wOEpXhUR6oqTE5VojfHaDJ7+AmXWwwrutE';

@Injectable()
export class PasswordHasher {
  hash(password: string): Promise<string> {
    return hash(password, PARAMETERS);
  }

  /** The same work whether there is a hash or not. */
  async verify(stored: string | undefined, password: string): Promise<boolean> {
    if (stored?.startsWith(FORM)) return verify(stored, password);
    await verify(NOBODY, password);
    return false;
  }
}
