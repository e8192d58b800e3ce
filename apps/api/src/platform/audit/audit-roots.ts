import { Injectable } from '@nestjs/common';
import { shanghaiDate } from '@qiancheng/shared';
import { Clock } from '../clock/index.js';
import { AppConfig } from '../config/index.js';
import { Db, type Tx } from '../database/index.js';
import { type Head, RootHash } from './root-hash.js';
import { RootKey } from './root-key.js';

const PAGE = 5000;

/** Signs, once a day, where every chain stands: what is cut off a chain's end afterwards no longer fits the root. */
@Injectable()
export class AuditRoots {
  private readonly key: RootKey;

  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    config: AppConfig,
  ) {
    this.key = new RootKey(config.auditSigningKey);
  }

  /** Answers how many roots it made: 1, or 0 when the day has one. */
  async signToday(): Promise<number> {
    const now = this.clock.now();
    const day = shanghaiDate(now);
    return this.db.system(async (tx) => {
      if (await tx.maybeOne('select 1 from audit_root where day = $1', [day])) return 0;
      const previous = await tx.maybeOne<{ hash: Buffer; day: string }>(
        'select root_hash as hash, day::text from audit_root order by day desc limit 1',
      );
      // A clock that went backwards must not put a root before its predecessor.
      if (previous && previous.day > day) return 0;
      await this.collectMovedHeads(tx);
      const hash = new RootHash(previous?.hash ?? null);
      for await (const head of pagesOf(tx)) hash.add(head);
      const statement = { day, heads: hash.count, rootHash: hash.digest() };
      await tx.exec(
        `insert into audit_root (day, heads, root_hash, signature, public_key, created_at) values ($1, $2, $3, $4, $5, $6)`,
        [day, statement.heads, statement.rootHash, this.key.sign(statement), this.key.publicKey, now],
      );
      await tx.exec(
        `insert into audit_root_head (day, aggregate_type, aggregate_id, seq, hash)
         select $1, aggregate_type, aggregate_id, seq, hash from pg_temp.moved_head`,
        [day],
      );
      return 1;
    });
  }

  /** Every head that differs from the last one a root has seen. Links that are being written just now are tomorrow's. */
  private async collectMovedHeads(tx: Tx): Promise<void> {
    await tx.exec(
      `create temp table moved_head on commit drop as
       with head as (
         select distinct on (aggregate_type, aggregate_id) aggregate_type, aggregate_id, seq, hash
           from audit_entry order by aggregate_type, aggregate_id, seq desc),
       seen as (
         select distinct on (aggregate_type, aggregate_id) aggregate_type, aggregate_id, seq
           from audit_root_head order by aggregate_type, aggregate_id, day desc)
       select h.* from head h left join seen s using (aggregate_type, aggregate_id) where s.seq is distinct from h.seq`,
    );
    await tx.exec('create index on pg_temp.moved_head (aggregate_type collate "C", aggregate_id collate "C")');
  }
}

async function* pagesOf(tx: Tx): AsyncGenerator<Head> {
  let last: Head | undefined;
  for (;;) {
    const page: Head[] = await tx.query<Head & Record<string, unknown>>(
      `select aggregate_type as "aggregateType", aggregate_id as "aggregateId", seq, hash from pg_temp.moved_head
        where ($1::text is null or (aggregate_type collate "C", aggregate_id collate "C") > ($1, $2))
        order by aggregate_type collate "C", aggregate_id collate "C" limit $3`,
      [last?.aggregateType ?? null, last?.aggregateId ?? null, PAGE],
    );
    yield* page;
    last = page.at(-1);
    if (!last || page.length < PAGE) return;
  }
}
