// An export of 100,000 students × 50 columns in clear, streamed into a sealed file; against the bare streaming writer of the
// library with the same texts from memory, in text format as well. What it does without any format is told beside it.
import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SOURCE_EXPORT_KEYS } from '@qiancheng/shared';
import { FieldCipher } from '../../apps/api/dist/platform/crypto/index.js';
import { root } from '../../tools/lib/install.mjs';
import { signIn } from './data.mjs';
import { median } from './load.mjs';
import { openStage } from './stage.mjs';
import { centers, studentsOf } from './students.mjs';

const STUDENTS = 100_000;
const COLUMNS = 50;
const ROUNDS = 3;
const TARGET = 0.6;
const MEMORY_MB = 350;

const stage = await openStage(studentsOf({ schools: 1, each: STUDENTS }), { worker: true });

/** What stands sealed in the database: ID number, phone, address and family of everybody. */
async function seal() {
  console.error('sealing their personal values …');
  const { FIELD_KEYS, FIELD_KEY_CURRENT, MAC_KEY } = stage.env;
  const keys = Object.fromEntries(
    FIELD_KEYS.split(',').map((pair) => {
      const at = pair.indexOf(':');
      return [pair.slice(0, at), Buffer.from(pair.slice(at + 1), 'base64')];
    }),
  );
  const cipher = new FieldCipher({ keys, current: FIELD_KEY_CURRENT, macKey: Buffer.from(MAC_KEY, 'base64') });
  const { rows } = await stage.client.query('select id from student');
  for (let at = 0; at < rows.length; at += 5000) {
    const part = rows.slice(at, at + 5000).map(({ id }, i) => {
      const n = at + i;
      const one = (column, text) => cipher.seal('student', column, id, text);
      const phone = `138${String(n).padStart(8, '0')}`;
      const family = {
        homePhone: '0743-6220000',
        emergencyName: '欧阳建国',
        emergencyRelation: '1',
        emergencyPhone: phone,
      };
      return {
        id,
        idNo: one('id_no_enc', `4331302004${String(n).padStart(8, '0')}`),
        phone: one('phone_enc', phone),
        address: one('address_enc', `龙山县民安街道新建路 ${n % 900} 号 3 栋 502`),
        family: one('family_enc', JSON.stringify(family)),
      };
    });
    await stage.client.query(
      `update student s set id_no_enc = v.a, phone_enc = v.b, address_enc = v.c, family_enc = v.d
         from unnest($1::uuid[], $2::bytea[], $3::bytea[], $4::bytea[], $5::bytea[]) as v(id, a, b, c, d) where s.id = v.id`,
      [part.map((p) => p.id), ...['idNo', 'phone', 'address', 'family'].map((key) => part.map((p) => p[key]))],
    );
  }
  await stage.client.query(
    `insert into source_version (school_id, student_id, no, kind, values_enc, actor_name, at) select school_id, id, 1, 'submitted', '\\x00', name, now() from student`,
  );
  await stage.client.query('vacuum analyze student, source_version');
}

const rssOf = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;

async function api(cookie, method, path, body) {
  const response = await fetch(`http://127.0.0.1:${stage.port}/api/v1/teacher/${path}`, {
    method,
    headers: { cookie, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response;
}

/** @returns {Promise<{ms: number, memory: number, id: string}>} the job's own time, and the most that its process held */
async function product(cookie, columns) {
  const order = { selection: { filter: { cohort: 2027 }, expected: STUDENTS }, columns, purpose: '上报', clear: true };
  const { id } = await (await api(cookie, 'POST', 'sources/exports', order)).json();
  let memory = 0;
  for (;;) {
    memory = Math.max(memory, rssOf(stage.workerPid));
    const { rows } = await stage.client.query(
      `select status, error, extract(epoch from finished_at - started_at) * 1000 as ms from job_run where payload ->> 'exportId' = $1`,
      [id],
    );
    const [run] = rows;
    if (run.status === 'done') return { ms: Number(run.ms), memory, id };
    if (run.status === 'failed') throw new Error(run.error);
    await sleep(40);
  }
}

function bare(columns, text) {
  return new Promise((resolve, reject) => {
    const child = fork(path.join(root, 'bench/http/bare-sheet.mjs'), [], {
      env: { ...process.env, BARE: JSON.stringify({ rows: STUDENTS, columns, text, databaseUrl: stage.databaseUrl }) },
    });
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`bare writer: exit ${code}`)));
  });
}

try {
  await seal();
  const [center] = await centers(stage.client);
  const [{ cookie }] = await signIn(stage.client, stage.jwtSecret, 'teacher', [center.id]);
  const columns = SOURCE_EXPORT_KEYS.slice(0, COLUMNS);
  const rounds = [];
  for (let i = 0; i < ROUNDS; i += 1) {
    const a = await product(cookie, columns);
    const b = await bare(columns.length, true);
    const plain = await bare(columns.length, false);
    rounds.push({ ...a, floor: b.ms, plain: plain.ms, ratio: b.ms / a.ms });
    console.error(
      `round ${i + 1}: ${(a.ms / 1000).toFixed(1)} s, worker at most ${a.memory.toFixed(0)} MB · bare writer ${(b.ms / 1000).toFixed(1)} s, without formats ${(plain.ms / 1000).toFixed(1)} s`,
    );
  }
  const bytes = (await (await api(cookie, 'GET', `sources/exports/${rounds.at(-1).id}/file`)).arrayBuffer()).byteLength;
  const ratio = median(rounds.map((round) => round.ratio));
  const memory = Math.max(...rounds.map((round) => round.memory));
  console.log(
    JSON.stringify({
      bench: 'export-students',
      value: Math.round(STUDENTS / (median(rounds.map((round) => round.ms)) / 1000)),
      unit: 'rows/s',
      floor: Math.round(STUDENTS / (median(rounds.map((round) => round.floor)) / 1000)),
      unformatted: Math.round(STUDENTS / (median(rounds.map((round) => round.plain)) / 1000)),
      ratio: Number(ratio.toFixed(2)),
      target: TARGET,
      memory: Math.round(memory),
      memoryTarget: MEMORY_MB,
      fileMb: Number((bytes / 1024 / 1024).toFixed(1)),
      ok: ratio >= TARGET && memory < MEMORY_MB,
    }),
  );
} finally {
  await stage.close();
}
