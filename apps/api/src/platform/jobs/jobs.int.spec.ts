import type { INestApplicationContext } from '@nestjs/common';
import { FakeClock } from '../clock/index.js';
import { type RequestContext, systemContext } from '../context/index.js';
import { Db } from '../database/index.js';
import { AppError } from '../http/index.js';
import { createTestDatabase, testConfig, type TestDatabase } from '../testing/index.js';
import { drainJobs } from './drain.js';
import { defineJob, type JobHandler, type JobRunHandle } from './job.js';
import { JobRunner } from './job-runner.js';
import { JobsQuery } from './jobs-query.js';
import { JobsService } from './jobs.service.js';
import { JobStore } from './job-store.js';
import { RegisterJobHandler } from './registration.js';
import { jobsApp } from './test-support/jobs-app.js';
import { useOwnJobs } from './test-support/own-jobs.js';

interface Payload {
  act?: 'ok' | 'fail' | 'refuse' | 'cancel' | 'wait';
  note?: string;
}

const Play = defineJob<Payload>({ name: 'test.play', queue: 'default', attempts: 3, backoffMs: 1000 });
const Once = defineJob<{ id: string }>({ name: 'test.once', queue: 'bulk', attempts: 1, dedupe: (p) => p.id });
useOwnJobs(Play, Once);

function makeGate(): { promise: Promise<void>; open: () => void } {
  let open = (): void => undefined;
  const promise = new Promise<void>((resolve) => (open = resolve));
  return { promise, open };
}

const seen: { ctx: RequestContext; payload: unknown; attempt: number; runAt: Date }[] = [];
let gate = makeGate();

@RegisterJobHandler()
class PlayHandler implements JobHandler<Payload> {
  readonly job = Play;

  async handle(ctx: RequestContext, payload: Payload, run: JobRunHandle): Promise<unknown> {
    seen.push({ ctx, payload, attempt: run.attempt, runAt: run.runAt });
    if (payload.act === 'fail') throw new Error('电话 13800000021 不通');
    if (payload.act === 'refuse') throw new AppError('CONFLICT', { detail: '不能这样。' });
    if (payload.act === 'wait') await gate.promise;
    if (payload.act === 'cancel' && (await run.cancelled())) return { documentId: null };
    await run.progress(2, 2, 1);
    return { documentId: 'd-1' };
  }
}

@RegisterJobHandler()
class OnceHandler implements JobHandler<{ id: string }> {
  readonly job = Once;

  handle(): Promise<void> {
    return Promise.resolve();
  }
}

