import { HashThreads } from './hash-threads.js';

const QUICK = { memoryCost: 64, timeCost: 1, parallelism: 1 };
const SLOW = { memoryCost: 19_456, timeCost: 8, parallelism: 1 };

describe('HashThreads', () => {
  const opened: HashThreads[] = [];
  const open = (width: number, places: number): HashThreads => {
    const threads = new HashThreads(width, places);
    opened.push(threads);
    return threads;
  };
  afterAll(() => Promise.all(opened.map((threads) => threads.close())));

  it('makes hashes and knows them again', async () => {
    const threads = open(2, 10);
    const stored = (await threads.run({ password: 'correct horse', options: QUICK })) as string;
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=64,t=1,p=1\$/);
    expect(await threads.run({ password: 'correct horse', stored, options: QUICK })).toBe(true);
    expect(await threads.run({ password: 'wrong horse', stored, options: QUICK })).toBe(false);
  });

  it('serves in the order in which they came', async () => {
    const threads = open(1, 10);
    const served: string[] = [];
    const ask = (name: string, options: typeof QUICK): Promise<unknown> =>
      threads.run({ password: name, options }).then(() => served.push(name));
    await Promise.all([ask('slow', SLOW), ask('quick', QUICK), ask('last', QUICK)]);
    expect(served).toEqual(['slow', 'quick', 'last']);
  });

  it('refuses with a sentence whoever finds no place, and goes on after failures', async () => {
    const threads = open(1, 1);
    const held = [1, 2].map((n) => threads.run({ password: `p${n}`, options: SLOW }));
    await expect(threads.run({ password: 'p3', options: QUICK })).rejects.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
      extra: { retryAfter: 30 },
    });
    await Promise.all(held);
    await expect(threads.run({ password: 'p', stored: 'no hash', options: QUICK })).rejects.toThrow();
    await expect(threads.run({ password: 'p', options: QUICK })).resolves.toContain('$argon2id$');
  });

  it('tells whoever waits when a thread ends', async () => {
    const threads = open(1, 1);
    const held = expect(threads.run({ password: 'p', options: SLOW })).rejects.toThrow('has ended');
    await threads.close();
    await held;
    await expect(threads.run({ password: 'p', options: QUICK })).resolves.toContain('$argon2id$');
  });
});
