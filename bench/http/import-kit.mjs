// What the benches of imports share: a sheet in memory, the way from upload to done over HTTP, and the worker's memory.
import { readdirSync, readFileSync } from 'node:fs';
import http from 'node:http';
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeRows } from '../../apps/api/dist/platform/sheets/index.js';

/** Four times as often as the page does. */
const POLL_MS = 250;

export async function sheetOf(spec, rows) {
  const target = new PassThrough();
  const [bytes] = await Promise.all([buffer(target), writeRows(spec, rows, target)]);
  return bytes;
}

function ask(port, { method = 'GET', path, headers = {}, body }) {
  return new Promise((resolve, reject) => {
    const request = http.request({ port, host: '127.0.0.1', method, path, headers }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        if (response.statusCode >= 300) reject(new Error(`${response.statusCode} ${text}`));
        else resolve(JSON.parse(text));
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** Resident set of a process in MB; 0 when it is gone. */
function memoryOf(pid) {
  try {
    const line = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return line ? Number(line[1]) / 1024 : 0;
  } catch {
    return 0;
  }
}

const TICKS = 100;

/** Seconds of the processor that a process has used, and those of its children that have ended. */
function secondsOf(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const times = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 15)
    .map((ticks) => Number(ticks) / TICKS);
  return { own: times[0] + times[1], children: times[2] + times[3] };
}

/** The sheet readers that a worker has started. */
function readersOf(pid) {
  return readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      const parent = /PPid:\s+(\d+)/.exec(readFileSync(`/proc/${name}/status`, 'utf8'));
      return parent?.[1] === String(pid) && readFileSync(`/proc/${name}/cmdline`, 'utf8').includes('sheets/reader');
    } catch {
      return false;
    }
  });
}

/** Peaks of memory and seconds of the processor, of the worker and of the reader beside it, until `end` is called. */
export function watchWorker(workerPid) {
  const peak = { worker: 0, reader: 0 };
  const before = secondsOf(workerPid);
  const timer = setInterval(() => {
    peak.worker = Math.max(peak.worker, memoryOf(workerPid));
    for (const pid of readersOf(workerPid)) peak.reader = Math.max(peak.reader, memoryOf(pid));
  }, 50);
  return {
    end() {
      clearInterval(timer);
      const after = secondsOf(workerPid);
      return {
        worker: Math.round(peak.worker),
        reader: Math.round(peak.reader),
        workerCpu: Number((after.own - before.own).toFixed(1)),
        readerCpu: Number((after.children - before.children).toFixed(1)),
      };
    },
  };
}

/**
 * Upload, look, apply, as the page does it.
 * @param {{path: string, query?: string, fileName: string, choice?: object, jobOf: (view: object, ask: (id: string) => Promise<object>) => Promise<object> | object | null}} how
 */
export async function importSheet(stage, cookie, bytes, { path, query = '', fileName, choice = {}, jobOf }) {
  const steps = new Set();
  const follow = async (id, until) => {
    for (;;) {
      const view = await ask(stage.port, { path: `${path}/${id}`, headers: { cookie } });
      if (view.status === until) return view;
      if (view.status === 'refused') throw new Error(view.refusal);
      const job = await jobOf(view, (jobId) =>
        ask(stage.port, { path: `/api/v1/teacher/jobs/${jobId}`, headers: { cookie } }),
      );
      if (job) {
        if (job.status === 'failed') throw new Error(job.error);
        if (job.progress.done > 0) steps.add(`${until} ${job.progress.done}`);
      }
      await sleep(POLL_MS);
    }
  };
  const from = performance.now();
  const { id } = await ask(stage.port, {
    method: 'POST',
    path: path + query,
    headers: { cookie, 'content-type': 'application/octet-stream', 'x-file-name': encodeURIComponent(fileName) },
    body: bytes,
  });
  const checked = await follow(id, 'checked');
  const judged = performance.now();
  await ask(stage.port, {
    method: 'POST',
    path: `${path}/${id}/apply`,
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify({ version: checked.version, ...choice }),
  });
  const done = await follow(id, 'done');
  const took = (performance.now() - from) / 1000;
  return { took, checking: (judged - from) / 1000, steps: steps.size, counts: done.counts };
}
