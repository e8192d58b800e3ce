import { isIPv6 } from 'node:net';
import { Injectable } from '@nestjs/common';
import type { RequestContext } from '../../../platform/context/index.js';
import { AppError, RateLimiter } from '../../../platform/http/index.js';

const WINDOW_SECONDS = 600;
/** A whole campus may come from one address: log-ins are many there, wrong passwords are not. */
const ATTEMPTS = 1_000;
/** After so many wrong ones everybody there does a proof of work first; after so many nobody there gets in for a while. */
const FAILURES_FREE = 50;
const FAILURES = 200;

/** What one address may try, whatever accounts it names. */
@Injectable()
export class LoginBudget {
  constructor(private readonly limiter: RateLimiter) {}

  async spend(ctx: RequestContext): Promise<void> {
    await this.take(`login:${networkOf(ctx.ip)}`, ATTEMPTS);
  }

  /**
   * Before anything is looked at: one password tried on many accounts must not learn of the one that it fits either.
   * Answers whether a proof of work is due.
   * @throws AppError TOO_MANY_REQUESTS
   */
  async refuseAfterFailures(ctx: RequestContext): Promise<boolean> {
    const network = networkOf(ctx.ip);
    const most = await this.limiter.look(`login-failed:${network}`, FAILURES, WINDOW_SECONDS);
    if (!most.allowed) throw tooOften(most.retryAfter);
    const free = await this.limiter.look(`login-failed-free:${network}`, FAILURES_FREE, WINDOW_SECONDS);
    return !free.allowed;
  }

  async spendFailure(ctx: RequestContext): Promise<void> {
    const network = networkOf(ctx.ip);
    await this.limiter.take(`login-failed-free:${network}`, FAILURES_FREE, WINDOW_SECONDS);
    await this.take(`login-failed:${network}`, FAILURES);
  }

  private async take(key: string, limit: number): Promise<void> {
    const { allowed, retryAfter } = await this.limiter.take(key, limit, WINDOW_SECONDS);
    if (!allowed) throw tooOften(retryAfter);
  }
}

function tooOften(retryAfter: number): AppError {
  return new AppError('TOO_MANY_REQUESTS', {
    detail: `这个网络地址登录得太频繁。请 ${Math.ceil(retryAfter / 60)} 分钟后再试。`,
    extra: { retryAfter },
  });
}

/** An IPv6 subscriber has 2^64 addresses, so the network counts as one. */
export function networkOf(ip: string | null): string {
  if (ip === null) return 'unknown';
  if (!isIPv6(ip) || ip.includes('.')) return ip.replace(/^::ffff:/i, '');
  const [head = '', tail = ''] = ip.split('::');
  const front = head.split(':').filter(Boolean);
  const back = tail.split(':').filter(Boolean);
  const zeros = ip.includes('::') ? Array<string>(8 - front.length - back.length).fill('0') : [];
  return [...front, ...zeros, ...back].slice(0, 4).join(':');
}
