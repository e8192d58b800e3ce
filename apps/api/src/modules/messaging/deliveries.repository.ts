import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/index.js';
import { FieldCipher } from '../../platform/crypto/index.js';
import { Db, type Tx } from '../../platform/database/index.js';
import type { Channel } from './ports/channel.js';
import type { DeliveryBody } from './render.js';

export type DeliveryStatus = 'queued' | 'sent' | 'failed' | 'expired';

export interface NewDelivery {
  id: string;
  schoolId: number | null;
  accountId: string | null;
  channel: Channel;
  to: string;
  toMasked: string;
  template: string;
  body: DeliveryBody;
  expiresAt: Date | null;
}

export interface Delivery {
  id: string;
  channel: Channel;
  template: string;
  status: DeliveryStatus;
  expiresAt: Date | null;
  /** Null once cleared. */
  content: { to: string; body: DeliveryBody } | null;
}

export interface ShownDelivery extends Delivery {
  error: string | null;
  createdAt: Date;
  sentAt: Date | null;
}

interface Row {
  id: string;
  channel: Channel;
  template: string;
  status: DeliveryStatus;
  expires_at: Date | null;
  to_enc: Buffer | null;
  body_enc: Buffer | null;
  error: string | null;
  created_at: Date;
  sent_at: Date | null;
}

const COLUMNS = 'id, channel, template, status, expires_at, to_enc, body_enc, error, created_at, sent_at';

/** The table has no tenant fence, and no route but the demo's reads it: `system…` is the worker's. */
@Injectable()
export class DeliveriesRepository {
  constructor(
    private readonly db: Db,
    private readonly cipher: FieldCipher,
    private readonly clock: Clock,
  ) {}

  async add(tx: Tx, delivery: NewDelivery): Promise<void> {
    const { id, schoolId, accountId, channel, to, toMasked, template, body, expiresAt } = delivery;
    await tx.exec(
      `insert into delivery (id, school_id, account_id, channel, to_masked, to_enc, template, body_enc, created_at, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        id,
        schoolId,
        accountId,
        channel,
        toMasked,
        this.cipher.seal('delivery', 'to_enc', id, to),
        template,
        this.cipher.seal('delivery', 'body_enc', id, JSON.stringify(body)),
        this.clock.now(),
        expiresAt,
      ],
    );
  }

  systemFind(id: string): Promise<Delivery | undefined> {
    return this.db.system(async (tx) => {
      const row = await tx.maybeOne<Row>(`select ${COLUMNS} from delivery where id = $1`, [id]);
      return row && this.opened(row);
    });
  }

  /** Newest first, of the given channels, as long as they are kept. */
  systemNewest(channels: readonly Channel[], limit: number): Promise<ShownDelivery[]> {
    return this.db.system(async (tx) => {
      const rows = await tx.query<Row>(
        `select ${COLUMNS} from delivery where channel = any($1) and body_enc is not null
          order by created_at desc, id desc limit $2`,
        [channels, limit],
      );
      return rows.map((row) => this.opened(row));
    });
  }

  async systemSent(id: string, providerId: string | null): Promise<void> {
    await this.end(id, 'sent', null, providerId);
  }

  async systemExpired(id: string): Promise<void> {
    await this.end(id, 'expired', null, null);
  }

  async systemFailed(id: string, error: string): Promise<void> {
    await this.end(id, 'failed', error, null);
  }

  /** Addresses and texts older than `before` go, `limit` at most; what still waits by then has lost its job. */
  systemClear(before: Date, limit: number): Promise<number> {
    return this.db.system((tx) =>
      tx.exec(
        `update delivery
            set to_enc = null, body_enc = null, status = case when status = 'queued' then 'expired' else status end
          where id in (select id from delivery where body_enc is not null and created_at < $1 order by created_at limit $2)`,
        [before, limit],
      ),
    );
  }

  /** A message that has gone out stays so, whatever a later run says. */
  private async end(
    id: string,
    status: DeliveryStatus,
    error: string | null,
    providerId: string | null,
  ): Promise<void> {
    await this.db.system((tx) =>
      tx.exec(
        `update delivery set status = $2, error = $3, provider_id = $4, sent_at = case when $2 = 'sent' then $5::timestamptz end
          where id = $1 and status in ('queued', 'failed')`,
        [id, status, error, providerId, this.clock.now()],
      ),
    );
  }

  private opened(row: Row): ShownDelivery {
    const open = (column: string, sealed: Buffer): string => this.cipher.open('delivery', column, row.id, sealed);
    const content =
      row.to_enc && row.body_enc
        ? { to: open('to_enc', row.to_enc), body: JSON.parse(open('body_enc', row.body_enc)) as DeliveryBody }
        : null;
    return {
      id: row.id,
      channel: row.channel,
      template: row.template,
      status: row.status,
      expiresAt: row.expires_at,
      content,
      error: row.error,
      createdAt: row.created_at,
      sentAt: row.sent_at,
    };
  }
}
