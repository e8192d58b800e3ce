import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/index.js';
import { Db } from '../database/index.js';
import { AppError } from '../http/index.js';

/** A claim older than this belongs to a process that died; the act may be tried again. */
const STALE_MS = 60_000;

interface Row {
  request_hash: Buffer;
  body: unknown;
  claimed_at: Date;
  finished_at: Date | null;
}

@Injectable()
export class IdempotencyStore {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
  ) {}

  /**
   * @returns the stored answer, or undefined when the act is the caller's to do
   * @throws AppError IDEMPOTENCY_MISMATCH, IDEMPOTENCY_IN_PROGRESS
   */
  claim(accountId: string, key: string, hash: Buffer): Promise<{ body: unknown } | undefined> {
    const now = this.clock.now();
    return this.db.system(async (tx) => {
      const fresh = await tx.exec('insert into idempotency_record (account_id, key, request_hash, claimed_at) values ($1, $2, $3, $4) on conflict do nothing', [accountId, key, hash, now]);
      if (fresh === 1) return undefined;
      const row = await tx.maybeOne<Row & Record<string, unknown>>(
        'select request_hash, body, claimed_at, finished_at from idempotency_record where account_id = $1 and key = $2 for update',
        [accountId, key],
      );
      // released in between: the other attempt failed, and this one is told to come again
      if (!row) throw new AppError('IDEMPOTENCY_IN_PROGRESS');
      if (!row.request_hash.equals(hash)) throw new AppError('IDEMPOTENCY_MISMATCH');
      if (row.finished_at) return { body: row.body };
      if (now.getTime() - row.claimed_at.getTime() < STALE_MS) throw new AppError('IDEMPOTENCY_IN_PROGRESS');
      await tx.exec('update idempotency_record set claimed_at = $3 where account_id = $1 and key = $2', [accountId, key, now]);
      return undefined;
    });
  }

  async finish(accountId: string, key: string, body: unknown): Promise<void> {
    const values = [accountId, key, JSON.stringify(body ?? null), this.clock.now()];
    await this.db.system((tx) => tx.exec('update idempotency_record set body = $3, finished_at = $4 where account_id = $1 and key = $2', values));
  }

  async release(accountId: string, key: string): Promise<void> {
    await this.db.system((tx) => tx.exec('delete from idempotency_record where account_id = $1 and key = $2 and finished_at is null', [accountId, key]));
  }
}
