import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/index.js';
import { FieldCipher } from '../../../platform/crypto/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { plainInitial } from '../credentials/generated.js';

const HOW_MANY = 10;
const ALPHABET = 'ACDEFGHJKLMNPQRTUVWXY34679';
const GROUP = 5;

/** Ten codes for the day on which the authenticator is lost: shown once, kept as keyed digests, each good once. */
@Injectable()
export class RecoveryCodes {
  constructor(
    private readonly clock: Clock,
    private readonly cipher: FieldCipher,
  ) {}

  /** Earlier ones are good no more. */
  async renew(tx: Tx, accountId: string): Promise<string[]> {
    const codes = Array.from({ length: HOW_MANY }, newCode);
    await this.remove(tx, accountId);
    await tx.exec(
      'insert into recovery_code (account_id, code_mac, created_at) select $1, unnest($2::bytea[]), $3::timestamptz',
      [accountId, codes.map((code) => this.digest(accountId, code)), this.clock.now()],
    );
    return codes;
  }

  async remove(tx: Tx, accountId: string): Promise<void> {
    await tx.exec('delete from recovery_code where account_id = $1', [accountId]);
  }

  /** Whether it was one of them; it is none any more. */
  async use(tx: Tx, accountId: string, typed: string): Promise<boolean> {
    const used = await tx.exec(
      'update recovery_code set used_at = $3 where account_id = $1 and code_mac = $2 and used_at is null',
      [accountId, this.digest(accountId, typed), this.clock.now()],
    );
    return used === 1;
  }

  private digest(accountId: string, code: string): Buffer {
    return this.cipher.mac('recovery_code', `${accountId}|${plainInitial(code)}`);
  }
}

function newCode(): string {
  const group = (): string => Array.from({ length: GROUP }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('');
  return `${group()}-${group()}`;
}
