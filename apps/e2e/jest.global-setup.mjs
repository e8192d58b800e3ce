// One whole installation with fresh demo data and one browser for the whole run.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { freePort } from '../../tools/lib/embedded-postgres.mjs';
import { root } from '../../tools/lib/install.mjs';
import { startStack } from '../../tools/lib/local-stack.mjs';
import { ARGS, locateBrowser } from './browser.mjs';

const BUILT = [
  'libs/shared/dist/index.js',
  'apps/api/dist/main.js',
  ...['entry', 'teacher', 'student', 'employer'].map((app) => `apps/${app}/dist/index.html`),
];

/** E2E_URL names an installation that runs already; its demo data must be untouched. */
async function startServer(dir) {
  if (process.env.E2E_URL) return { url: process.env.E2E_URL.replace(/\/+$/, ''), stop: async () => undefined };
  const missing = BUILT.filter((file) => !existsSync(path.join(root, file)));
  if (missing.length > 0) throw new Error(`Not built: ${missing.join(', ')}. Run "npx nx run-many -t build" first.`);
  return startStack({
    dataDir: path.join(dir, 'data'),
    port: await freePort(),
    fast: true,
  });
}

export default async function globalSetup() {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'qiancheng-e2e-'));
  const stops = [async () => rmSync(dir, { recursive: true, force: true })];
  const stop = async () => {
    for (const step of stops.splice(0).reverse()) await step();
  };
  // whoever ends the run early must not leave a database and a browser behind
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void stop().finally(() => process.exit(1)));
  globalThis.stopStage = stop;
  try {
    const [server, browser] = await Promise.all([
      startServer(dir).then((started) => {
        stops.push(started.stop);
        return started;
      }),
      locateBrowser(path.join(dir, 'browser')).then(async ({ executablePath, env }) => {
        const started = await chromium.launchServer({ executablePath, env: { ...process.env, ...env }, args: ARGS });
        stops.push(() => started.close());
        return started;
      }),
    ]);
    process.env.E2E_URL = server.url;
    if (server.databaseUrl) {
      process.env.E2E_DATABASE_URL = server.databaseUrl;
      process.env.E2E_DATA_DIR = path.join(dir, 'data');
    }
    process.env.E2E_BROWSER = browser.wsEndpoint();
  } catch (error) {
    await stop();
    throw error;
  }
}
