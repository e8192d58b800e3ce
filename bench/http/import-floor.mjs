// What an import of students cannot do without: the same sheet by the same reader, the same values sealed by the same cipher, and
// the same rows (student, account, version, two audit links) into tables with the same columns, checks and indexes, 1,000 a
// statement. Nothing is judged, no run can be cut off, nobody asks for rights, no table has a fence or a foreign key.
import { createHash, randomUUID } from 'node:crypto';
import { emptySourceValues, SOURCE_KEYS } from '@qiancheng/shared';
import pg from 'pg';
import { columnsOf, jsonColumns } from '../../apps/api/dist/modules/source-info/records/source-columns.js';
import { ROSTER_LIMITS, ROSTER_SHEET } from '../../apps/api/dist/modules/source-info/roster/roster-sheet.js';
import { readSheet } from '../../apps/api/dist/platform/sheets/index.js';
import { cipherOf } from './cipher.mjs';

const AT_ONCE = 1000;
const TABLES = ['student', 'account', 'source_version', 'audit_entry'];
const MOVED = { 没有: '0', 已转入: '1' };

/** @returns seconds */
export async function bareImport(stage, bytes) {
  const client = new pg.Client({ connectionString: stage.databaseUrl });
  await client.connect();
  for (const table of TABLES) await client.query(`create table bench_${table} (like ${table} including all)`);
  const { rows } = await client.query(
    `select name, id as class_id, major_id, college_id, cohort from school_class where cohort = 2027`,
  );
  const classes = new Map(rows.map(({ name, ...place }) => [name, place]));
  const cipher = cipherOf(stage.env);
  const from = performance.now();
  let batch = [];
  const reading = await readSheet(bytes, ROSTER_SHEET, ROSTER_LIMITS);
  for await (const { values } of reading.rows()) {
    batch.push(studentOf(cipher, values, classes));
    if (batch.length < AT_ONCE) continue;
    await write(client, batch);
    batch = [];
  }
  if (batch.length > 0) await write(client, batch);
  const seconds = (performance.now() - from) / 1000;
  await client.end();
  return seconds;
}

function studentOf(cipher, cells, classes) {
  const id = randomUUID();
  const values = emptySourceValues();
  for (const key of SOURCE_KEYS) values[key] = MOVED[cells[key]] ?? cells[key] ?? '';
  const account = { id: randomUUID(), audience: 'student', login: values.studentNo, name: values.name };
  const version = cipher.seal('source_version', 'values_enc', `${id}/1`, JSON.stringify(values));
  const links = [
    ['student', id, 'source.imported'],
    ['account', account.id, 'account.created'],
  ].map(([aggregate_type, aggregate_id, action]) => {
    const body = { action, after: { created: true }, actor: { audience: 'teacher', name: '中心' }, result: 'ok' };
    const hash = createHash('sha256')
      .update(cipher.mac('audit', JSON.stringify(body)))
      .digest('hex');
    return { aggregate_type, aggregate_id, seq: 1, body, hash: `\\x${hash}` };
  });
  return {
    student: {
      ...jsonColumns(columnsOf(cipher, id, values, SOURCE_KEYS)),
      ...classes.get(cells.class),
      id,
      account_id: account.id,
    },
    account: { ...account, password_hash: '!' },
    source_version: {
      student_id: id,
      no: 1,
      kind: 'imported',
      values_enc: `\\x${version.toString('hex')}`,
      actor_name: '中心',
    },
    audit_entry: links,
  };
}

async function write(client, batch) {
  await client.query('begin');
  for (const table of TABLES) {
    const rows = batch.flatMap((one) => one[table]);
    const names = Object.keys(rows[0]).join(', ');
    const at = table === 'source_version' || table === 'audit_entry' ? ', at' : '';
    await client.query(
      `insert into bench_${table} (school_id, ${names}${at}) select 1, ${names}${at && ', now()'} from jsonb_populate_recordset(null::${table}, $1::jsonb)`,
      [JSON.stringify(rows)],
    );
  }
  await client.query('commit');
}
