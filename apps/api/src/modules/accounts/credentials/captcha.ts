import { hkdfSync } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { createChallenge, extractParams, verifySolution } from 'altcha-lib/v1';
import type { Challenge, Payload } from 'altcha-lib/v1/types';
import { Clock } from '../../../platform/clock/index.js';
import { AppConfig } from '../../../platform/config/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { FieldCipher } from '../../../platform/crypto/index.js';
import { Db } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';

const VALID_MS = 10 * 60_000;
const ALGORITHM = 'SHA-256';

/**
 * Proof of work instead of riddles: nobody has to read distorted letters, and whoever asks a thousand times pays a
 * thousand times. Challenges are signed, so nothing is kept of those that nobody solves; a solution is good once.
 */
@Injectable()
export class Captcha {
  private readonly key: string;

  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly config: AppConfig,
    private readonly cipher: FieldCipher,
  ) {
    this.key = Buffer.from(hkdfSync('sha256', config.jwtSecret, '', 'qiancheng captcha', 32)).toString('hex');
  }

  challenge(_ctx: RequestContext): Promise<Challenge> {
    return createChallenge({
      algorithm: ALGORITHM,
      hmacKey: this.key,
      maxnumber: this.config.captchaDifficulty,
      expires: new Date(this.clock.now().getTime() + VALID_MS),
    });
  }

  /** @throws AppError CAPTCHA_REQUIRED when there is none, CAPTCHA_FAILED when it is wrong, old or used */
  async verify(_ctx: RequestContext, payload: string | undefined): Promise<void> {
    if (!payload) throw new AppError('CAPTCHA_REQUIRED');
    const solution = readPayload(payload);
    if (!solution || !(await verifySolution(solution, this.key, false))) throw new AppError('CAPTCHA_FAILED');
    const expiresAt = new Date(Number(extractParams(solution)['expires']) * 1000);
    if (!(expiresAt > this.clock.now()) || !(await this.spend(solution.signature, expiresAt)))
      throw new AppError('CAPTCHA_FAILED');
  }

  private async spend(signature: string, expiresAt: Date): Promise<boolean> {
    const proof = this.cipher.mac('captcha', signature);
    const rows = await this.db.system((tx) =>
      tx.exec('insert into spent_proof (proof_mac, expires_at) values ($1, $2) on conflict do nothing', [
        proof,
        expiresAt,
      ]),
    );
    return rows === 1;
  }
}

/** What a browser sends: base64 of JSON. Anything else is no solution, and no defect either. */
function readPayload(text: string): Payload | null {
  try {
    const value = JSON.parse(Buffer.from(text, 'base64').toString('utf8')) as Partial<Payload> | null;
    const whole =
      value?.algorithm === ALGORITHM &&
      Number.isSafeInteger(value.number) &&
      [value.challenge, value.salt, value.signature].every((part) => typeof part === 'string' && part.length < 300);
    return whole ? (value as Payload) : null;
  } catch {
    return null;
  }
}
