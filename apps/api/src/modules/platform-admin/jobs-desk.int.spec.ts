import type { DataSource } from 'typeorm';
import { AuditService } from '../../platform/audit/index.js';
import { FakeClock } from '../../platform/clock/index.js';
import { type RequestContext, systemContext } from '../../platform/context/index.js';
import { FieldCipher } from '../../platform/crypto/index.js';
import { connect, Db } from '../../platform/database/index.js';
import { createTestDatabase, testConfig, type TestDatabase } from '../../platform/testing/index.js';
import { PlatformJobQuery } from './http/platform.dto.js';
import { JobsDesk } from './jobs-desk.js';

describe('JobsDesk', () => {
  let database: TestDatabase;
  let source: DataSource;
  let desk: JobsDesk;
  const ctx: RequestContext = { ...systemContext(null), scope: { kind: 'platform' } };

  beforeAll(async () => {
    database = await createTestDatabase();
    const config = testConfig(database.url);
    source = await connect(config);
    const clock = new FakeClock();
    const cipher = new FieldCipher({ keys: config.fieldKeys, current: config.fieldKeyCurrent, macKey: config.macKey });
    desk = new JobsDesk(new Db(source), clock, new AuditService(clock, cipher));
    await database.owner.query(`insert into school (code, name, short_name) values ('10001', '云麓大学', '云麓')`);
  });

  afterAll(async () => {
    await source.destroy();
    await database.drop();
  });

  const run = async (status: string, dedupeKey: string | null = null): Promise<string> => {
    const { rows } = await database.owner.query<{ id: string }>(
      `insert into job_run (name, queue, payload, school_id, status, error, attempts, dedupe_key, run_at, created_at, finished_at)
       values ('documents.print', 'pdf', '{"name":"欧阳静"}', 1, $1, '没有完成', 5, $2, now(), now(), now()) returning id`,
      [status, dedupeKey],
    );
    return rows[0]?.id ?? '';
  };

  it('lists failed runs of all schools by default, without their payloads', async () => {
    const id = await run('failed');
    await run('done');
    const page = await desk.list(new PlatformJobQuery());
    expect(page).toMatchObject({ total: 1, items: [{ id, schoolCode: '10001', status: 'failed', attempts: 5 }] });
    expect(JSON.stringify(page)).not.toContain('欧阳静');
    expect((await desk.list(Object.assign(new PlatformJobQuery(), { status: 'done' }))).total).toBe(1);
  });

  it('gives a failed run more attempts, once, and records who did', async () => {
    const id = await run('failed');
    const retries = await Promise.allSettled([desk.retry(ctx, id), desk.retry(ctx, id)]);
    expect(retries.map((retry) => retry.status).sort()).toEqual(['fulfilled', 'rejected']);
    const { rows } = await database.owner.query(
      'select status, attempts, max_attempts, pushed_at from job_run where id = $1',
      [id],
    );
    expect(rows).toEqual([{ status: 'queued', attempts: 5, max_attempts: 8, pushed_at: null }]);
    const { rowCount } = await database.owner.query('select 1 from audit_entry where aggregate_id = $1', [id]);
    expect(rowCount).toBe(1);
  });

  it('leaves alone what has not failed, what is waiting already, and what is not there', async () => {
    await expect(desk.retry(ctx, await run('done'))).rejects.toMatchObject({ code: 'CONFLICT' });
    const blocked = await run('failed', 'same');
    await run('queued', 'same');
    await expect(desk.retry(ctx, blocked)).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(desk.retry(ctx, '0190a0e4-0000-7000-8000-000000000001')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
