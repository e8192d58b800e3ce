import { type PgQueryable, runMigrations } from 'bullmq';
import type pg from 'pg';
import { QUEUES } from './job.js';

/** BullMQ's own tables on PostgreSQL. */
export const QUEUE_SCHEMA = 'bullmq';

/**
 * Brings BullMQ's schema up to date on the owner's connection; its own connections never do, and the application's role
 * may use it, not change it. Also run when queues are on Redis, so that REDIS_URL can be taken away again.
 */
export async function installQueueSchema(client: pg.Client, appRole: string): Promise<void> {
  await runMigrations(client as PgQueryable, QUEUE_SCHEMA);
  // BullMQ makes a sequence at a queue's first job; the application's role may not make anything.
  for (const queue of QUEUES) await client.query(`select ${QUEUE_SCHEMA}.next_job_id($1)`, [queue]);
  await client.query(`grant usage on schema ${QUEUE_SCHEMA} to ${appRole}`);
  await client.query(`grant select, insert, update, delete on all tables in schema ${QUEUE_SCHEMA} to ${appRole}`);
  await client.query(`grant usage, select, update on all sequences in schema ${QUEUE_SCHEMA} to ${appRole}`);
  await client.query(`grant execute on all functions in schema ${QUEUE_SCHEMA} to ${appRole}`);
}
