import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

const LOCK = 7_210_431;
const ROLE_NAME = /^[a-z_][a-z0-9_]*$/;

/** Tables in which the application may add and read, nothing else. */
const APPEND_ONLY = [
  'case_event',
  'case_revision',
  'audit_entry',
  'audit_root',
  'audit_root_head',
  'print_log',
  'document',
  'document_case',
  'school_policy',
  'school_policy_withdrawal',
  'personal_access',
  'employer_event',
  'privacy_consent',
];

interface Migration {
  name: string;
  sql: string;
  hash: string;
}

export class MigrationError extends Error {}

function migrations(): Migration[] {
  const dir = path.join(path.dirname(fileURLToPath(import.meta.url)), '../../migrations');
  return readdirSync(dir)
    .filter((file) => /^\d{4}-[a-z0-9-]+\.sql$/.test(file))
    .sort()
    .map((file) => {
      const sql = readFileSync(path.join(dir, file), 'utf8');
      return { name: file.replace(/\.sql$/, ''), sql, hash: createHash('sha256').update(sql).digest('hex') };
    });
}

async function applied(client: pg.Client): Promise<Map<string, string>> {
  await client.query(
    'create table if not exists schema_migration (name text primary key, hash text not null, applied_at timestamptz not null default now())',
  );
  const { rows } = await client.query<{ name: string; hash: string }>('select name, hash from schema_migration');
  return new Map(rows.map((row) => [row.name, row.hash]));
}

function refuseForeign(known: Migration[], done: Map<string, string>): void {
  const names = new Map(known.map((m) => [m.name, m.hash]));
  for (const [name, hash] of done) {
    const ours = names.get(name);
    if (ours === undefined)
      throw new MigrationError(
        `数据库由更新的版本建立（含 ${name}），本程序不能使用。请升级程序，或换一个 DATA_DIR / DATABASE_URL。`,
      );
    if (ours !== hash)
      throw new MigrationError(`迁移 ${name} 与数据库里执行过的内容不同。已发布的迁移不能改，请新增一个。`);
  }
}

async function grant(client: pg.Client, role: string): Promise<void> {
  if (!ROLE_NAME.test(role)) throw new MigrationError(`DATABASE_APP_ROLE=${role}：只能用小写字母、数字和下划线`);
  await client.query(
    `do $$ begin create role ${role} nologin; exception when duplicate_object or unique_violation then null; end $$`,
  );
  await client.query(`grant ${role} to current_user`);
  await client.query(`grant usage on schema public to ${role}`);
  await client.query(`grant select, insert, update, delete on all tables in schema public to ${role}`);
  await client.query(`grant usage on all sequences in schema public to ${role}`);
  await client.query(`revoke update, delete on ${APPEND_ONLY.join(', ')} from ${role}`);
  // who printed what stands; the file that came of it is named once it is made
  await client.query(`grant update (document_id) on print_log to ${role}`);
  await client.query(`revoke insert, update, delete on schema_migration from ${role}`);
}

export interface MigrateOptions {
  databaseUrl: string;
  appRole: string;
  /** Runs last on the owner's connection, for schemas of libraries (the job queue's). */
  extra?: (client: pg.Client, appRole: string) => Promise<void>;
  log?: (line: string) => void;
}

/**
 * Brings the schema up to date: each file once, each in its own transaction, one process at a time.
 * @throws MigrationError when the database belongs to a newer version
 */
export async function migrate({ databaseUrl, appRole, extra, log = () => undefined }: MigrateOptions): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'qiancheng-migrate' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    const known = migrations();
    const done = await applied(client);
    refuseForeign(known, done);
    const fresh = known.filter((m) => !done.has(m.name));
    for (const migration of fresh) {
      log(migration.name);
      await client.query('begin');
      await client.query(migration.sql);
      await client.query('insert into schema_migration (name, hash) values ($1, $2)', [migration.name, migration.hash]);
      await client.query('commit');
    }
    await grant(client, appRole);
    await extra?.(client, appRole);
  } finally {
    await client.end();
  }
}
