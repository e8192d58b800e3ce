// npm run bench lists the benchmarks; npm run bench -- NAME runs one. Its last line is one JSON object.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { ensureBuilt } from '../lib/build.mjs';
import { root } from '../lib/install.mjs';

const BENCHES = {
  list: ['http/list.mjs', 'work list of 20 rows over 200,000 agreements, against the same SQL behind bare Fastify'],
  accept: ['http/accept.mjs', 'one acceptance, against the same SQL behind bare Fastify'],
  'batch-pass': [
    'http/batch-pass.mjs',
    'batch pass of 5,000 with history, audit, messages and results, against bare SQL that writes the same rows',
  ],
  'batch-copy': [
    'http/batch-copy.mjs',
    'batch pass of 5,000 that takes the values of the students over, against bare SQL that writes the same rows',
  ],
  'directory-search': [
    'http/directory-search.mjs',
    'units found as one types, over 200,000, against the same SQL behind bare Fastify',
  ],
  'import-students': [
    'http/import-students.mjs',
    '20,000 students × 50 columns from Excel, against the same sheet read and sealed, and the same rows by bare SQL',
  ],
  'import-units': [
    'http/import-units.mjs',
    "a school's library of 5,000 units from Excel, against the same sheet and one statement",
  ],
  'students-list': [
    'http/students-list.mjs',
    'source information: 20 rows under three conditions over 1,000,000 students, against the same SQL behind bare Fastify',
  ],
  'paste-search': [
    'http/paste-search.mjs',
    '2,000 pasted numbers over 1,000,000 students, against the same SQL behind bare Fastify',
  ],
  'export-students': [
    'http/export-students.mjs',
    'export of 100,000 students × 50 columns, against the bare streaming writer',
  ],
  login: ['http/login.mjs', 'log-ins against the bare hash, and what a list feels of them'],
  'print-bulk': ['print/print-bulk.mjs', 'bulk print per copy, against a page and a page.pdf() for each'],
  'print-one': ['print/print-one.mjs', "one agreement's PDF with a warm worker"],
  table: ['table/table.mjs', 'teacher list of 200 rows × 28 columns in the browser'],
};

const [name] = process.argv.slice(2);
if (name === undefined) {
  for (const [key, [, what]] of Object.entries(BENCHES)) console.log(`${key.padEnd(17)} ${what}`);
} else if (!(name in BENCHES)) {
  console.error(`没有这个基准：${name}。可选：${Object.keys(BENCHES).join('、')}`);
  process.exitCode = 2;
} else {
  ensureBuilt((line) => console.error(line));
  const child = spawn(process.execPath, [path.join(root, 'bench', BENCHES[name][0])], { cwd: root, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.once('exit', (code) => (process.exitCode = code ?? 1));
}
