import { type CanActivate, type ExecutionContext, Injectable, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ConfigModule } from '../config/index.js';
import { type RequestContext, type RequestWithContext, systemContext } from '../context/index.js';
import { CryptoModule } from '../crypto/index.js';
import { DatabaseModule, Db } from '../database/index.js';
import { createHttpApp, type HttpApp } from '../http/index.js';
import { IdempotencyModule } from '../idempotency/index.js';
import { ObservabilityModule } from '../observability/index.js';
import { createTestDatabase, testConfig, type TestDatabase } from '../testing/index.js';
import { drainJobs, JobsModule, JobsService } from './index.js';
import { defineJob, type JobHandler, type JobRunHandle } from './job.js';
import { RegisterJobHandler } from './registration.js';
import { useOwnJobs } from './test-support/own-jobs.js';

const Print = defineJob<object>({ name: 'test.print', queue: 'pdf', attempts: 1 });
useOwnJobs(Print);
const documentId = '01920000-0000-7000-8000-0000000000d1';

@RegisterJobHandler()
class PrintHandler implements JobHandler<object> {
  readonly job = Print;

  async handle(_ctx: RequestContext, _payload: object, run: JobRunHandle): Promise<object> {
    await run.progress(1, 2);
    // longer than the watcher's look, so that it is seen on the way
    await new Promise((resolve) => setTimeout(resolve, 1200));
    await run.progress(2, 2);
    return { documentId };
  }
}

const account = '01920000-0000-7000-8000-00000000000a';

function contextOf(accountId: string): RequestContext {
  const base = systemContext(null);
  return { ...base, audience: 'teacher', actor: { ...base.actor, audience: 'teacher', accountId } };
}

@Injectable()
class TestGuard implements CanActivate {
  canActivate(host: ExecutionContext): boolean {
    const request = host.switchToHttp().getRequest<RequestWithContext & { headers: Record<string, string> }>();
    request.ctx = contextOf(request.headers['x-account'] ?? account);
    return true;
  }
}

describe('progress of a job over HTTP', () => {
  let database: TestDatabase;
  let http: HttpApp;
  let base: string;

  const enqueue = (): Promise<string> => {
    const ctx = contextOf(account);
    return http.app.get(Db).tx(ctx, (tx) => http.app.get(JobsService).enqueue(tx, ctx, Print, {}));
  };

  beforeAll(async () => {
    database = await createTestDatabase();
    const config = testConfig(database.url);
    @Module({
      imports: [
        ConfigModule.forRoot(config),
        DatabaseModule,
        ObservabilityModule,
        CryptoModule,
        IdempotencyModule,
        JobsModule.register('inline'),
      ],
      providers: [PrintHandler, { provide: APP_GUARD, useClass: TestGuard }],
    })
    class TestModule {}
    http = await createHttpApp(TestModule, config);
    await http.app.listen(0, '127.0.0.1');
    base = `${await http.app.getUrl()}/api/v1/teacher/jobs`;
  });
  afterAll(async () => {
    await http?.app.close();
    await database?.drop();
  });

  it('is told when asked, and to nobody else', async () => {
    const id = await enqueue();
    const answer = await fetch(`${base}/${id}`);
    expect(await answer.json()).toMatchObject({ id, status: 'queued', result: null });
    expect((await fetch(`${base}/${id}`, { headers: { 'x-account': documentId } })).status).toBe(404);
    const foreign = Array.from({ length: 20 }, () =>
      fetch(`${base}/${id}/events`, { headers: { 'x-account': documentId } }),
    );
    expect(new Set((await Promise.all(foreign)).map(({ status }) => status))).toEqual(new Set([404]));
    expect((await fetch(`${base}/none/events`)).status).toBe(404);
    await drainJobs(http.app);
  });

  it('is told as a stream that ends with the job', async () => {
    const id = await enqueue();
    const answer = await fetch(`${base}/${id}/events`);
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    const [text] = await Promise.all([answer.text(), drainJobs(http.app)]);
    const frames = text.split('\n').filter((line) => line.startsWith('data: '));
    const views = frames.map(
      (line) => JSON.parse(line.slice(6)) as { status: string; progress: object; result: object },
    );
    expect(views[0]).toMatchObject({ status: 'queued' });
    expect(views.some((view) => view.status === 'running')).toBe(true);
    expect(views.at(-1)).toEqual({
      id,
      name: 'test.print',
      status: 'done',
      progress: { done: 2, total: 2, failed: 0 },
      result: { documentId },
      error: null,
    });
    expect(text).toContain('event: job');
    const late = await (await fetch(`${base}/${id}/events`)).text();
    expect(late).toContain('"done"');
  });

  it('does not hold up the end of the process', async () => {
    const id = await enqueue();
    const answer = await fetch(`${base}/${id}/events`);
    const begun = Date.now();
    await Promise.all([answer.text(), http.app.close()]);
    expect(Date.now() - begun).toBeLessThan(3000);
  });
});
