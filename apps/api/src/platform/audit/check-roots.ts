import type pg from 'pg';
import type { BrokenLink } from './check-chain.js';
import { type Head, RootHash } from './root-hash.js';
import type { RootKey } from './root-key.js';

interface StoredRoot {
  day: string;
  heads: number;
  rootHash: Buffer;
  signature: Buffer;
  publicKey: string;
}

/** The signed roots themselves, and whether every head that they saw is still there as they saw it. */
export async function checkRoots(client: pg.Client, key: RootKey): Promise<BrokenLink[]> {
  return [...(await checkHeads(client)), ...(await checkSignatures(client, key))];
}

async function checkHeads(client: pg.Client): Promise<BrokenLink[]> {
  const { rows } = await client.query<{ aggregate: string; seq: number; day: string; gone: boolean }>(
    `select h.aggregate_type || '/' || h.aggregate_id as aggregate, h.seq, min(h.day)::text as day, bool_or(e.hash is null) as gone
       from audit_root_head h
       left join audit_entry e using (aggregate_type, aggregate_id, seq)
      where e.hash is distinct from h.hash
      group by 1, 2 order by 1, 2`,
  );
  return rows.map(({ aggregate, seq, day, gone }) => ({
    aggregate,
    seq,
    problem: gone ? `被删除：${day} 的存证根里有这一条` : `与 ${day} 的存证根不符：被改动`,
  }));
}

async function checkSignatures(client: pg.Client, key: RootKey): Promise<BrokenLink[]> {
  const { rows } = await client.query<StoredRoot>(
    `select day::text, heads, root_hash as "rootHash", signature, public_key as "publicKey" from audit_root order by day`,
  );
  const broken: BrokenLink[] = [];
  let previous: Buffer | null = null;
  for (const root of rows) {
    const problem = await rootProblem(client, key, root, previous);
    if (problem) broken.push({ aggregate: `audit_root/${root.day}`, seq: 0, problem });
    previous = root.rootHash;
  }
  return broken;
}

async function rootProblem(
  client: pg.Client,
  key: RootKey,
  root: StoredRoot,
  previous: Buffer | null,
): Promise<string | undefined> {
  if (!key.verifies(root, root.signature)) {
    return root.publicKey === key.publicKey ? '存证根的签名不对：被改动' : '存证根不是用现在的密钥签的';
  }
  const hash = new RootHash(previous);
  const { rows } = await client.query<Head>(
    `select aggregate_type as "aggregateType", aggregate_id as "aggregateId", seq, hash from audit_root_head
      where day = $1 order by aggregate_type collate "C", aggregate_id collate "C"`,
    [root.day],
  );
  for (const head of rows) hash.add(head);
  if (hash.count !== root.heads || !hash.digest().equals(root.rootHash)) {
    return '存证根的清单与签名不符：清单或前一天的根被改动、删除';
  }
  return undefined;
}
