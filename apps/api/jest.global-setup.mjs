// One throw-away PostgreSQL for the whole run; each test file clones the migrated template.
import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startPostgres } from '../../tools/lib/embedded-postgres.mjs';

export default async function globalSetup() {
  if (process.env.TEST_DATABASE_URL) return;
  const dir = mkdtempSync(path.join(os.tmpdir(), 'qiancheng-test-'));
  const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' };
  const server = await startPostgres({ dir: path.join(dir, 'postgres'), password: 'test', settings });
  process.env.TEST_DATABASE_URL = server.url;
  globalThis.testPostgres = { server, dir };
}
