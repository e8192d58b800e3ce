import type { DataSource } from 'typeorm';
import { createTestDatabase, testConfig, type TestDatabase } from '../testing/index.js';
import { connect, Db } from './index.js';

describe('Db', () => {
  let database: TestDatabase;
  let source: DataSource;
  let db: Db;

  beforeAll(async () => {
    database = await createTestDatabase();
    source = await connect(testConfig(database.url));
    db = new Db(source);
    await database.owner.query(
      `insert into school (code, name, short_name) values ('10001', '甲', '甲'), ('10002', '乙', '乙')`,
    );
    await database.owner.query(
      `insert into college (school_id, code, name) values (1, '01', '甲的学院'), (2, '01', '乙的学院')`,
    );
  });

  afterAll(async () => {
    await source.destroy();
    await database.drop();
  });

  const names = (schoolId: number | null) =>
    db.read({ schoolId }, (tx) => tx.query<{ name: string }>('select name from college'));

  it('shows a transaction only the rows of its school, and none without a school', async () => {
    expect(await names(1)).toEqual([{ name: '甲的学院' }]);
    expect(await names(2)).toEqual([{ name: '乙的学院' }]);
    expect(await names(null)).toEqual([]);
  });

  it('refuses to write a row of another school', async () => {
    const attempt = db.tx({ schoolId: 1 }, (tx) =>
      tx.exec(`insert into college (school_id, code, name) values (2, '02', 'x')`),
    );
    await expect(attempt).rejects.toThrow(/row-level security/);
  });

  it('rolls everything back when the work fails, and runs no after-commit hook', async () => {
    let ran = false;
    const attempt = db.tx({ schoolId: 1 }, async (tx) => {
      tx.afterCommit(() => void (ran = true));
      await tx.exec(`insert into college (school_id, code, name) values (1, '09', 'x')`);
      throw new Error('no');
    });
    await expect(attempt).rejects.toThrow('no');
    expect(await names(1)).toHaveLength(1);
    expect(ran).toBe(false);
  });

  it('lets a nested call join, but not for another school nor for writing inside a read', async () => {
    await db.tx({ schoolId: 1 }, async (outer) => {
      await db.read({ schoolId: 1 }, async (inner) => expect(inner).toBe(outer));
      await expect(db.tx({ schoolId: 2 }, async () => undefined)).rejects.toThrow(/cannot be joined/);
    });
    await db.read({ schoolId: 1 }, async () => {
      await expect(db.tx({ schoolId: 1 }, async () => undefined)).rejects.toThrow(/read-only/);
    });
  });

  it('runs hooks after the commit, outside the transaction', async () => {
    let seen: unknown;
    await db.tx({ schoolId: 1 }, async (tx) => {
      await tx.exec(`insert into college (school_id, code, name) values (1, '03', '新学院')`);
      tx.afterCommit(async () => void (seen = await names(1)));
    });
    expect(seen).toHaveLength(2);
  });

  it('asks a lone statement as the application role, and goes on after one that fails', async () => {
    const ask = (text: string, values: unknown[]) => db.statement({ name: `spec: ${text}`, text }, values);
    await expect(ask('select name from school where code = $1', ['10002'])).resolves.toEqual([{ name: '乙' }]);
    await expect(ask('select name from college where code = $1', ['01'])).resolves.toEqual([]);
    const failed = Array.from({ length: 30 }, () => ask('select $1::integer', ['one']));
    await expect(Promise.all(failed)).rejects.toThrow(/invalid input syntax/);
    await Promise.allSettled(failed);
    await expect(ask('select current_user = $1 as ours', ['qiancheng_app'])).resolves.toEqual([{ ours: true }]);
  });

  it('gives the application role no way to change history', async () => {
    for (const table of ['case_event', 'audit_entry', 'case_revision', 'schema_migration']) {
      await expect(db.system((tx) => tx.exec(`delete from ${table}`))).rejects.toThrow(/permission denied/);
    }
  });

  it('refuses to run as a role that passes row-level security', async () => {
    await expect(connect(testConfig(database.url, { DATABASE_APP_ROLE: 'postgres' }))).rejects.toThrow(/绕过行级安全/);
  });
});
