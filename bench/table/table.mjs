// How long the teacher's list takes to mount 200 rows × 28 columns, against the same cells as a bare static table, and what
// the portals weigh on their first load. The best of nine rounds counts. The last line is JSON.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { launch } from './browser.mjs';
import { startServer, weigh } from './server.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const TARGET_MS = 500;
const MAX_NODES = 8000;
const ROUNDS = 9;
const BUDGETS = [
  { portal: 'teacher', path: '/teacher/agreements?view=all', what: 'shell and first list', kB: 220 },
  { portal: 'student', path: '/student/login', what: 'log-in', kB: 110, signedOut: true },
  { portal: 'student', path: '/student/', what: 'first page', kB: 130 },
  { portal: 'employer', path: '/employer/', what: 'first page', kB: 190 },
];

function build(portal, outDir) {
  if (!existsSync(path.join(root, 'apps', portal, 'vite.config.ts'))) return false;
  const vite = path.join(root, 'node_modules/vite/bin/vite.js');
  const args = [vite, 'build', '--outDir', outDir, '--emptyOutDir', '--logLevel', 'error'];
  const done = spawnSync(process.execPath, args, { cwd: path.join(root, 'apps', portal), encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`${portal} was not built:\n${done.stdout}\n${done.stderr}`);
  return true;
}

/** What the page itself costs; whatever a round takes longer is other work on the machine. Both sides are judged alike. */
const best = (values) => Math.min(...values);
const round = (value) => Math.round(value * 10) / 10;

/** Runs in the page before its own scripts: from the moment the rows are there to the frame that shows them. */
function observe() {
  const original = window.fetch;
  window.fetch = async (...args) => {
    const response = await original(...args);
    const url = args[0] instanceof Request ? args[0].url : String(args[0]);
    if (url.includes('/teacher/cases')) window.rowsArrived = performance.now();
    return response;
  };
  new MutationObserver((_changes, observer) => {
    if (document.querySelectorAll('tbody tr').length < 200) return;
    observer.disconnect();
    requestAnimationFrame(() =>
      setTimeout(() => {
        window.mounted = performance.now() - window.rowsArrived;
      }),
    );
  }).observe(document, { childList: true, subtree: true });
}

/** The same cells without anything around them. */
function bare(cells) {
  const html = `<table>${cells.map((row) => `<tr>${row.map((text) => `<td>${text}</td>`).join('')}</tr>`).join('')}</table>`;
  return new Promise((resolve) => {
    document.body.textContent = '';
    requestAnimationFrame(() => {
      const from = performance.now();
      document.body.innerHTML = html;
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - from)));
    });
  });
}

async function measure(browser, server) {
  const mounts = [];
  const floors = [];
  let nodes = 0;
  let columns = 0;
  for (let turn = 0; turn <= ROUNDS; turn += 1) {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.addInitScript(observe);
    await page.goto(`${server.url}/teacher/agreements?view=all&pageSize=200`);
    await page.waitForFunction(() => window.mounted !== undefined);
    const mount = await page.evaluate(() => window.mounted);
    nodes = await page.evaluate(() => document.querySelectorAll('*').length);
    const cells = await page.$$eval('tbody tr', (rows) =>
      rows.map((row) => [...row.children].slice(1).map((cell) => cell.textContent ?? '')),
    );
    columns = cells[0].length;
    await page.close();
    const blank = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await blank.goto(`${server.url}/nothing`);
    const floor = await blank.evaluate(bare, cells);
    await blank.close();
    if (turn === 0) continue; // the first one warms up the browser
    mounts.push(mount);
    floors.push(floor);
  }
  if (columns !== 28) throw new Error(`the list shows ${columns} columns instead of 28`);
  return { value: best(mounts), floor: best(floors), nodes };
}

async function weights(browser, server, built) {
  const lines = [];
  for (const budget of BUDGETS) {
    if (!built[budget.portal]) continue;
    server.signedIn = !budget.signedOut;
    const context = await browser.newContext();
    const page = await context.newPage();
    server.fetched.clear();
    await page.goto(server.url + budget.path, { waitUntil: 'networkidle' });
    const kB = weigh(server.fetched);
    lines.push({ ...budget, weight: round(kB), ok: kB <= budget.kB });
    await context.close();
  }
  server.signedIn = true;
  return lines;
}

const temporary = mkdtempSync(path.join(os.tmpdir(), 'qiancheng-bench-'));
let server;
let browser;
try {
  const built = {};
  for (const portal of ['teacher', 'student', 'employer']) {
    const outDir = path.join(temporary, portal);
    console.log(`building ${portal}…`);
    if (build(portal, outDir)) built[portal] = outDir;
  }
  server = await startServer(built);
  browser = await launch(path.join(root, '.data/bench/chromium'));
  const result = await measure(browser, server);
  const loads = await weights(browser, server, built);
  console.log(
    `200 rows × 28 columns: ${round(result.value)} ms, ${result.nodes} nodes (at most ${MAX_NODES}); bare table ${round(result.floor)} ms`,
  );
  for (const load of loads) {
    console.log(
      `first load, ${load.portal} ${load.what}: ${load.weight} kB gzip (at most ${load.kB})${load.ok ? '' : '  OVER'}`,
    );
  }
  const ok = result.value <= TARGET_MS && result.nodes <= MAX_NODES && loads.every((load) => load.ok);
  const { value, floor } = result;
  console.log(
    JSON.stringify({
      bench: 'table',
      value: round(value),
      unit: 'ms',
      floor: round(floor),
      ratio: round(value / floor),
      target: TARGET_MS,
      ok,
    }),
  );
  process.exitCode = ok ? 0 : 1;
} finally {
  await browser?.close();
  server?.close();
  rmSync(temporary, { recursive: true, force: true });
}
