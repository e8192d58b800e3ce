import type { INestApplicationContext } from '@nestjs/common';
import { Clock } from '../clock/index.js';
import { systemContext } from '../context/index.js';
import { Db } from '../database/index.js';
import { createTestDatabase, testConfig, type TestDatabase } from '../testing/index.js';
import { defineJob, type JobHandler } from './job.js';
import { JobsService } from './jobs.service.js';
import { QueuePort } from './queue-port.js';
import { RegisterJobHandler } from './registration.js';
import { eventually, jobsApp } from './test-support/jobs-app.js';
import { HAS_REDIS, startRedis } from './test-support/redis-server.js';
import { useOwnJobs } from './test-support/own-jobs.js';

const Count = defineJob<{ n: number }>({ name: 'test.count', queue: 'bulk', attempts: 3, backoffMs: 100 });
useOwnJobs(Count);
const calls = new Map<number, number>();

@RegisterJobHandler()
class CountHandler implements JobHandler<{ n: number }> {
  readonly job = Count;

  async handle(_ctx: unknown, { n }: { n: number }): Promise<void> {
    const call = (calls.get(n) ?? 0) + 1;
    calls.set(n, call);
    if (n === 13 && call === 1) throw new Error('first time fails');
    await Promise.resolve();
  }
}

const backends: {
  kind: string;
  available: boolean;
  start: () => Promise<{ url: string; stop: () => Promise<void> }>;
}[] = [
  { kind: 'PostgreSQL', available: true, start: () => Promise.resolve({ url: '', stop: () => Promise.resolve() }) },
  { kind: 'Redis', available: HAS_REDIS, start: startRedis },
];

for (const backend of backends) {
  (backend.available ? describe : describe.skip)(`queues on ${backend.kind}`, () => {
    const ctx = systemContext(null, 'r');
    let database: TestDatabase;
    let redis: { url: string; stop: () => Promise<void> };
    let api: INestApplicationContext;
    let workers: INestApplicationContext[] = [];

    const config = (level = 'silent') =>
      testConfig(database.url, { REDIS_URL: redis.url, LOG_LEVEL: level, DATABASE_POOL_SIZE: '5' });
    const enqueue = (from: number, to: number): Promise<string[]> =>
      api.get(Db).tx(ctx, async (tx) => {
        const ids: string[] = [];
        for (let n = from; n < to; n += 1) ids.push(await api.get(JobsService).enqueue(tx, ctx, Count, { n }));
        return ids;
      });
    const unfinished = async (): Promise<number> => {
      const { rows } = await database.owner.query<{ n: number }>(
        `select count(*)::int as n from job_run where status <> 'done'`,
      );
      return rows[0]?.n ?? -1;
    };
    const startWorker = async (): Promise<void> => {
      workers.push(await jobsApp(config(), 'worker', [CountHandler], new Clock()));
    };

    beforeAll(async () => {
      redis = await backend.start();
      database = await createTestDatabase();
      api = await jobsApp(config(), 'api', [], new Clock());
    });
    afterAll(async () => {
      await Promise.all(workers.map((worker) => worker.close()));
      await api?.close();
      await database?.drop();
      await redis?.stop();
    });
    beforeEach(() => calls.clear());

    it('deliver each run once to two workers, and retries as well', async () => {
      await startWorker();
      await startWorker();
      await enqueue(0, 60);
      await eventually(async () => (await unfinished()) === 0);
      expect(calls.size).toBe(60);
      expect(calls.get(13)).toBe(2);
      expect([...calls.entries()].filter(([n, count]) => n !== 13 && count !== 1)).toEqual([]);
      await Promise.all(workers.map((worker) => worker.close()));
      workers = [];
    });

    it('lose nothing when the process died after its commit, or the queue was emptied', async () => {
      // What a killed API leaves: the row, and no word to the queue.
      const queues = api.get(QueuePort);
      const push = queues.push;
      queues.push = () => Promise.resolve();
      await enqueue(100, 120);
      await new Promise((resolve) => setImmediate(resolve));
      queues.push = push;
      expect(await unfinished()).toBe(20);
      await startWorker();
      await eventually(async () => (await unfinished()) === 0);
      expect([...calls.values()]).toEqual(Array.from({ length: 20 }, () => 1));
    });

    it('are reachable while they are', async () => {
      await expect(api.get(QueuePort).ping()).resolves.toBeUndefined();
    });

    it('go on after PostgreSQL cut every connection', async () => {
      await database.owner.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
      );
      await eventually(async () => {
        try {
          await enqueue(200, 210);
          return true;
        } catch {
          return false;
        }
      });
      await eventually(async () => (await unfinished()) === 0);
      expect([...calls.values()].every((count) => count === 1)).toBe(true);
    });
  });
}
