import { Injectable } from '@nestjs/common';
import type { QueryResultRow } from 'pg';
import { AppConfig } from '../../../platform/config/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { FieldCipher } from '../../../platform/crypto/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { Messenger, type TemplateName, type TemplateParams } from '../../messaging/index.js';

interface Row extends QueryResultRow {
  id: string;
  email: string | null;
  phone_enc: Buffer | null;
}

/** Outside of the product people are reached by a mail address that is proven theirs, or else by text message. */
@Injectable()
export class PersonPost {
  /** Where every message about a unit leads: the portal knows what comes next there. */
  readonly link: string;

  constructor(
    private readonly messenger: Messenger,
    private readonly cipher: FieldCipher,
    config: AppConfig,
  ) {
    this.link = `${config.publicUrl}/employer/`;
  }

  /** Whoever cannot be reached outside still has the message in the portal. */
  async send<T extends TemplateName>(
    tx: Tx,
    ctx: RequestContext,
    accountIds: readonly string[],
    template: T,
    params: TemplateParams[T],
  ): Promise<void> {
    const people = await tx.query<Row>(
      `select id, case when email_verified_at is not null then email end as email,
              case when phone_verified_at is not null then phone_enc end as phone_enc
         from account where id = any($1::uuid[]) and status = 'active' order by id`,
      [accountIds],
    );
    for (const { id, email, phone_enc: phone } of people) {
      if (email && this.messenger.available('mail', template)) {
        await this.messenger.send(tx, ctx, { channel: 'mail', to: email, template, params, accountId: id });
      } else if (phone && this.messenger.available('sms', template)) {
        const to = this.cipher.open('account', 'phone_enc', id, phone);
        await this.messenger.send(tx, ctx, { channel: 'sms', to, template, params, accountId: id });
      }
    }
  }
}