describe('jobs', () => {
  let database: TestDatabase;
  let app: INestApplicationContext;
  let db: Db;
  let jobs: JobsService;
  const clock = new FakeClock();
  const account = '01920000-0000-7000-8000-000000000001';
  const base = systemContext(null, 'req-1');
  const ctx: RequestContext = {
    ...base,
    audience: 'teacher',
    actor: { ...base.actor, audience: 'teacher', accountId: account, sessionId: 's', grants: [] },
    scope: { kind: 'units', collegeIds: ['c1'], classIds: [] },
    ip: '10.0.0.9',
  };

  const enqueue = (payload: Payload, runAt?: Date): Promise<string> =>
    db.tx(ctx, (tx) => jobs.enqueue(tx, ctx, Play, payload, runAt ? { runAt } : {}));
  const row = async (id: string): Promise<Record<string, never>> =>
    (await database.owner.query('select * from job_run where id = $1', [id])).rows[0] as Record<string, never>;

  beforeAll(async () => {
    database = await createTestDatabase();
    app = await jobsApp(testConfig(database.url), 'inline', [PlayHandler, OnceHandler], clock);
    db = app.get(Db);
    jobs = app.get(JobsService);
  });
  afterAll(async () => {
    await app?.close();
    await database?.drop();
  });
  beforeEach(async () => {
    seen.length = 0;
    gate = makeGate();
    await database.owner.query('delete from job_run');
  });

  it('exist only when the transaction that asked for them does', async () => {
    await expect(
      db.tx(ctx, async (tx) => {
        await jobs.enqueue(tx, ctx, Play, {});
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await drainJobs(app)).toEqual([]);
  });

  it('run with the scope of who asked, and without session or address', async () => {
    const id = await enqueue({ note: '䶮' });
    expect(await drainJobs(app)).toEqual([{ id, outcome: 'done' }]);
    expect(seen[0]).toMatchObject({
      payload: { note: '䶮' },
      attempt: 1,
      ctx: { audience: 'teacher', scope: ctx.scope, actor: { accountId: account }, requestId: 'req-1', ip: null },
    });
    expect(JSON.stringify(await row(id))).not.toContain('10.0.0.9');
    expect(await row(id)).toMatchObject({
      status: 'done',
      result: { documentId: 'd-1' },
      progress: { done: 2, total: 2, failed: 1 },
      finished_at: expect.any(Date),
    });
  });

  it('wait for their time, by the clock that tests move', async () => {
    const due = new Date(clock.now().getTime() + 14 * 24 * 3600_000);
    await enqueue({}, due);
    expect(await drainJobs(app)).toEqual([]);
    clock.set(due);
    expect(await drainJobs(app)).toHaveLength(1);
    expect(seen[0]?.runAt).toEqual(due);
  });

  it('are one while one with the same key is unfinished', async () => {
    const once = (id: string) => db.tx(ctx, (tx) => jobs.enqueue(tx, ctx, Once, { id }));
    const [a, b, other] = [await once('a'), await once('a'), await once('b')];
    expect(a).toBe(b);
    expect(other).not.toBe(a);
    await drainJobs(app);
    expect(await once('a')).not.toBe(a);
    const many = await Promise.all(Array.from({ length: 20 }, () => once('c')));
    expect(new Set(many).size).toBe(1);
  });

  it('have one winner, however often they are delivered', async () => {
    const id = await enqueue({});
    const runner = app.get(JobRunner);
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => runner.execute(id)));
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'skipped')).toHaveLength(9);
    expect(seen).toHaveLength(1);
  });

  it('are tried again after a growing pause, and end as failed with a sentence for people', async () => {
    const id = await enqueue({ act: 'fail' });
    for (const [attempt, pause] of [
      [1, 1000],
      [2, 2000],
    ] as const) {
      expect(await drainJobs(app, { allowFailures: true })).toEqual([{ id, outcome: 'retry' }]);
      expect(await row(id)).toMatchObject({ status: 'queued', attempts: attempt, error: null });
      clock.advance(pause - 1);
      expect(await drainJobs(app)).toEqual([]);
      clock.advance(1);
    }
    expect(await drainJobs(app, { allowFailures: true })).toEqual([{ id, outcome: 'failed' }]);
    const failed = await row(id);
    expect(failed).toMatchObject({ status: 'failed', attempts: 3, error: expect.stringContaining(id) });
    expect(failed['error_detail']).not.toContain('13800000021');
    await enqueue({ act: 'fail' });
    await expect(drainJobs(app)).rejects.toThrow('ended as retry');
  });

  it('do not try again what the domain refuses', async () => {
    const id = await enqueue({ act: 'refuse' });
    expect(await drainJobs(app, { allowFailures: true })).toEqual([{ id, outcome: 'failed' }]);
    expect(await row(id)).toMatchObject({ attempts: 1, error: '不能这样。' });
  });

  it('can be given their attempts again', async () => {
    const id = await enqueue({ act: 'refuse' });
    await drainJobs(app, { allowFailures: true });
    expect(await db.system((tx) => jobs.retry(tx, id))).toBe(true);
    expect(await row(id)).toMatchObject({ status: 'queued', attempts: 1, max_attempts: 4, error: null });
    expect(await db.system((tx) => jobs.retry(tx, id))).toBe(false);
  });

  it('are cancelled while they wait, and asked to stop while they run', async () => {
    const key = { dedupeKey: 'k', runAt: new Date(clock.now().getTime() + 1000) };
    const id = await db.tx(ctx, (tx) => jobs.enqueue(tx, ctx, Play, {}, key));
    expect(await db.tx(ctx, (tx) => jobs.cancelByKey(tx, Play, 'k'))).toBe(true);
    expect(await row(id)).toMatchObject({ status: 'cancelled' });
    expect(await db.tx(ctx, (tx) => jobs.cancelByKey(tx, Play, 'k'))).toBe(false);

    const running = await enqueue({ act: 'cancel' });
    await database.owner.query('update job_run set cancel = true where id = $1', [running]);
    expect(await drainJobs(app)).toEqual([{ id: running, outcome: 'cancelled' }]);
  });

  it('go to another worker when theirs is gone, and the late one changes nothing', async () => {
    const id = await enqueue({ act: 'wait' });
    const runner = app.get(JobRunner);
    const late = runner.execute(id);
    while ((await row(id))['status'] !== 'running') await new Promise((resolve) => setImmediate(resolve));
    const store = app.get(JobStore);
    expect(await store.requeueStalled(clock.now(), '')).toBe(0);
    await database.owner.query(`update job_run set heartbeat_at = now() - interval '1 minute' where id = $1`, [id]);
    expect(await store.requeueStalled(clock.now(), '')).toBe(1);

    const other = await store.claim(id, clock.now());
    expect(other).toMatchObject({ attempt: 2 });
    await runner.heartbeat();
    gate.open();
    expect(await late).toBe('overtaken');
    expect(await row(id)).toMatchObject({ status: 'running', attempts: 2, result: null });
    expect(await store.finish({ id, attempt: 2 }, { status: 'done', now: clock.now() })).toBe(true);
  });

  it('end as failed when they take every worker with them', async () => {
    const id = await enqueue({});
    const store = app.get(JobStore);
    for (let death = 1; death <= 6; death += 1) {
      expect(await store.claim(id, clock.now())).toMatchObject({ attempt: death });
      await database.owner.query(`update job_run set heartbeat_at = now() - interval '1 minute' where id = $1`, [id]);
      await store.requeueStalled(clock.now(), '出错了');
    }
    expect(await row(id)).toMatchObject({ status: 'failed', error: '出错了' });
  });

  it('are told to the queue once, and again after a while if they still wait', async () => {
    const id = await enqueue({});
    const store = app.get(JobStore);
    expect(await store.takeUnpushed(clock.now())).toEqual([{ id, name: 'test.play', queue: 'default', attempt: 0 }]);
    expect(await store.takeUnpushed(clock.now())).toEqual([]);
    await database.owner.query(`update job_run set pushed_at = now() - interval '1 minute' where id = $1`, [id]);
    expect(await store.takeUnpushed(clock.now())).toHaveLength(1);
    await store.forgetPush([id]);
    expect(await store.takeUnpushed(clock.now())).toHaveLength(1);
  });

  it('are seen by who asked for them, and by nobody else', async () => {
    const id = await enqueue({});
    const query = app.get(JobsQuery);
    expect(await query.get(ctx, id)).toEqual({
      id,
      name: 'test.play',
      status: 'queued',
      progress: { done: 0, total: 0, failed: 0 },
      result: null,
      error: null,
    });
    const stranger = { ...ctx, actor: { ...ctx.actor, accountId: '01920000-0000-7000-8000-000000000002' } };
    await expect(query.get(stranger, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(query.get({ ...ctx, audience: 'employer' }, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(query.get(systemContext(null), id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('are purged once they are old, unless they failed', async () => {
    const [ok, bad] = [await enqueue({}), await enqueue({ act: 'refuse' })];
    await drainJobs(app, { allowFailures: true });
    expect(await app.get(JobStore).purge(new Date(clock.now().getTime() + 1))).toBe(1);
    expect(await row(ok)).toBeUndefined();
    expect(await row(bad)).toMatchObject({ status: 'failed' });
  });
});
