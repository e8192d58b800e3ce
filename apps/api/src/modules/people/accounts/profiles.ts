import { Injectable } from '@nestjs/common';
import { maskEmail, maskMobile } from '@qiancheng/shared';
import { AuditService } from '../../../platform/audit/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { FieldCipher } from '../../../platform/crypto/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { pinyinOf } from '../../../platform/pinyin/index.js';
import type { ContactInput } from './contacts.js';

interface Present extends Record<string, unknown> {
  schoolId: number | null;
  name: string;
  phoneMasked: string | null;
  phoneMac: Buffer | null;
  email: string | null;
}

/** Name, phone and mail of somebody else's account. */
@Injectable()
export class Profiles {
  constructor(
    private readonly cipher: FieldCipher,
    private readonly audit: AuditService,
  ) {}

  /**
   * The caller has locked the account and checked the values. A phone or mail that another person has entered is proven
   * by nobody: it counts for no second step and for no forgotten password until its holder has answered a code.
   */
  async change(tx: Tx, ctx: RequestContext, accountId: string, input: ContactInput): Promise<void> {
    const present = await tx.one<Present>(
      `select school_id as "schoolId", name, phone_masked as "phoneMasked", phone_mac as "phoneMac", email
         from account where id = $1`,
      [accountId],
    );
    const before: Record<string, string | null> = {};
    const after: Record<string, string | null> = {};
    if (input.name !== undefined && input.name !== present.name) {
      [before['name'], after['name']] = [present.name, input.name];
      await tx.exec('update account set name = $2, pinyin = $3 where id = $1', [
        accountId,
        input.name,
        pinyinOf(input.name),
      ]);
    }
    if (input.phone !== undefined && !this.samePhone(present, input.phone)) {
      [before['phone'], after['phone']] = [present.phoneMasked, input.phone && maskMobile(input.phone)];
      await this.setPhone(tx, accountId, input.phone);
    }
    if (input.email !== undefined && input.email !== present.email) {
      [before['email'], after['email']] = [
        present.email && maskEmail(present.email),
        input.email && maskEmail(input.email),
      ];
      await tx.exec('update account set email = $2, email_verified_at = null where id = $1', [accountId, input.email]);
    }
    if (Object.keys(after).length === 0) return;
    await tx.exec('update account set version = version + 1 where id = $1', [accountId]);
    await this.audit.append(tx, ctx, {
      schoolId: present.schoolId,
      aggregateType: 'account',
      aggregateId: accountId,
      action: 'account.edited',
      before,
      after,
    });
  }

  private samePhone({ phoneMac }: Present, phone: string | null): boolean {
    if (phone === null || phoneMac === null) return phone === null && phoneMac === null;
    return phoneMac.equals(this.cipher.mac('phone', phone));
  }

  private async setPhone(tx: Tx, accountId: string, phone: string | null): Promise<void> {
    await tx.exec(
      `update account set phone_enc = $2, phone_mac = $3, phone_masked = $4, phone_verified_at = null where id = $1`,
      [
        accountId,
        phone && this.cipher.seal('account', 'phone_enc', accountId, phone),
        phone && this.cipher.mac('phone', phone),
        phone && maskMobile(phone),
      ],
    );
  }
}
