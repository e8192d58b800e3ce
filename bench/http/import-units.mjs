// A school's library of 5,000 units from Excel: uploaded, judged, taken over; a third of them are in a directory of 20,000.
// The floor, in the same run: the same sheet read by the same reader, and its rows written by one statement without any
// check, match, result a row or progress.
import { creditCodeCheck, organisationCodeCheck } from '@qiancheng/shared';
import pg from 'pg';
import { LIBRARY_SHEET } from '../../apps/api/dist/modules/directory/library/library-sheet.js';
import { readSheet } from '../../apps/api/dist/platform/sheets/index.js';
import { signIn } from './data.mjs';
import { importSheet, sheetOf, watchWorker } from './import-kit.mjs';
import { openStage } from './stage.mjs';
import { units } from './units.mjs';

const ROWS = 5000;
const KNOWN = 20_000;
const SECONDS = 10;
const WORKER_MB = 300;
const TARGET = 0.1;

function codeOf(i) {
  const body = `K${String(i).padStart(7, '0')}`;
  const first = `91430100${body}${organisationCodeCheck(body)}`;
  return first + creditCodeCheck(first);
}

/** No two of the bench's units have one name. */
const named = (unit, i) =>
  unit.name.replace(
    /(股份)?有限(责任)?公司$/,
    `${String.fromCodePoint(0x4e00 + (i % 9000), 0x4e00 + Math.floor(i / 9000))}$&`,
  );

async function makeDirectory(databaseUrl, policy) {
  console.error(`making a directory of ${KNOWN.toLocaleString('en')} units …`);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const run = (sql, values) => client.query(sql, values);
  await run(`insert into school (id, code, name, short_name) values (1, '20001', '学校', '校')`);
  await run(
    `insert into school_policy (school_id, version, policy, effective_from) values (1, 1, $1::jsonb, '2020-01-01')`,
    [JSON.stringify(policy)],
  );
  await run(
    `insert into account (audience, school_id, login, name, password_hash) values ('teacher', 1, 'centre', '中心', '-')`,
  );
  await run(
    `insert into account_grant (account_id, school_id, role) select id, 1, 'center_admin' from account where audience = 'teacher'`,
  );
  const known = [...units(KNOWN)].map((unit, i) => ({ ...unit, code: codeOf(i), name: named(unit, i) }));
  await run(
    `insert into employer (credit_code, name, name_norm, syllables, nature_code, industry_code, region_code, compared_at)
     select u.code, u.name, u.name, u.syllables, '39', '22', '430121', now() from jsonb_to_recordset($1::jsonb) as u(code text, name text, syllables text)`,
    [JSON.stringify(known)],
  );
  await run('vacuum analyze');
  await client.end();
}

function sheetRows(from) {
  const all = [...units(KNOWN + 2 * ROWS)];
  return Array.from({ length: ROWS }, (_, i) => {
    const at = i % 3 === 0 ? i : KNOWN + from + i;
    return {
      name: named(all[at], at),
      code: codeOf(at),
      nature: '其他企业',
      industry: '制造业',
      region: '湖南省长沙市长沙县',
      contact: '周敏',
    };
  });
}

async function floor(stage, bytes) {
  const from = performance.now();
  const rows = [];
  for await (const chunk of (await readSheet(bytes, LIBRARY_SHEET)).chunks())
    rows.push(...chunk.map((row) => row.values));
  const client = new pg.Client({ connectionString: stage.databaseUrl });
  await client.connect();
  await client.query(
    `with given as (select distinct on (code) * from jsonb_to_recordset($1::jsonb) as g (name text, code text, contact text)),
     made as (insert into employer (credit_code, name, name_norm, syllables, nature_code, industry_code, region_code, status)
              select code, name, name, '', '39', '22', '430121', 'provisional' from given on conflict (credit_code) do nothing returning id, credit_code)
     insert into school_unit (school_id, employer_id, contact, name, created_at, updated_at)
       select 1, coalesce(m.id, e.id), g.contact, g.name, now(), now() from given g left join made m on m.credit_code = g.code left join employer e on e.credit_code = g.code
       where coalesce(m.id, e.id) is not null on conflict do nothing`,
    [JSON.stringify(rows)],
  );
  await client.end();
  return (performance.now() - from) / 1000;
}

const stage = await openStage(makeDirectory, { worker: true });
try {
  const { rows } = await stage.client.query(`select id from account where audience = 'teacher'`);
  const [{ cookie }] = await signIn(stage.client, stage.jwtSecret, 'teacher', [rows[0].id]);
  const bytes = await sheetOf(LIBRARY_SHEET, sheetRows(0));
  const memory = watchWorker(stage.workerPid);
  const result = await importSheet(stage, cookie, bytes, {
    path: '/api/v1/teacher/unit-imports',
    fileName: '单位库.xlsx',
    jobOf: ({ jobId }, ask) => jobId && ask(jobId),
  });
  const { worker, reader } = memory.end();
  const by = await floor(stage, await sheetOf(LIBRARY_SHEET, sheetRows(ROWS)));
  console.error(JSON.stringify({ ...result, worker, reader }));
  const { counts } = result;
  const ratio = by / result.took;
  console.log(
    JSON.stringify({
      bench: 'import-units',
      value: Number(result.took.toFixed(2)),
      unit: 's',
      target: SECONDS,
      checking: Number(result.checking.toFixed(2)),
      floor: Number(by.toFixed(2)),
      ratio: Number(ratio.toFixed(2)),
      ratioTarget: TARGET,
      workerMb: worker,
      workerMbTarget: WORKER_MB,
      readerMb: reader,
      progressSteps: result.steps,
      rows: counts.linked + counts.created,
      ok:
        counts.linked + counts.created === ROWS &&
        result.took <= SECONDS &&
        ratio >= TARGET &&
        worker <= WORKER_MB &&
        result.steps >= 4,
    }),
  );
} finally {
  await stage.close();
}
