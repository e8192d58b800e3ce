import type { INestApplicationContext } from '@nestjs/common';
import { createTestDatabase, testConfig, type TestDatabase } from '../testing/index.js';
import { runSweep } from './drain.js';
import { RegisterSweep, type Sweep } from './registration.js';
import { Sweeper } from './sweeper.js';
import { eventually, jobsApp } from './test-support/jobs-app.js';

let sweeps = 0;
let fails = false;

@RegisterSweep()
class TestSweep implements Sweep {
  readonly name = 'test.repair';
  readonly everyMs = 60_000;

  async sweep(): Promise<number> {
    sweeps += 1;
    if (fails) throw new Error('not today');
    await new Promise((resolve) => setTimeout(resolve, 50));
    return 3;
  }
}

describe('sweeps', () => {
  let database: TestDatabase;
  let first: INestApplicationContext;
  let second: INestApplicationContext;

  const look = async (): Promise<void> => {
    await Promise.all([first.get(Sweeper).look(), second.get(Sweeper).look()]);
    await Promise.all([first.get(Sweeper).stop(), second.get(Sweeper).stop()]);
  };
  const state = async (): Promise<Record<string, never>> =>
    (
      await database.owner.query(
        `select *, next_at - clock_timestamp() > interval '50 s' as later from sweep where name = 'test.repair'`,
      )
    ).rows[0] as Record<string, never>;

  beforeAll(async () => {
    database = await createTestDatabase();
    [first, second] = (await Promise.all(
      [1, 2].map(() => jobsApp(testConfig(database.url, { DATABASE_POOL_SIZE: '3' }), 'inline', [TestSweep])),
    )) as [INestApplicationContext, INestApplicationContext];
  });
  afterAll(async () => {
    await first?.close();
    await second?.close();
    await database?.drop();
  });

  it('run on one worker at a time, and in one rhythm for all', async () => {
    await look();
    await look();
    expect(sweeps).toBe(1);
    expect(await state()).toMatchObject({ last_count: 3, last_error: null, holder: null, later: true });
  });

  it('tell why they failed, and come back sooner', async () => {
    fails = true;
    await database.owner.query(`update sweep set next_at = now()`);
    await look();
    expect(await state()).toMatchObject({ last_error: 'not today', last_count: 3, last_ok_at: expect.any(Date) });
    fails = false;
  });

  it('are taken over when their worker is gone', async () => {
    const before = sweeps;
    await database.owner.query(
      `update sweep set next_at = now(), holder = 'gone', lease_until = now() + interval '1 minute'`,
    );
    await look();
    expect(sweeps).toBe(before);
    await database.owner.query(`update sweep set lease_until = now() - interval '1 s' where name = 'test.repair'`);
    await look();
    await eventually(() => Promise.resolve(sweeps === before + 1));
  });

  it('can be run at once by a test', async () => {
    await expect(runSweep(first, 'test.repair')).resolves.toBe(3);
    expect(() => runSweep(first, 'test.unknown')).toThrow('no sweep');
  });
});
