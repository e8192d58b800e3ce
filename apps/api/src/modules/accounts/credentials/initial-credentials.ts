import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { FieldCipher } from '../../../platform/crypto/index.js';
import { plainInitial } from './generated.js';

const FORM = '$mac$';

/**
 * What a first log-in is made with: a code from a slip, or the end of the ID number. A keyed digest, for thousands are
 * made in one import: without the key, which is not in the database, it gives nothing to guess at.
 */
@Injectable()
export class InitialCredentials {
  constructor(private readonly cipher: FieldCipher) {}

  digest(accountId: string, initial: string): string {
    return FORM + this.mac(accountId, initial).toString('base64url');
  }

  matches(stored: string, accountId: string, typed: string): boolean {
    if (!stored.startsWith(FORM)) return false;
    const digest = Buffer.from(stored.slice(FORM.length), 'base64url');
    const given = this.mac(accountId, typed);
    return digest.length === given.length && timingSafeEqual(digest, given);
  }

  private mac(accountId: string, initial: string): Buffer {
    return this.cipher.mac('initial_credential', `${accountId}|${plainInitial(initial)}`);
  }
}
