import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { shanghaiDate } from '@qiancheng/shared';
import { Clock } from '../clock/index.js';
import { AppConfig } from '../config/index.js';
import { Db } from '../database/index.js';
import { RegisterSweep, type Sweep } from '../jobs/index.js';

export interface Head {
  aggregateType: string;
  aggregateId: string;
  seq: number;
  /** hex */
  hash: string;
}

const HOUR_MS = 3_600_000;

/** Roots form a chain of their own: each covers the one before and the heads that moved since. */
export function rootHash(previous: Uint8Array | null, day: string, heads: readonly Head[]): Buffer {
  const hash = createHash('sha256');
  if (previous) hash.update(previous);
  hash.update(day);
  for (const head of heads) hash.update(JSON.stringify([head.aggregateType, head.aggregateId, head.seq, head.hash]));
  return hash.digest();
}

/** Invariant: every day has a signed root over all chains. Somebody who cuts a chain's end must forge a signature. */
@RegisterSweep()
export class DailyAuditRoot implements Sweep {
  readonly name = 'audit.daily-root';
  readonly everyMs = HOUR_MS;

  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly config: AppConfig,
  ) {}

  sweep(): Promise<number> {
    const now = this.clock.now();
    const day = shanghaiDate(now);
    return this.db.system(async (tx) => {
      const done = await tx.maybeOne('select 1 from audit_root where day >= $1', [day]);
      if (done) return 0;
      const last = await tx.maybeOne<{ root_hash: Buffer }>('select root_hash from audit_root order by day desc limit 1');
      const heads = await tx.query<{ aggregateType: string; aggregateId: string; seq: number; hash: string }>(
        `select e.aggregate_type as "aggregateType", e.aggregate_id as "aggregateId", e.seq, encode(e.hash, 'hex') as hash
           from (select distinct on (aggregate_type, aggregate_id) aggregate_type, aggregate_id, seq, hash from audit_entry order by aggregate_type, aggregate_id, seq desc) e
           left join lateral (select h.seq from audit_root_head h where h.aggregate_type = e.aggregate_type and h.aggregate_id = e.aggregate_id order by h.day desc limit 1) h on true
          where h.seq is null or e.seq > h.seq order by 1, 2`,
      );
      const root = rootHash(last?.root_hash ?? null, day, heads);
      const key = createPrivateKey({ key: this.config.auditSigningKey, format: 'der', type: 'pkcs8' });
      const publicKey = createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64');
      await tx.exec('insert into audit_root (day, heads, root_hash, signature, public_key, created_at) values ($1, $2, $3, $4, $5, $6)', [
        day, heads.length, root, sign(null, root, key), publicKey, now,
      ]);
      await tx.exec(
        `insert into audit_root_head (day, aggregate_type, aggregate_id, seq, hash)
         select $1, h."aggregateType", h."aggregateId", h.seq, decode(h.hash, 'hex') from jsonb_to_recordset($2::jsonb) as h("aggregateType" text, "aggregateId" text, seq integer, hash text)`,
        [day, JSON.stringify(heads)],
      );
      return 1;
    });
  }
}
