import { createPublicKey, verify } from 'node:crypto';
import pg from 'pg';
import type { AppConfig } from '../config/index.js';
import { FieldCipher } from '../crypto/index.js';
import { contentDigest, linkHash } from './chain.js';
import { type Head, rootHash } from './root.js';

export interface BrokenLink {
  /** `case/0190…`, or `root/2027-04-12`. */
  aggregate: string;
  seq: number;
  problem: string;
}

export interface AuditReport {
  ok: boolean;
  checked: number;
  broken: BrokenLink[];
}

interface Row {
  aggregate_type: string;
  aggregate_id: string;
  seq: number;
  school_id: number | null;
  at: Date;
  at_text: string;
  actor_id: string | null;
  body: Record<string, unknown>;
  prev_hash: Buffer | null;
  hash: Buffer;
}

const BATCH = 2000;

/** Walks every chain and every signed root, and says which entry was altered, removed or added. */
export async function verifyAudit(config: Pick<AppConfig, 'databaseUrl' | 'fieldKeys' | 'fieldKeyCurrent' | 'macKey'>): Promise<AuditReport> {
  const cipher = new FieldCipher({ keys: config.fieldKeys, current: config.fieldKeyCurrent, macKey: config.macKey });
  const client = new pg.Client({ connectionString: config.databaseUrl, application_name: 'qiancheng-audit' });
  await client.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    const walk = new ChainWalk(cipher);
    await client.query(
      `declare links no scroll cursor for select aggregate_type, aggregate_id, seq, school_id, at, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at_text,
         actor_id, body, prev_hash, hash from audit_entry order by aggregate_type, aggregate_id, seq`,
    );
    for (;;) {
      const { rows } = await client.query<Row>(`fetch ${BATCH} from links`);
      if (rows.length === 0) break;
      for (const row of rows) walk.next(row);
    }
    const broken = [...walk.broken, ...(await brokenRoots(client))];
    return { ok: broken.length === 0, checked: walk.checked, broken };
  } finally {
    await client.end();
  }
}

class ChainWalk {
  readonly broken: BrokenLink[] = [];
  checked = 0;
  private last: Row | undefined;

  constructor(private readonly cipher: FieldCipher) {}

  next(row: Row): void {
    this.checked += 1;
    const before = this.last?.aggregate_type === row.aggregate_type && this.last.aggregate_id === row.aggregate_id ? this.last : undefined;
    const problem = this.problemOf(row, before);
    if (problem) this.broken.push({ aggregate: `${row.aggregate_type}/${row.aggregate_id}`, seq: row.seq, problem });
    this.last = row;
  }

  private problemOf(row: Row, before: Row | undefined): string | null {
    const expected = (before?.seq ?? 0) + 1;
    if (row.seq !== expected) return expected === row.seq - 1 ? `缺少第 ${expected} 条` : `缺少第 ${expected} 到 ${row.seq - 1} 条`;
    const previous = before?.hash ?? null;
    if ((previous === null) !== (row.prev_hash === null) || (previous && row.prev_hash && !previous.equals(row.prev_hash))) return '和上一条接不上';
    const digest = contentDigest(
      this.cipher,
      { aggregateType: row.aggregate_type, aggregateId: row.aggregate_id, schoolId: row.school_id, at: row.at, actorId: row.actor_id, body: row.body },
      row.at_text,
    );
    return linkHash(row.prev_hash, row.seq, digest).equals(row.hash) ? null : '内容被改过，或不是本系统写的';
  }
}

interface RootRow {
  day: string;
  root_hash: Buffer;
  signature: Buffer;
  public_key: string;
  heads: Head[];
}

/** A head that a root has signed must still be there, with the same hash: else the end of a chain was cut off. */
async function brokenRoots(client: pg.Client): Promise<BrokenLink[]> {
  const { rows } = await client.query<RootRow>(
    `select r.day::text, r.root_hash, r.signature, r.public_key,
            coalesce((select json_agg(json_build_object('aggregateType', h.aggregate_type, 'aggregateId', h.aggregate_id, 'seq', h.seq, 'hash', encode(h.hash, 'hex'))
                       order by h.aggregate_type, h.aggregate_id) from audit_root_head h where h.day = r.day), '[]') as heads
       from audit_root r order by r.day`,
  );
  const broken: BrokenLink[] = [];
  let previous: Buffer | null = null;
  for (const row of rows) {
    const expected = rootHash(previous, row.day, row.heads);
    const key = createPublicKey({ key: Buffer.from(row.public_key, 'base64'), format: 'der', type: 'spki' });
    if (!expected.equals(row.root_hash)) broken.push({ aggregate: `root/${row.day}`, seq: 0, problem: '每日根和它的内容不符' });
    else if (!verify(null, row.root_hash, key, row.signature)) broken.push({ aggregate: `root/${row.day}`, seq: 0, problem: '签名不对' });
    previous = row.root_hash;
  }
  const lost = await client.query<{ aggregate_type: string; aggregate_id: string; seq: number }>(
    `select h.aggregate_type, h.aggregate_id, h.seq from audit_root_head h
      left join audit_entry e on e.aggregate_type = h.aggregate_type and e.aggregate_id = h.aggregate_id and e.seq = h.seq
     where e.hash is distinct from h.hash`,
  );
  return [...broken, ...lost.rows.map((row) => ({ aggregate: `${row.aggregate_type}/${row.aggregate_id}`, seq: row.seq, problem: '签过名的记录被删除或替换' }))];
}
