import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { canonicalJson } from '../audit/index.js';
import { Clock } from '../clock/index.js';
import { FieldCipher } from '../crypto/index.js';
import { Db } from '../database/index.js';

export interface IdempotentRequest {
  accountId: string;
  key: string;
  method: string;
  url: string;
  body: unknown;
}

export type Claim =
  | { kind: 'ours'; claimedAt: Date }
  | { kind: 'answered'; status: number; body: unknown }
  | { kind: 'running' }
  | { kind: 'other_request' };

/** A claim without an answer for this long: its process died. The commands behind it are guarded by versions. */
const STALE_MS = 60_000;
const KEEP_MS = 24 * 3600_000;
const TABLE = 'idempotency_record';

interface Row extends Record<string, unknown> {
  requestHash: Buffer;
  status: number | null;
  body: { sealed: string } | null;
  claimedAt: Date;
}

/** Requests that were begun under a key, and what they were answered. Answers are sealed: they may show what lists hide. */
@Injectable()
export class IdempotencyStore {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly cipher: FieldCipher,
  ) {}

  /** In a transaction of its own, before the work begins: of two equal requests one gets the claim. */
  async claim(request: IdempotentRequest): Promise<Claim> {
    const now = this.clock.now();
    const hash = hashOf(request);
    return this.db.system(async (tx) => {
      const fresh = await tx.exec(
        `insert into idempotency_record (account_id, key, request_hash, claimed_at) values ($1, $2, $3, $4)
         on conflict do nothing`,
        [request.accountId, request.key, hash, now],
      );
      if (fresh === 1) return { kind: 'ours', claimedAt: now };
      const row = await tx.maybeOne<Row>(
        `select request_hash as "requestHash", status, body, claimed_at as "claimedAt" from idempotency_record
          where account_id = $1 and key = $2 for update`,
        [request.accountId, request.key],
      );
      // Given back between the two statements: the client may simply try again.
      if (!row) return { kind: 'running' };
      if (!row.requestHash.equals(hash)) return { kind: 'other_request' };
      if (row.status !== null) return { kind: 'answered', status: row.status, body: this.unseal(request, row.body) };
      if (now.getTime() - row.claimedAt.getTime() < STALE_MS) return { kind: 'running' };
      await tx.exec('update idempotency_record set claimed_at = $3 where account_id = $1 and key = $2', [
        request.accountId,
        request.key,
        now,
      ]);
      return { kind: 'ours', claimedAt: now };
    });
  }

  /** Keeps the answer, unless the claim was taken over meanwhile. */
  async answer(request: IdempotentRequest, claimedAt: Date, status: number, body: unknown): Promise<void> {
    const text = JSON.stringify(body ?? null);
    const sealed = this.cipher.seal(TABLE, 'body', rowId(request), text).toString('base64');
    await this.db.system((tx) =>
      tx.exec(
        `update idempotency_record set status = $4, body = $5, finished_at = $6
          where account_id = $1 and key = $2 and claimed_at = $3`,
        [request.accountId, request.key, claimedAt, status, JSON.stringify({ sealed }), this.clock.now()],
      ),
    );
  }

  /** The request was refused or failed and changed nothing: the same key may be used for another try. */
  async giveBack(request: IdempotentRequest, claimedAt: Date): Promise<void> {
    await this.db.system((tx) =>
      tx.exec(
        `delete from idempotency_record where account_id = $1 and key = $2 and claimed_at = $3 and status is null`,
        [request.accountId, request.key, claimedAt],
      ),
    );
  }

  async purge(): Promise<number> {
    const before = new Date(this.clock.now().getTime() - KEEP_MS);
    return this.db.system((tx) => tx.exec('delete from idempotency_record where claimed_at < $1', [before]));
  }

  private unseal(request: IdempotentRequest, body: { sealed: string } | null): unknown {
    if (!body) return undefined;
    return JSON.parse(this.cipher.open(TABLE, 'body', rowId(request), Buffer.from(body.sealed, 'base64'))) as unknown;
  }
}

function rowId(request: IdempotentRequest): string {
  return `${request.accountId}/${request.key}`;
}

/** The order of members and blanks make no other request. */
function hashOf(request: IdempotentRequest): Buffer {
  return createHash('sha256')
    .update(canonicalJson([request.method, request.url, request.body ?? null]))
    .digest();
}
