import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Redis } from 'ioredis';
import { budget, type RateBudget, RateLimiter } from './rate-limiter.js';

/** The same bucket as in memory, by Redis's own clock. Answers whether there was a token, and how many thousandths are left. */
const TAKE = `
local limit, window, cost = tonumber(ARGV[1]), tonumber(ARGV[2]) * 1000, tonumber(ARGV[3])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local state = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local tokens = limit
if state[1] then tokens = math.min(limit, tonumber(state[1]) + math.max(0, now - tonumber(state[2])) * limit / window) end
local allowed = 0
if tokens >= 1 then allowed = 1; tokens = tokens - cost end
if cost > 0 then
  redis.call('HSET', KEYS[1], 'tokens', tostring(tokens), 'at', now)
  redis.call('PEXPIRE', KEYS[1], window)
end
return {allowed, math.floor(tokens * 1000)}`;

const PREFIX = 'qiancheng:rate:';
const QUIET_MS = 30_000;

/** One budget for all processes. While Redis is away each process counts by itself: limits get wider, nobody is locked out. */
export class RedisRateLimiter extends RateLimiter implements OnApplicationShutdown {
  private readonly log = new Logger('RateLimiter');
  private readonly redis: Redis;
  private quietUntil = 0;

  constructor(
    url: string,
    private readonly fallback: RateLimiter,
  ) {
    super();
    this.redis = new Redis(url, {
      maxRetriesPerRequest: 1,
      enableOfflineQueue: false,
      commandTimeout: 1000,
      disconnectTimeout: 500,
    });
    this.redis.on('error', (error: Error) => this.complain(error));
  }

  async take(key: string, limit: number, windowSeconds: number): Promise<RateBudget> {
    const asked = await this.ask(key, limit, windowSeconds, 1);
    return asked ?? this.fallback.take(key, limit, windowSeconds);
  }

  async look(key: string, limit: number, windowSeconds: number): Promise<RateBudget> {
    const asked = await this.ask(key, limit, windowSeconds, 0);
    return asked ?? this.fallback.look(key, limit, windowSeconds);
  }

  async reset(key: string): Promise<void> {
    await this.fallback.reset(key);
    await this.redis.del(PREFIX + key).catch((error: unknown) => this.complain(error));
  }

  /** Answers once Redis can be asked; until then each process counts by itself. */
  async ready(): Promise<void> {
    if (this.redis.status !== 'ready') await new Promise<void>((resolve) => this.redis.once('ready', resolve));
  }

  onApplicationShutdown(): void {
    this.redis.disconnect();
  }

  /** Undefined when Redis is away. */
  private async ask(key: string, limit: number, windowSeconds: number, cost: 0 | 1): Promise<RateBudget | undefined> {
    try {
      const answer = await this.redis.eval(TAKE, 1, PREFIX + key, limit, windowSeconds, cost);
      const [allowed, left] = answer as [number, number];
      return budget(allowed === 1, left / 1000, limit / (windowSeconds * 1000));
    } catch (error) {
      this.complain(error);
      return undefined;
    }
  }

  private complain(error: unknown): void {
    const now = performance.now();
    if (now < this.quietUntil) return;
    this.quietUntil = now + QUIET_MS;
    this.log.warn({ err: error }, 'Redis not reached, limits are counted in this process');
  }
}
