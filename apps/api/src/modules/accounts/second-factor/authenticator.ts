import { Injectable } from '@nestjs/common';
import { toHalfWidth } from '@qiancheng/shared';
import { Secret, TOTP } from 'otpauth';
import { Clock } from '../../../platform/clock/index.js';
import { FieldCipher } from '../../../platform/crypto/index.js';
import type { Tx } from '../../../platform/database/index.js';

const ISSUER = '签程';
const PERIOD_SECONDS = 30;
/** A phone's clock may be one step off, either way. */
const WINDOW = 1;

export interface Enrolment {
  /** For the QR code. */
  otpauthUrl: string;
  /** For typing where a camera is not at hand. */
  secret: string;
}

/** The secret that an authenticator app shares with us, and the codes that it shows. */
@Injectable()
export class Authenticator {
  constructor(
    private readonly clock: Clock,
    private readonly cipher: FieldCipher,
  ) {}

  /** A secret that counts only once a first code has confirmed it. An earlier one is taken off first. */
  async begin(tx: Tx, account: { id: string; login: string }): Promise<Enrolment> {
    const secret = new Secret({ size: 20 });
    await tx.exec('update account set totp_enc = $2, totp_confirmed_at = null, totp_last_step = 0 where id = $1', [
      account.id,
      this.cipher.seal('account', 'totp_enc', account.id, secret.base32),
    ]);
    const totp = new TOTP({ issuer: ISSUER, label: account.login, secret, period: PERIOD_SECONDS });
    return { otpauthUrl: totp.toString(), secret: secret.base32 };
  }

  async confirm(tx: Tx, accountId: string, code: string): Promise<boolean> {
    if (!(await this.spend(tx, accountId, code))) return false;
    await tx.exec('update account set totp_confirmed_at = $2, version = version + 1 where id = $1', [
      accountId,
      this.clock.now(),
    ]);
    return true;
  }

  async remove(tx: Tx, accountId: string): Promise<void> {
    await tx.exec(
      `update account set totp_enc = null, totp_confirmed_at = null, totp_last_step = 0, version = version + 1 where id = $1`,
      [accountId],
    );
  }

  /** Whether the code is right now; a step that was used, or one before it, is not taken again. */
  async spend(tx: Tx, accountId: string, typed: string): Promise<boolean> {
    const row = await tx.one<{ sealed: Buffer | null }>(
      'select totp_enc as sealed from account where id = $1 for update',
      [accountId],
    );
    const step = row.sealed && this.stepOf(this.cipher.open('account', 'totp_enc', accountId, row.sealed), typed);
    if (step === null) return false;
    const spent = await tx.exec('update account set totp_last_step = $2 where id = $1 and totp_last_step < $2', [
      accountId,
      step,
    ]);
    return spent === 1;
  }

  private stepOf(secret: string, typed: string): number | null {
    const token = toHalfWidth(typed).replace(/\s/g, '');
    const timestamp = this.clock.now().getTime();
    const totp = new TOTP({ secret: Secret.fromBase32(secret), period: PERIOD_SECONDS });
    const delta = totp.validate({ token, timestamp, window: WINDOW });
    return delta === null ? null : Math.floor(timestamp / 1000 / PERIOD_SECONDS) + delta;
  }
}
