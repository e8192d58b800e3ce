import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FakeClock } from '../clock/index.js';
import { type AppConfig, ConfigModule } from '../config/index.js';
import { systemContext } from '../context/index.js';
import { CryptoModule } from '../crypto/index.js';
import { DatabaseModule, Db } from '../database/index.js';
import { JobsModule, runSweep } from '../jobs/index.js';
import { ObservabilityModule } from '../observability/index.js';
import { createTestDatabase, testConfig, type TestDatabase } from '../testing/index.js';
import { AuditModule, AuditService, AuditWorkerModule, verifyAudit } from './index.js';

describe('audit chain', () => {
  let database: TestDatabase;
  let config: AppConfig;
  let app: INestApplicationContext;
  const clock = new FakeClock();
  const ctx = systemContext(null, 'r-1');

  const append = (aggregateId: string, after: unknown = {}): Promise<void> =>
    app
      .get(Db)
      .system((tx) =>
        app
          .get(AuditService)
          .append(tx, ctx, { schoolId: null, aggregateType: 'thing', aggregateId, action: 'do', after }),
      );
  const sql = (text: string, values: unknown[] = []) => database.owner.query(text, values);
  /** Harms the tables as somebody with the owner's rights would, looks, and heals them again. */
  const harm = async (statements: string) => {
    await sql('create table saved_entry as select * from audit_entry');
    await sql('create table saved_root as select * from audit_root');
    await sql('create table saved_head as select * from audit_root_head');
    try {
      await sql(statements);
      return await verifyAudit(config);
    } finally {
      await sql(`delete from audit_root_head; delete from audit_root; delete from audit_entry;
        insert into audit_entry select * from saved_entry; insert into audit_root select * from saved_root;
        insert into audit_root_head select * from saved_head; drop table saved_entry, saved_root, saved_head`);
    }
  };

  beforeAll(async () => {
    database = await createTestDatabase();
    config = testConfig(database.url);
    @Module({
      imports: [
        ConfigModule.forRoot(config, clock),
        DatabaseModule,
        ObservabilityModule,
        CryptoModule,
        AuditModule,
        JobsModule.register('inline'),
        AuditWorkerModule,
      ],
    })
    class TestModule {}
    app = await NestFactory.createApplicationContext(TestModule, { logger: false });

    for (const id of ['a', 'b', 'c'])
      for (let n = 1; n <= 4; n += 1) await append(id, { n, name: '䶮', at: new Date(n) });
    expect(await runSweep(app, 'audit.sign-root')).toBe(1);
    clock.advance(24 * 3600_000);
    await append('b');
    await append('d', { text: 'a\u0000b', big: 1e21, small: 1e-7, nothing: null, gone: undefined });
    expect(await runSweep(app, 'audit.sign-root')).toBe(1);
    expect(await runSweep(app, 'audit.sign-root')).toBe(0);
    await append('a');
  });
  afterAll(async () => {
    await app?.close();
    await database?.drop();
  });

  it('is whole as long as nobody harms it', async () => {
    expect(await verifyAudit(config)).toEqual({ ok: true, checked: 15, broken: [] });
    const { rows } = await sql('select heads from audit_root order by day');
    expect(rows).toEqual([{ heads: 3 }, { heads: 2 }]);
  });

  it('keeps its order under parallel writers', async () => {
    await Promise.all(Array.from({ length: 20 }, () => append('race')));
    const { rows } = await sql(
      `select max(seq) as last, count(*)::int as n from audit_entry where aggregate_id = 'race'`,
    );
    expect(rows[0]).toEqual({ last: 20, n: 20 });
    expect((await verifyAudit(config)).ok).toBe(true);
  });

  it.each([
    [
      'an altered body',
      `update audit_entry set body = body || '{"action":"undo"}' where aggregate_id = 'a' and seq = 2`,
      'thing/a',
      2,
    ],
    [
      'a shifted time',
      `update audit_entry set at = at + interval '1 microsecond' where aggregate_id = 'a' and seq = 3`,
      'thing/a',
      3,
    ],
    ['a removed row', `delete from audit_entry where aggregate_id = 'b' and seq = 2`, 'thing/b', 2],
    ['a removed first row', `delete from audit_entry where aggregate_id = 'b' and seq = 1`, 'thing/b', 1],
    ['a removed last row', `delete from audit_entry where aggregate_id = 'c' and seq = 4`, 'thing/c', 4],
    ['a removed chain', `delete from audit_entry where aggregate_id = 'd'`, 'thing/d', 1],
    [
      'a row put at the end with a plain hash',
      `insert into audit_entry select aggregate_type, aggregate_id, 5, school_id, at, actor_id, body, hash,
         sha256(hash || int4send(5) || sha256(body::text::bytea)) from audit_entry where aggregate_id = 'c' and seq = 4`,
      'thing/c',
      5,
    ],
    [
      'a row put in between',
      `update audit_entry set seq = seq + 10 where aggregate_id = 'c' and seq > 2;
       insert into audit_entry select aggregate_type, aggregate_id, 3, school_id, at, actor_id, body, hash, sha256('x') from audit_entry where aggregate_id = 'c' and seq = 2;
       update audit_entry set seq = seq - 9 where aggregate_id = 'c' and seq > 10`,
      'thing/c',
      3,
    ],
    [
      'an altered root',
      `update audit_root set root_hash = sha256('x') where day = (select min(day) from audit_root)`,
      'audit_root/',
      0,
    ],
    ['an altered list of heads', `update audit_root_head set seq = 3 where aggregate_id = 'c'`, 'audit_root/', 0],
  ])('finds %s, and says which', async (_what, statements, aggregate, seq) => {
    const report = await harm(statements);
    expect(report.ok).toBe(false);
    expect(report.broken.some((link) => link.aggregate.startsWith(aggregate) && link.seq === seq)).toBe(true);
    expect((await verifyAudit(config)).ok).toBe(true);
  });

  it('trusts no root that another key has signed', async () => {
    const other = testConfig(database.url);
    const report = await verifyAudit({ ...config, auditSigningKey: other.auditSigningKey });
    expect(report.broken).toHaveLength(2);
    expect(report.broken[0]?.problem).toContain('密钥');
  });

  it('takes an act on many in one statement, each on its own chain', async () => {
    const entries = ['many', 'a', 'b'].map((aggregateId) => ({
      schoolId: null,
      aggregateType: 'thing',
      aggregateId,
      action: 'do',
      after: { name: '䶮', text: 'a\u0000b', at: new Date(1), gone: undefined },
    }));
    await app.get(Db).system((tx) => app.get(AuditService).appendAll(tx, ctx, entries));
    const { rows } = await sql(
      `select aggregate_id as id, max(seq) as seq, max(body ->> 'action') as action from audit_entry
        where aggregate_id in ('many', 'a', 'b') group by 1 order by 1`,
    );
    expect(rows).toEqual([
      { id: 'a', seq: 6, action: 'do' },
      { id: 'b', seq: 6, action: 'do' },
      { id: 'many', seq: 1, action: 'do' },
    ]);
    expect((await verifyAudit(config)).ok).toBe(true);
  });

  it('begins the chains of what is just being made, and none a second time', async () => {
    const begin = (...ids: string[]) =>
      app.get(Db).system((tx) =>
        app.get(AuditService).beginAll(
          tx,
          ctx,
          ids.map((aggregateId) => ({ schoolId: null, aggregateType: 'thing', aggregateId, action: 'make' })),
        ),
      );
    await begin('new', 'newer');
    await expect(begin('newest', 'new')).rejects.toThrow('audit_entry_pkey');
    const { rows } = await sql(
      `select aggregate_id as id, seq from audit_entry where aggregate_id like 'new%' order by 1`,
    );
    expect(rows).toEqual([
      { id: 'new', seq: 1 },
      { id: 'newer', seq: 1 },
    ]);
    expect((await verifyAudit(config)).ok).toBe(true);
  });

  it('can be added to by the application, and not be changed', async () => {
    const attempt = (text: string) => app.get(Db).system((tx) => tx.exec(text));
    for (const table of ['audit_entry', 'audit_root']) {
      await expect(attempt(`delete from ${table}`)).rejects.toThrow('permission denied');
    }
    await expect(attempt(`update audit_entry set seq = 9`)).rejects.toThrow('permission denied');
  });
});
