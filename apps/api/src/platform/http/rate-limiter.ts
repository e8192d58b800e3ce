import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Redis } from 'ioredis';
import { Clock } from '../clock/index.js';
import type { AppConfig } from '../config/index.js';

export interface RateDecision {
  allowed: boolean;
  /** Seconds until the next attempt counts anew. */
  retryAfter: number;
}

/** Counts attempts by key within fixed windows. */
@Injectable()
export abstract class RateLimiter {
  abstract take(key: string, limit: number, windowSeconds: number): Promise<RateDecision>;
}

/** Within this process: one API process needs no server for it. */
export class MemoryRateLimiter extends RateLimiter {
  private readonly windows = new Map<string, { until: number; count: number }>();

  constructor(
    private readonly clock: Clock,
    private readonly mostKeys = 100_000,
  ) {
    super();
  }

  take(key: string, limit: number, windowSeconds: number): Promise<RateDecision> {
    const now = this.clock.now().getTime();
    const known = this.windows.get(key);
    const window = known && known.until > now ? known : { until: now + windowSeconds * 1000, count: 0 };
    window.count += 1;
    if (window !== known) this.remember(key, window, now);
    return Promise.resolve({ allowed: window.count <= limit, retryAfter: Math.ceil((window.until - now) / 1000) });
  }

  private remember(key: string, window: { until: number; count: number }, now: number): void {
    if (this.windows.size >= this.mostKeys) {
      for (const [old, { until }] of this.windows) if (until <= now) this.windows.delete(old);
    }
    // still full of live windows: the oldest go, so that memory stays bounded under attack
    for (const old of this.windows.keys()) {
      if (this.windows.size < this.mostKeys) break;
      this.windows.delete(old);
    }
    this.windows.set(key, window);
  }
}

/** Shared by all API processes. When Redis is away, requests are let through: the lock on accounts is in the database. */
export class RedisRateLimiter extends RateLimiter implements OnApplicationShutdown {
  private readonly redis: Redis;

  constructor(url: string) {
    super();
    this.redis = new Redis(url, { maxRetriesPerRequest: 1, enableOfflineQueue: false, lazyConnect: false });
    this.redis.on('error', () => undefined);
  }

  async take(key: string, limit: number, windowSeconds: number): Promise<RateDecision> {
    const name = `qiancheng:rate:${key}`;
    const answers = await this.redis.multi().incr(name).expire(name, windowSeconds, 'NX').ttl(name).exec().catch(() => null);
    if (!answers) return { allowed: true, retryAfter: 0 };
    const count = Number(answers[0]?.[1]);
    return { allowed: count <= limit, retryAfter: Math.max(1, Number(answers[2]?.[1])) };
  }

  async onApplicationShutdown(): Promise<void> {
    this.redis.disconnect();
  }
}

export function createRateLimiter(config: AppConfig, clock: Clock): RateLimiter {
  return config.redisUrl ? new RedisRateLimiter(config.redisUrl) : new MemoryRateLimiter(clock);
}
