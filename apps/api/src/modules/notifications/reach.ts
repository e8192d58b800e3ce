import { Injectable } from '@nestjs/common';
import { formatDateTime, makePolicy, type SchoolPolicy } from '@qiancheng/shared';
import { Clock } from '../../platform/clock/index.js';
import { AppConfig } from '../../platform/config/index.js';
import type { RequestContext } from '../../platform/context/index.js';
import { FieldCipher } from '../../platform/crypto/index.js';
import type { Tx } from '../../platform/database/index.js';
import { type Channel, CHANNELS, Messenger } from '../messaging/index.js';
import { quietUntil } from './quiet-hours.js';

/** A message as it was written into an inbox, with what its school says of channels. */
export interface Told {
  account_id: string;
  school_id: number | null;
  event: string;
  title: string;
  body: string;
  /** `notify` of the school's parameters as stored; null: no school, or nothing decided. */
  notify: Partial<SchoolPolicy['notify']> | null;
}

interface Contacts {
  id: string;
  audience: string;
  email: string | null;
  phone_enc: Buffer | null;
  binding_id: string | null;
  openid_enc: Buffer | null;
}

/** Only what its owner has proven to be theirs; a closed account hears nothing. */
const CONTACTS = {
  name: 'notifications.contacts',
  text: `
  select a.id, a.audience,
         case when a.email_verified_at is not null then a.email end as email,
         case when a.phone_verified_at is not null then a.phone_enc end as phone_enc,
         w.id as binding_id, w.openid_enc
    from account a left join wechat_binding w on w.account_id = a.id and w.unbound_at is null
   where a.id = any($1) and a.status = 'active'`,
};

const PORTALS: Record<string, string> = { platform: '/teacher/platform/' };

/** Carries a message beyond the inbox, by the channels that the school has chosen for its event. */
@Injectable()
export class Reach {
  constructor(
    private readonly clock: Clock,
    private readonly config: AppConfig,
    private readonly cipher: FieldCipher,
    private readonly messenger: Messenger,
  ) {}

  async send(tx: Tx, ctx: RequestContext, told: readonly Told[]): Promise<void> {
    const known = new Map<string, Channel[]>();
    const far = told.flatMap((one) => {
      // of thousands who are told the same, the school's choice is worked out once
      const choice = `${one.event} ${JSON.stringify(one.notify)}`;
      const channels = known.get(choice) ?? this.channelsOf(one);
      known.set(choice, channels);
      return channels.length > 0 ? [{ ...one, channels }] : [];
    });
    if (far.length === 0) return;
    const ids = [...new Set(far.map((one) => one.account_id))];
    const contacts = new Map(
      (await tx.query<Contacts & Record<string, unknown>>(CONTACTS, [ids])).map((c) => [c.id, c]),
    );
    for (const one of far) {
      const person = contacts.get(one.account_id);
      if (person) await this.carry(tx, ctx, one, person, one.channels);
    }
  }

  private channelsOf({ event, notify }: Told): Channel[] {
    if (!notify) return [];
    const { channels } = makePolicy({ notify }).notify;
    const chosen = channels[event] ?? channels['default'] ?? [];
    return CHANNELS.filter((channel) => chosen.includes(channel) && this.messenger.available(channel, 'notice'));
  }

  private async carry(
    tx: Tx,
    ctx: RequestContext,
    told: Told,
    person: Contacts,
    channels: readonly Channel[],
  ): Promise<void> {
    const now = this.clock.now();
    const { quiet_from: from, quiet_to: to } = makePolicy({ notify: told.notify ?? {} }).notify;
    const runAt = quietUntil(now, from, to);
    const link = `${this.config.publicUrl}${PORTALS[person.audience] ?? `/${person.audience}/`}`;
    for (const channel of channels) {
      const address = this.addressOf(channel, person);
      if (address === null) continue;
      await this.messenger.send(tx, ctx, {
        channel,
        to: address,
        template: 'notice',
        params: { title: told.title, body: told.body, time: formatDateTime(now), link },
        accountId: person.id,
        schoolId: told.school_id,
        ...(runAt ? { runAt } : {}),
      });
    }
  }

  private addressOf(channel: Channel, { id, email, phone_enc, binding_id, openid_enc }: Contacts): string | null {
    switch (channel) {
      case 'mail':
        return email;
      case 'sms':
        return phone_enc && this.cipher.open('account', 'phone_enc', id, phone_enc);
      case 'wechat':
        return binding_id && openid_enc && this.cipher.open('wechat_binding', 'openid_enc', binding_id, openid_enc);
    }
  }
}
