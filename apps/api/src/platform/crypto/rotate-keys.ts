import pg from 'pg';
import type { AppConfig } from '../config/index.js';
import { FieldCipher } from './field-cipher.js';
import { SEALED_COLUMNS, type SealedColumn } from './sealed-columns.js';

const BATCH = 2_000;

export interface RotatedColumn {
  table: string;
  column: string;
  /** Values that are sealed by the current key now and were not before. */
  rewritten: number;
}

interface Row extends Record<string, unknown> {
  place: string;
  sealed: Buffer;
}

/**
 * Seals anew, with the current key, every value that an older key of the ring sealed. Runs beside the living system: a
 * value that changes meanwhile is left as it was written. May be interrupted and run again. Afterwards the old key can be
 * taken out of FIELD_KEYS once the backups that need it are gone. Needs the schema's owner.
 */
export async function rotateKeys(config: AppConfig): Promise<RotatedColumn[]> {
  const cipher = new FieldCipher({ keys: config.fieldKeys, current: config.fieldKeyCurrent, macKey: config.macKey });
  const reader = new pg.Client({ connectionString: config.databaseUrl, application_name: 'qiancheng-rotate-read' });
  const writer = new pg.Client({ connectionString: config.databaseUrl, application_name: 'qiancheng-rotate-write' });
  try {
    await reader.connect();
    await writer.connect();
    const done: RotatedColumn[] = [];
    for (const column of SEALED_COLUMNS) {
      const rewritten = await rotateColumn(reader, writer, cipher, column, config.fieldKeyCurrent);
      done.push({ table: column.table, column: column.column, rewritten });
    }
    return done;
  } finally {
    await reader.end();
    await writer.end();
  }
}

/** The sealed bytes of a row, in SQL. */
function valueOf({ column, member }: SealedColumn): string {
  return member ? `decode(t.${column} ->> '${member}', 'base64')` : `t.${column}`;
}

async function rotateColumn(
  reader: pg.Client,
  writer: pg.Client,
  cipher: FieldCipher,
  column: SealedColumn,
  current: string,
): Promise<number> {
  const value = valueOf(column);
  const keys = column.key.map((name, i) => `t.${name}::text as k${i}`).join(', ');
  let rewritten = 0;
  await reader.query('begin isolation level repeatable read read only');
  await reader.query({
    // bytes 3 and on name the key; the second byte says how long the name is
    text: `declare old_values no scroll cursor for
             select ${column.row} as place, ${value} as sealed, ${keys} from ${column.table} t
              where ${value} is not null and substr(${value}, 3, get_byte(${value}, 1)) <> '${hex(current)}'::bytea`,
  });
  for (;;) {
    const { rows } = await reader.query<Row>(`fetch ${column.atOnce ?? BATCH} from old_values`);
    if (rows.length === 0) break;
    rewritten += await rewrite(writer, cipher, column, rows);
  }
  await reader.query('commit');
  return rewritten;
}

/** @returns how many of the rows still held the value that was read */
async function rewrite(
  writer: pg.Client,
  cipher: FieldCipher,
  column: SealedColumn,
  rows: readonly Row[],
): Promise<number> {
  const fresh = rows.map(({ place, sealed }) =>
    cipher.seal(column.table, column.column, place, cipher.openBytes(column.table, column.column, place, sealed)),
  );
  const names = column.key.map((_, i) => `k${i}`);
  const arrays = names.map((_, i) => `$${i + 3}::text[]`);
  const match = column.key.map((name, i) => `t.${name}::text = v.${names[i]}`).join(' and ');
  const next = column.member
    ? `jsonb_set(t.${column.column}, '{${column.member}}', to_jsonb(translate(encode(v.fresh, 'base64'), E'\\n', '')))`
    : 'v.fresh';
  const { rowCount } = await writer.query(
    `update ${column.table} t set ${column.column} = ${next}
       from unnest($1::bytea[], $2::bytea[], ${arrays.join(', ')}) as v(old, fresh, ${names.join(', ')})
      where ${match} and ${valueOf(column)} = v.old`,
    [rows.map((row) => row.sealed), fresh, ...names.map((name) => rows.map((row) => row[name]))],
  );
  return rowCount ?? 0;
}

function hex(keyId: string): string {
  return `\\x${Buffer.from(keyId, 'ascii').toString('hex')}`;
}
