// npm test: every check. `npm test -- lint unit` runs some of them. The last line is "N passed, N failed".
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { SPAS } from '../lib/build.mjs';
import { root } from '../lib/install.mjs';

const out = mkdtempSync(path.join(os.tmpdir(), 'qiancheng-checks-'));
const jest = path.join(root, 'node_modules/jest/bin/jest.js');

/** Reports of Jest and Vitest have the same shape. */
function readReport(file) {
  const report = JSON.parse(readFileSync(file, 'utf8'));
  const skipped = report.testResults.flatMap((f) =>
    f.assertionResults.filter((t) => t.status === 'pending' || t.status === 'skipped').map((t) => t.fullName),
  );
  // a file that does not even load has no tests of its own
  const broken = report.testResults.filter((f) => f.status === 'failed' && f.assertionResults.length === 0).length;
  return { passed: report.numPassedTests, failed: report.numFailedTests + broken, skipped };
}

const LIGHT = ['--import', pathToFileURL(path.join(root, 'tools/lib/typescript-hooks.mjs')).href];
const SANDBOXED = ['--experimental-vm-modules'];
const jestCheck = (name, cwd, flags, args = []) => ({
  name,
  command: [
    process.execPath,
    ...flags,
    jest,
    '--ci',
    '--silent',
    '--json',
    `--outputFile=${path.join(out, `${name}.json`)}`,
    ...args,
  ],
  cwd,
  report: path.join(out, `${name}.json`),
});
const vitestCheck = (name, cwd) => ({
  name,
  command: [
    'vitest',
    'run',
    '--passWithNoTests',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${path.join(out, `${name}.json`)}`,
  ],
  cwd,
  report: path.join(out, `${name}.json`),
});

const CHECKS = {
  lint: [
    // the boundary rule reads the project graph
    {
      name: 'lint',
      before: ['nx', 'graph', '--file=.nx/graph.json'],
      command: ['eslint', '.', '--max-warnings=0'],
    },
    { name: 'boundaries', command: ['depcruise', 'apps/api/src', '--config', '.dependency-cruiser.cjs'] },
    { name: 'format', command: ['prettier', '--check', '--log-level=warn', '.'] },
  ],
  types: [
    { name: 'types shared', command: ['tsc', '-p', 'libs/shared/tsconfig.json'] },
    { name: 'types api', command: ['tsc', '-p', 'apps/api/tsconfig.json'] },
    // one program for all of them: their libraries are checked once
    { name: 'types web', command: ['vue-tsc', '-p', 'tsconfig.portals.json'] },
    { name: 'types e2e', command: ['tsc', '-p', 'apps/e2e/tsconfig.json'] },
  ],
  unit: [
    jestCheck('shared', 'libs/shared', LIGHT),
    vitestCheck('web-core', 'libs/web-core'),
    vitestCheck('web-ui', 'libs/web-ui'),
    ...SPAS.map((app) => vitestCheck(app, `apps/${app}`)),
  ],
  build: [{ name: 'build', command: ['nx', 'run-many', '-t', 'build', '--outputStyle=static'] }],
  drift: [{ name: 'drift', command: [process.execPath, 'tools/commands/drift.mjs'] }],
  integration: [jestCheck('api', 'apps/api', LIGHT)],
  e2e: [jestCheck('e2e', 'apps/e2e', SANDBOXED)],
  faults: [jestCheck('faults', 'apps/e2e', SANDBOXED, ['--config', 'jest.faults.config.js'])],
};
/** What needs the built product; the rest only reads the sources. */
const BUILT = ['drift', 'e2e', 'faults'];
/** Two checks run at a time; the long ones begin first, so that none is left alone at the end. */
const ORDER = ['build', 'integration', 'e2e', 'faults', 'types', 'unit', 'lint', 'drift'];
const LANES = 2;

function run({ command: [file, ...args], cwd = '.', timeoutMs = 25 * 60_000 }) {
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      cwd: path.join(root, cwd),
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: timeoutMs,
      killSignal: 'SIGTERM',
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => (text = (text + chunk).slice(-60_000)));
    child.once('error', (error) => resolve({ code: 1, text: String(error) }));
    child.once('exit', (code) => resolve({ code: code ?? 1, text }));
  });
}

const totals = { passed: 0, failed: 0, skipped: [] };

async function perform(check) {
  const from = Date.now();
  const prepared = check.before ? await run({ command: check.before }) : { code: 0 };
  const { code, text } = prepared.code === 0 ? await run(check) : prepared;
  let counts = { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: [] };
  if (check.report) {
    try {
      counts = readReport(check.report);
      if (code !== 0 && counts.failed === 0) counts.failed = 1;
    } catch {
      counts = { passed: 0, failed: 1, skipped: [] };
    }
  }
  totals.passed += counts.passed;
  totals.failed += counts.failed;
  totals.skipped.push(...counts.skipped);
  const seconds = ((Date.now() - from) / 1000).toFixed(1);
  console.log(
    `${counts.failed === 0 ? '✓' : '✗'} ${check.name}  ${counts.passed} passed${counts.failed ? `, ${counts.failed} failed` : ''}  ${seconds} s`,
  );
  if (counts.failed > 0) console.log(text.trimEnd().replace(/^/gm, '    '));
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in CHECKS));
if (unknown.length > 0) {
  console.error(`没有这种检查：${unknown.join('、')}。可选：${Object.keys(CHECKS).join('、')}`);
  process.exit(2);
}
const waiting = ORDER.filter((name) => wanted.length === 0 || wanted.includes(name)).flatMap((name) =>
  CHECKS[name].map((check) => ({ ...check, needsBuild: BUILT.includes(name) })),
);
const building = waiting[0]?.name === 'build' ? perform(waiting.shift()) : Promise.resolve();
let built = false;
const afterBuild = building.then(() => (built = true));

async function lane() {
  while (waiting.length > 0) {
    const ready = waiting.findIndex((check) => built || !check.needsBuild);
    if (ready < 0) await afterBuild;
    else await perform(waiting.splice(ready, 1)[0]);
  }
}
await Promise.all([afterBuild.then(lane), ...Array.from({ length: LANES - 1 }, lane)]);
rmSync(out, { recursive: true, force: true });
for (const name of totals.skipped) console.log(`- skipped: ${name}`);
console.log(
  `${totals.passed} passed, ${totals.failed} failed${totals.skipped.length ? `, ${totals.skipped.length} skipped` : ''}`,
);
process.exitCode = totals.failed > 0 ? 1 : 0;
