import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { migrate } from '../database/index.js';
import { installQueueSchema } from '../jobs/index.js';

const TEMPLATE = 'qiancheng_template';
const LOCK = 7_210_432;

export interface TestDatabase {
  url: string;
  /** Superuser connection, for arranging and for looking behind row-level security. */
  owner: pg.Pool;
  drop: () => Promise<void>;
}

function serverUrl(): string {
  const url = process.env['TEST_DATABASE_URL'];
  if (!url) throw new Error('TEST_DATABASE_URL is not set: jest.global-setup.mjs starts the server');
  return url;
}

function withDatabase(name: string): string {
  const url = new URL(serverUrl());
  url.pathname = `/${name}`;
  return url.href;
}

async function ensureTemplate(client: pg.Client): Promise<void> {
  await client.query('select pg_advisory_lock($1)', [LOCK]);
  const { rowCount } = await client.query('select 1 from pg_database where datname = $1 and datistemplate', [TEMPLATE]);
  if (rowCount) return;
  await client.query(`drop database if exists ${TEMPLATE}`);
  await client.query(`create database ${TEMPLATE}`);
  await migrate({ databaseUrl: withDatabase(TEMPLATE), appRole: 'qiancheng_app', extra: installQueueSchema });
  await client.query(`alter database ${TEMPLATE} is_template true`);
}

/** A fresh, migrated database of its own; some 100 ms. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const client = new pg.Client({ connectionString: serverUrl() });
  await client.connect();
  try {
    // the lock also keeps two clones from colliding: a template in use cannot be copied
    await ensureTemplate(client);
    await client.query(`create database ${name} template ${TEMPLATE}`);
  } finally {
    await client.end();
  }
  const url = withDatabase(name);
  const owner = new pg.Pool({ connectionString: url, max: 4 });
  owner.on('error', () => undefined); // dropping the database ends idle connections
  return { url, owner, drop: () => drop(name, owner) };
}

async function drop(name: string, owner: pg.Pool): Promise<void> {
  await owner.end();
  const client = new pg.Client({ connectionString: serverUrl() });
  await client.connect();
  await client.query(`drop database if exists ${name} with (force)`).finally(() => client.end());
}
