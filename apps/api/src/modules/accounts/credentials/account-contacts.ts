import { Injectable } from '@nestjs/common';
import { maskMobile } from '@qiancheng/shared';
import { FieldCipher } from '../../../platform/crypto/index.js';
import type { Tx } from '../../../platform/database/index.js';
import type { AccountFacts } from '../accounts.repository.js';

export interface Contact {
  channel: 'sms' | 'mail';
  target: string;
}

/** Phone and mail of an account: the phone sealed, findable and masked. Both in their normal form. */
@Injectable()
export class AccountContacts {
  constructor(private readonly cipher: FieldCipher) {}

  /** The columns that hold a phone; all null for none. */
  phoneColumns(accountId: string, phone: string | null): [Buffer | null, Buffer | null, string | null] {
    if (phone === null) return [null, null, null];
    return [
      this.cipher.seal('account', 'phone_enc', accountId, phone),
      this.cipher.mac('phone', phone),
      maskMobile(phone),
    ];
  }

  /** @param verifiedAt null when nobody has proven yet that it is theirs */
  async set(tx: Tx, accountId: string, { channel, target }: Contact, verifiedAt: Date | null): Promise<void> {
    if (channel === 'mail') {
      await tx.exec('update account set email = $2, email_verified_at = $3, version = version + 1 where id = $1', [
        accountId,
        target,
        verifiedAt,
      ]);
      return;
    }
    await tx.exec(
      `update account set phone_enc = $2, phone_mac = $3, phone_masked = $4, phone_verified_at = $5, version = version + 1
        where id = $1`,
      [accountId, ...this.phoneColumns(accountId, target), verifiedAt],
    );
  }

  /** What has been proven to be the holder's, the phone first. */
  proven(account: Pick<AccountFacts, 'id' | 'phoneEnc' | 'phoneVerifiedAt' | 'email' | 'emailVerifiedAt'>): Contact[] {
    const phone = account.phoneVerifiedAt && this.phoneOf(account);
    const contacts: Contact[] = [];
    if (phone) contacts.push({ channel: 'sms', target: phone });
    if (account.email && account.emailVerifiedAt) contacts.push({ channel: 'mail', target: account.email });
    return contacts;
  }

  /** The phone that its holder has proven by a code; for the holder alone. */
  async provenPhone(tx: Tx, accountId: string): Promise<string | null> {
    const row = await tx.maybeOne<{ phoneEnc: Buffer | null }>(
      'select phone_enc as "phoneEnc" from account where id = $1 and phone_verified_at is not null',
      [accountId],
    );
    return row ? this.phoneOf({ id: accountId, ...row }) : null;
  }

  phoneOf(account: { id: string; phoneEnc: Buffer | null }): string | null {
    return account.phoneEnc && this.cipher.open('account', 'phone_enc', account.id, account.phoneEnc);
  }
}
