import { createDecipheriv } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { request } from 'playwright-core';
import { localSecrets } from '../../../tools/lib/local-env.mjs';
import { Api } from './support/api.js';
import { caseAt } from './support/cases.js';
import { PASSWORD, SCHOOL } from './support/demo.js';
import { baseUrl } from './support/stage.js';

/** Personal numbers must not stand in clear anywhere but on paper: looked for in all that the installation has written. */

const given = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: with an E2E_URL of your own, name its database and data folder too`);
  return value;
};

/** Columns of the demo data whose numbers are looked for. */
const SEEDED = [
  ['student', 'id_no_enc'],
  ['student', 'phone_enc'],
  ['account', 'phone_enc'],
] as const;
const MOBILE = /(?<!\d)1[3-9]\d{9}(?!\d)/g;
const RESIDENT_ID = /(?<!\d)[1-9]\d{16}[\dXx](?!\d)/g;

let db: pg.Client | undefined;
const rowsOf = async <T extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<T[]> =>
  (await (db as pg.Client).query<T>(sql, values)).rows;

beforeAll(async () => {
  db = new pg.Client({ connectionString: given('E2E_DATABASE_URL') });
  await db.connect();
});
afterAll(() => db?.end());

/** As platform/crypto seals: format, key id, IV, tag, text; bound to table, column and row. */
function opened(keys: Map<string, Buffer>, table: string, column: string, id: string, sealed: Buffer): string {
  const end = 2 + (sealed[1] ?? 0);
  const key = keys.get(sealed.toString('ascii', 2, end));
  if (!key) throw new Error('sealed by a key that is not in the ring');
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(end, end + 12));
  decipher.setAAD(Buffer.from(`${table}|${column}|${id}`));
  decipher.setAuthTag(sealed.subarray(end + 12, end + 28));
  return Buffer.concat([decipher.update(sealed.subarray(end + 28)), decipher.final()]).toString('utf8');
}

async function seededNumbers(): Promise<Set<string>> {
  const ring = localSecrets(given('E2E_DATA_DIR'))['FIELD_KEYS'] ?? '';
  const keys = new Map(
    ring.split(',').map((entry): [string, Buffer] => {
      const [id = '', key = ''] = entry.split(':');
      return [id, Buffer.from(key, 'base64')];
    }),
  );
  const numbers = new Set<string>();
  for (const [table, column] of SEEDED) {
    const rows = await rowsOf<{ id: string; sealed: Buffer }>(
      `select id, ${column} as sealed from ${table} where ${column} is not null`,
    );
    for (const { id, sealed } of rows) numbers.add(opened(keys, table, column, id, sealed));
  }
  return numbers;
}

/** Whole numbers that occur in a text, also where bytes are printed as hexadecimal. */
function numbersIn(text: string, known: Set<string>): string[] {
  const plain = [...text.matchAll(MOBILE), ...text.matchAll(RESIDENT_ID)].map(([found]) => found.toUpperCase());
  const packed = [...text.matchAll(/(?:3\d){11,18}/g)].map(([hex]) => Buffer.from(hex, 'hex').toString('ascii'));
  return [...new Set([...plain, ...packed.flatMap((digits) => digits.match(MOBILE) ?? [])])].filter((one) =>
    known.has(one),
  );
}

async function* everyTable(): AsyncGenerator<[string, string]> {
  const tables = await rowsOf<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
      where table_schema in ('public', 'bullmq') and table_type = 'BASE TABLE' order by 1`,
  );
  expect(tables.length).toBeGreaterThan(40);
  for (const { name } of tables) {
    for (let offset = 0; ; offset += 5_000) {
      const rows = await rowsOf<{ line: string }>(`select t::text as line from ${name} t offset $1 limit 5000`, [
        offset,
      ]);
      if (rows.length === 0) break;
      yield [name, rows.map(({ line }) => line).join('\n')];
    }
  }
}

function logs(): [string, string][] {
  const folder = path.join(given('E2E_DATA_DIR'), 'logs');
  return readdirSync(folder).map((name) => [`logs/${name}`, readFileSync(path.join(folder, name), 'utf8')]);
}

it('no number of the demo data stands in the database, the queue or the logs in clear', async () => {
  const known = await seededNumbers();
  expect(known.size).toBeGreaterThan(10_000);
  const phone = [...known].find((one) => one.length === 11) ?? '';
  const idNo = [...known].find((one) => one.length === 18) ?? '';
  // somebody types a phone where the account belongs, and an ID number where a search is
  const http = await request.newContext({ baseURL: baseUrl() });
  await http.post('/api/v1/student/session', { data: { account: phone, password: PASSWORD, schoolCode: SCHOOL } });
  await http.dispose();
  const made = await caseAt('SIGNED', 'hr002', 9);
  const center = await Api.signIn('teacher', 'center');
  await center.get(`cases?cohort=2027&queue=all&q=${idNo}`);
  await center.post(`cases/${made.id}/reveal`, { field: 'phone', reason: '核对联系方式' });

  const found: string[] = [];
  for await (const [name, text] of everyTable()) found.push(...numbersIn(text, known).map((one) => `${name}: ${one}`));
  for (const [name, text] of logs()) found.push(...numbersIn(text, known).map((one) => `${name}: ${one}`));
  expect(found).toEqual([]);
});
