import { FakeClock } from '../clock/index.js';
import { HAS_REDIS, startRedis } from '../jobs/test-support/redis-server.js';
import { MemoryRateLimiter, type RateLimiter } from './rate-limiter.js';
import { RedisRateLimiter } from './redis-rate-limiter.js';

async function allowedOf(
  limiter: RateLimiter,
  key: string,
  tries: number,
  limit: number,
  seconds: number,
): Promise<number> {
  const answers = await Promise.all(Array.from({ length: tries }, () => limiter.take(key, limit, seconds)));
  return answers.filter(({ allowed }) => allowed).length;
}

describe('rate limits in memory', () => {
  it('allow a burst up to the limit, then one for each share of the window', async () => {
    const clock = new FakeClock();
    const limiter = new MemoryRateLimiter(clock);
    expect(await allowedOf(limiter, 'a', 8, 5, 60)).toBe(5);
    expect(await limiter.take('a', 5, 60)).toEqual({ allowed: false, remaining: 0, retryAfter: 12 });
    expect(await allowedOf(limiter, 'b', 1, 5, 60)).toBe(1);
    clock.advance(12_000);
    expect(await allowedOf(limiter, 'a', 3, 5, 60)).toBe(1);
    clock.advance(3600_000);
    expect(await allowedOf(limiter, 'a', 8, 5, 60)).toBe(5);
    await limiter.reset('a');
    expect(await limiter.take('a', 5, 60)).toMatchObject({ allowed: true, remaining: 4 });
  });

  it('forget keys that are full again', async () => {
    const clock = new FakeClock();
    const limiter = new MemoryRateLimiter(clock);
    for (let n = 0; n < 10_001; n += 1) await limiter.take(`k${n}`, 5, 60);
    clock.advance(60_000);
    await limiter.take('last', 5, 60);
    expect(limiter.size).toBe(1);
  });
});

(HAS_REDIS ? describe : describe.skip)('rate limits on Redis', () => {
  let redis: Awaited<ReturnType<typeof startRedis>>;
  const limiters: RedisRateLimiter[] = [];
  const limiter = (): RedisRateLimiter => {
    const made = new RedisRateLimiter(redis.url, new MemoryRateLimiter(new FakeClock()));
    limiters.push(made);
    return made;
  };

  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(async () => {
    for (const each of limiters) each.onApplicationShutdown();
    await redis.stop();
  });

  it('are one budget for several processes, and count on when Redis is away', async () => {
    const [one, two] = [limiter(), limiter()];
    // until connected each counts by itself
    await Promise.all([one.ready(), two.ready()]);
    expect((await allowedOf(one, 'a', 3, 5, 600)) + (await allowedOf(two, 'a', 6, 5, 600))).toBe(5);
    const refused = await two.take('a', 5, 600);
    expect(refused.allowed).toBe(false);
    expect(refused.retryAfter).toBeGreaterThan(100);
    await one.reset('a');
    expect((await two.take('a', 5, 600)).remaining).toBe(4);
    await redis.stop();
    expect(await allowedOf(one, 'b', 8, 5, 600)).toBe(5);
    redis = await startRedis();
  });
});
