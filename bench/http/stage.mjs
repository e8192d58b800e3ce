// Database with the bench's data, the real API, and the floor server beside it.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { POLICY_VARIANTS } from '@qiancheng/shared';
import { freePort } from '../../tools/lib/embedded-postgres.mjs';
import { root } from '../../tools/lib/install.mjs';
import { startStack } from '../../tools/lib/local-stack.mjs';
import { makeData } from './data.mjs';

const silent = { LOG_LEVEL: 'warn', DEMO: 'false', WEB_ROOT: '' };

/**
 * @param {(databaseUrl: string, policy: object) => Promise<void>} make what the database holds
 * @param {{worker?: boolean, settings?: Record<string, string>}} options settings of the API besides the usual
 */
export async function openStage(make = makeData, { worker = false, settings = {} } = {}) {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'qiancheng-bench-'));
  const recording = path.join(dir, 'statements.json');
  const env = {
    ...silent,
    ...settings,
    RECORD_SQL: recording,
    NODE_OPTIONS: `--import=${path.join(root, 'bench/http/record.mjs')}`,
  };
  const stack = await startStack({ dataDir: dir, port: await freePort(), seed: false, worker, env });
  const policy = { ...POLICY_VARIANTS.V1, sign: { ...POLICY_VARIANTS.V4.sign, reauth: 'none' } };
  await make(stack.databaseUrl, policy);
  const client = new pg.Client({ connectionString: stack.databaseUrl });
  await client.connect();
  const children = [];

  /** What the API sends to PostgreSQL while `act` runs. */
  async function record(act) {
    rmSync(recording, { force: true });
    process.kill(stack.api.pid, 'SIGUSR2');
    await sleep(200);
    await act();
    await sleep(200);
    process.kill(stack.api.pid, 'SIGUSR2');
    for (let i = 0; i < 50 && !existsSync(recording); i++) await sleep(50);
    await sleep(50);
  }

  async function startFloor(known) {
    const port = await freePort();
    const FLOOR = JSON.stringify({ port, databaseUrl: stack.databaseUrl, role: 'qiancheng_app', recording, known });
    const child = spawn(process.execPath, [path.join(root, 'bench/http/floor.mjs')], {
      env: { ...process.env, FLOOR },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    children.push(child);
    await new Promise((resolve, reject) => {
      child.once('message', resolve);
      child.once('exit', (code) => reject(new Error(`floor: exit ${code}`)));
    });
    return port;
  }

  async function close() {
    for (const child of children) child.kill();
    await client.end();
    await stack.stop();
    rmSync(dir, { recursive: true, force: true });
  }
  return {
    port: Number(new URL(stack.url).port),
    databaseUrl: stack.databaseUrl,
    workerPid: stack.worker?.pid,
    env: stack.env,
    jwtSecret: stack.env.JWT_SECRET,
    client,
    record,
    startFloor,
    close,
  };
}
