// One agreement's PDF, all its copies, with a warm worker: from data to stored bytes.
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { agreements, composeDocument, dataDir, PdfService, round, sheets } from './press.mjs';

const RUNS = 100;
const WARM = 10;
const COPIES = 3;
const TARGET_MS = 400;

const contents = agreements(RUNS + WARM, COPIES);
const pdf = new PdfService({ dataDir, chromiumPath: undefined });
const folder = mkdtempSync(path.join(os.tmpdir(), 'qiancheng-print-one-'));

async function one(content) {
  const from = performance.now();
  const composed = composeDocument(sheets([content]), 'duplex');
  const bytes = await pdf.render(composed);
  writeFileSync(path.join(folder, createHash('sha256').update(bytes).digest('hex')), bytes);
  return performance.now() - from;
}

try {
  await pdf.check();
  for (const content of contents.slice(0, WARM)) await one(content);
  const times = [];
  for (const content of contents.slice(WARM)) times.push(await one(content));
  times.sort((a, b) => a - b);
  const [p50, p95] = [times[Math.floor(RUNS * 0.5)], times[Math.floor(RUNS * 0.95)]];
  console.log(
    `${RUNS} agreements of ${COPIES} copies: p50 ${round(p50)} ms, p95 ${round(p95)} ms, slowest ${round(times.at(-1))} ms`,
  );
  const ok = p95 <= TARGET_MS;
  console.log(
    JSON.stringify({
      bench: 'print-one',
      value: round(p95),
      unit: 'ms p95',
      floor: null,
      ratio: null,
      target: TARGET_MS,
      ok,
    }),
  );
  process.exitCode = ok ? 0 : 1;
} finally {
  await pdf.onApplicationShutdown();
  rmSync(folder, { recursive: true, force: true });
}
