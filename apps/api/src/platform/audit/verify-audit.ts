import pg from 'pg';
import type { AppConfig } from '../config/index.js';
import { FieldCipher } from '../crypto/index.js';
import { type BrokenLink, checkChain, type StoredLink } from './check-chain.js';
import { checkRoots } from './check-roots.js';
import { RootKey } from './root-key.js';

export interface AuditReport {
  ok: boolean;
  /** How many links were looked at. */
  checked: number;
  broken: BrokenLink[];
}

const PAGE = 5000;

/**
 * Goes through every chain and every signed root and tells what was altered, removed or inserted. On one snapshot, so
 * that it can run beside the living system. Needs a connection that sees the whole tables.
 */
export async function verifyAudit(config: AppConfig): Promise<AuditReport> {
  const client = new pg.Client({ connectionString: config.databaseUrl, application_name: 'qiancheng-audit-verify' });
  await client.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    const cipher = new FieldCipher({ keys: config.fieldKeys, current: config.fieldKeyCurrent, macKey: config.macKey });
    const broken = new Map<string, BrokenLink>();
    const add = (link: BrokenLink): void => {
      const key = `${link.aggregate} ${link.seq}`;
      if (!broken.has(key)) broken.set(key, link);
    };
    let checked = 0;
    for await (const chain of chainsOf(client)) {
      checked += chain.length;
      checkChain(cipher, chain).forEach(add);
    }
    (await checkRoots(client, new RootKey(config.auditSigningKey))).forEach(add);
    return { ok: broken.size === 0, checked, broken: [...broken.values()] };
  } finally {
    await client.end();
  }
}

async function* chainsOf(client: pg.Client): AsyncGenerator<StoredLink[]> {
  let chain: StoredLink[] = [];
  for await (const link of linksOf(client)) {
    const first = chain[0];
    if (first && (first.aggregateType !== link.aggregateType || first.aggregateId !== link.aggregateId)) {
      yield chain;
      chain = [];
    }
    chain.push(link);
  }
  if (chain.length > 0) yield chain;
}

async function* linksOf(client: pg.Client): AsyncGenerator<StoredLink> {
  let last: StoredLink | undefined;
  for (;;) {
    const { rows } = await client.query<StoredLink>(
      `select aggregate_type as "aggregateType", aggregate_id as "aggregateId", seq, school_id as "schoolId",
              to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "atText", actor_id as "actorId", body,
              prev_hash as "prevHash", hash
         from audit_entry
        where ($1::text is null or (aggregate_type, aggregate_id, seq) > ($1, $2, $3))
        order by aggregate_type, aggregate_id, seq limit $4`,
      [last?.aggregateType ?? null, last?.aggregateId ?? null, last?.seq ?? null, PAGE],
    );
    yield* rows;
    last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
  }
}
