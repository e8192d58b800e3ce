import { createHash } from 'node:crypto';
import { createPostgresBackend, createRedisBackend, withBackend } from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';
import type { AppConfig } from '../config/index.js';
import { QUEUE_SCHEMA } from './queue-schema.js';

/** All that a queue carries: the truth is in `job_run`, and a dump of the queue tells nobody anything. */
export interface Ticket {
  runId: string;
}

interface TicketOptions {
  jobId: string;
  attempts: number;
  removeOnComplete: boolean;
  removeOnFail: boolean;
}

/** What is used of BullMQ's Queue and Worker, whose types name their backend. */
export interface BoundQueue {
  addBulk(jobs: { name: string; data: Ticket; opts: TicketOptions }[]): Promise<unknown>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  close(): Promise<void>;
}

export interface BoundWorker {
  on(event: 'error', listener: (error: Error) => void): unknown;
  close(): Promise<void>;
}

/** BullMQ bound to PostgreSQL or to Redis; the rest of the code does not know which. */
export interface BullBackend {
  readonly kind: 'postgres' | 'redis';
  queue(name: string): BoundQueue;
  worker(name: string, concurrency: number, work: (runId: string) => Promise<unknown>): BoundWorker;
  ping(): Promise<void>;
  close(): Promise<void>;
}

const KEEP_NOTHING = { count: 0 };
/** Retries, history and failures are `job_run`'s; BullMQ only has to deliver. */
const DELIVERY = {
  removeOnComplete: KEEP_NOTHING,
  removeOnFail: KEEP_NOTHING,
  maxStalledCount: 100,
} as const;

const onError = (): undefined => undefined;

export function createBullBackend(config: AppConfig): BullBackend {
  return config.redisUrl ? redisBackend(config.redisUrl, config.databaseUrl) : postgresBackend(config);
}

function postgresBackend(config: AppConfig): BullBackend {
  const { Queue, Worker } = withBackend(createPostgresBackend);
  // One pool for all queues of the process: each worker keeps one connection of it for LISTEN.
  const connection = new pg.Pool({
    connectionString: config.databaseUrl,
    application_name: 'qiancheng-queue',
    max: 10,
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
    options: `-c role=${config.databaseAppRole} -c search_path=${QUEUE_SCHEMA}`,
  });
  // Lost connections are replaced at their next use; without a listener they would end the process.
  connection.on('error', onError);
  return {
    kind: 'postgres',
    queue: (name) => new Queue<Ticket>(name, { connection }),
    worker: (name, concurrency, work) =>
      new Worker<Ticket>(name, (job) => work(job.data.runId), { connection, concurrency, ...DELIVERY }),
    ping: async () => void (await connection.query('select 1 from migration limit 1')),
    close: () => connection.end(),
  };
}

/** Two installations may share a Redis server; the database's name tells their queues apart. */
function prefixFor(databaseUrl: string): string {
  const database = new URL(databaseUrl).pathname.slice(1);
  return `qiancheng-${createHash('sha256').update(database).digest('hex').slice(0, 12)}`;
}

function redisBackend(redisUrl: string, databaseUrl: string): BullBackend {
  const { Queue, Worker } = withBackend(createRedisBackend);
  const prefix = prefixFor(databaseUrl);
  // Producers give up at once when Redis is away, since the relay will push again; workers wait for it.
  const producer = new Redis(redisUrl, { maxRetriesPerRequest: 1, enableOfflineQueue: false, lazyConnect: true });
  producer.on('error', onError);
  const consumer = new Redis(redisUrl, { maxRetriesPerRequest: null, lazyConnect: true });
  consumer.on('error', onError);
  const connected = (client: Redis): Promise<unknown> =>
    client.status === 'wait' ? client.connect().catch(onError) : Promise.resolve();
  return {
    kind: 'redis',
    queue: (name) => new Queue<Ticket>(name, { connection: producer, prefix }),
    worker: (name, concurrency, work) =>
      new Worker<Ticket>(name, (job) => work(job.data.runId), {
        connection: consumer,
        prefix,
        concurrency,
        ...DELIVERY,
      }),
    ping: async () => {
      await connected(producer);
      await producer.ping();
    },
    close: async () => {
      producer.disconnect();
      consumer.disconnect();
      await Promise.resolve();
    },
  };
}
