import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/index.js';

export interface RateBudget {
  allowed: boolean;
  /** Whole uses left. */
  remaining: number;
  /** In how many seconds a refused caller may come again. */
  retryAfter: number;
}

/** Uses per key: a bucket of `limit` tokens that fills again evenly over `windowSeconds`. */
export abstract class RateLimiter {
  abstract take(key: string, limit: number, windowSeconds: number): Promise<RateBudget>;
  /** What `take` would answer, without using anything up. */
  abstract look(key: string, limit: number, windowSeconds: number): Promise<RateBudget>;
  /** Gives the whole budget back, after a success that clears earlier failures. */
  abstract reset(key: string): Promise<void>;
}

interface Bucket {
  tokens: number;
  at: number;
  /** Full again by then: the bucket need not be remembered. */
  fullAt: number;
}

const SWEEP_ABOVE = 10_000;

/** In this process only: exact for one process, generous by the number of processes for several. Those want Redis. */
@Injectable()
export class MemoryRateLimiter extends RateLimiter {
  private readonly buckets = new Map<string, Bucket>();

  constructor(private readonly clock: Clock) {
    super();
  }

  take(key: string, limit: number, windowSeconds: number): Promise<RateBudget> {
    const now = this.clock.now().getTime();
    if (this.buckets.size > SWEEP_ABOVE) this.forgetFull(now);
    const perMs = limit / (windowSeconds * 1000);
    const tokens = this.tokensOf(key, limit, perMs, now);
    const allowed = tokens >= 1;
    const left = allowed ? tokens - 1 : tokens;
    this.buckets.set(key, { tokens: left, at: now, fullAt: now + (limit - left) / perMs });
    return Promise.resolve(budget(allowed, left, perMs));
  }

  look(key: string, limit: number, windowSeconds: number): Promise<RateBudget> {
    const perMs = limit / (windowSeconds * 1000);
    const tokens = this.tokensOf(key, limit, perMs, this.clock.now().getTime());
    return Promise.resolve(budget(tokens >= 1, tokens, perMs));
  }

  reset(key: string): Promise<void> {
    this.buckets.delete(key);
    return Promise.resolve();
  }

  /** How many keys are remembered. */
  get size(): number {
    return this.buckets.size;
  }

  private tokensOf(key: string, limit: number, perMs: number, now: number): number {
    const before = this.buckets.get(key);
    return before ? Math.min(limit, before.tokens + Math.max(0, now - before.at) * perMs) : limit;
  }

  private forgetFull(now: number): void {
    for (const [key, bucket] of this.buckets) if (bucket.fullAt <= now) this.buckets.delete(key);
  }
}

export function budget(allowed: boolean, tokens: number, perMs: number): RateBudget {
  return {
    allowed,
    remaining: Math.floor(tokens),
    retryAfter: allowed ? 0 : Math.max(1, Math.ceil((1 - tokens) / perMs / 1000)),
  };
}
