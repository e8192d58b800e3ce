import { FakeClock } from '../clock/index.js';
import type { HttpApp } from '../http/index.js';
import { orders, thingsApp } from '../http/test-support/things-app.js';
import { createTestDatabase, testConfig, type TestDatabase } from '../testing/index.js';

const A = '01920000-0000-7000-8000-00000000000a';
const B = '01920000-0000-7000-8000-00000000000b';

describe('a POST with an Idempotency-Key', () => {
  let database: TestDatabase;
  let http: HttpApp;
  const clock = new FakeClock();
  const good = { name: 'a', address: null, rows: [] };

  const order = (payload: object, headers: Record<string, string> = {}) =>
    http.app.inject({
      method: 'POST',
      url: '/api/v1/teacher/things',
      headers: { 'x-account': A, ...headers },
      payload,
    });

  beforeAll(async () => {
    database = await createTestDatabase();
    http = await thingsApp(testConfig(database.url), clock);
  });
  afterAll(async () => {
    await http?.app.close();
    await database?.drop();
  });

  it('acts once and answers alike, whatever the order of members', async () => {
    const before = orders.done;
    const key = { 'idempotency-key': 'k-1' };
    const first = await order({ name: 'a', address: null, rows: [] }, key);
    const second = await order({ rows: [], name: 'a', address: null }, key);
    expect(orders.done).toBe(before + 1);
    expect(second.json()).toEqual(first.json());
    expect(second.statusCode).toBe(200);
    expect(second.headers['idempotency-replayed']).toBe('true');
    const { rows } = await database.owner.query(`select body::text from idempotency_record`);
    expect(JSON.stringify(rows)).not.toContain('posts');
  });

  it('refuses another body under the same key, and keeps accounts apart', async () => {
    const key = { 'idempotency-key': 'k-2' };
    await order(good, key);
    expect((await order({ ...good, name: 'b' }, key)).json()).toMatchObject({
      status: 422,
      code: 'IDEMPOTENCY_MISMATCH',
    });
    expect((await order({ ...good, name: 'b' }, { ...key, 'x-account': B })).statusCode).toBe(200);
  });

  it('forgets what was refused', async () => {
    const key = { 'idempotency-key': 'k-3' };
    expect((await order({ ...good, name: 'refused' }, key)).statusCode).toBe(409);
    const { rowCount } = await database.owner.query(`select 1 from idempotency_record where key = 'k-3'`);
    expect(rowCount).toBe(0);
  });

  it('tells a second one that the first is at work, and lets it take over from a dead process', async () => {
    let open = (): void => undefined;
    orders.gate = new Promise((resolve) => (open = resolve));
    const key = { 'idempotency-key': 'k-4' };
    const before = orders.done;
    const first = order(good, key);
    while ((await database.owner.query(`select 1 from idempotency_record where key = 'k-4'`)).rowCount === 0)
      await new Promise(setImmediate);
    const second = await order(good, key);
    expect(second.json()).toMatchObject({ status: 409, code: 'IDEMPOTENCY_IN_PROGRESS' });
    clock.advance(61_000);
    const third = order(good, key);
    await new Promise((resolve) => setTimeout(resolve, 100));
    open();
    orders.gate = undefined;
    await Promise.all([first, third]);
    expect(orders.done).toBe(before + 2);
    expect((await order(good, key)).json()).toEqual((await third).json());
  });

  it('refuses a key that is none', async () => {
    expect((await order(good, { 'idempotency-key': 'x'.repeat(101) })).statusCode).toBe(400);
  });

  it('has one winner of many at once', async () => {
    const before = orders.done;
    const answers = await Promise.all(Array.from({ length: 12 }, () => order(good, { 'idempotency-key': 'k-5' })));
    expect(orders.done).toBe(before + 1);
    expect(answers.every((answer) => answer.statusCode === 200 || answer.statusCode === 409)).toBe(true);
  });
});
