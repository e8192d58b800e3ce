import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical.js';

export interface Head {
  aggregateType: string;
  aggregateId: string;
  seq: number;
  hash: Buffer;
}

/** Over the root before and the heads that moved since: so each root stands on all earlier ones and covers every chain. */
export class RootHash {
  private readonly hash = createHash('sha256');
  count = 0;

  constructor(previous: Uint8Array | null) {
    if (previous) this.hash.update(previous);
  }

  /** In the order of type and id, by bytes. */
  add(head: Head): void {
    this.count += 1;
    this.hash.update(`${canonicalJson([head.aggregateType, head.aggregateId, head.seq, head.hash.toString('hex')])}\n`);
  }

  digest(): Buffer {
    return this.hash.digest();
  }
}
