import { Injectable } from '@nestjs/common';
import type { RequestContext } from '../../../platform/context/index.js';
import { AppError, RateLimiter } from '../../../platform/http/index.js';
import { networkOf } from '../../accounts/index.js';

const HOUR = 3_600;
/** A conference hall of recruiters may come from one address; nobody looks a directory through by hand. */
const LOOK_UPS = 120;
const STARTS = 30;
const ACCOUNTS = 20;
/** Text messages cost money, and a visitor may name any number. */
const CODES = 120;
/** How often one unit may be asked for, from wherever. */
const PER_UNIT = 60;

/** What the open part of the registration lets one network, and everybody together about one unit, do in an hour. */
@Injectable()
export class RegistrationBudget {
  constructor(private readonly limiter: RateLimiter) {}

  async lookUp(ctx: RequestContext, creditCode: string): Promise<void> {
    await this.take(`unit-lookups:${networkOf(ctx.ip)}`, LOOK_UPS, '这个网络地址查单位太频繁。');
    await this.take(`unit-looked-up:${creditCode}`, PER_UNIT, '这家单位被查得太频繁。');
  }

  start(ctx: RequestContext): Promise<void> {
    return this.take(`registrations:${networkOf(ctx.ip)}`, STARTS, '这个网络地址登记得太频繁。');
  }

  code(ctx: RequestContext): Promise<void> {
    return this.take(`registration-codes:${networkOf(ctx.ip)}`, CODES, '这个网络地址要的验证码太多。');
  }

  account(ctx: RequestContext): Promise<void> {
    return this.take(`registered-accounts:${networkOf(ctx.ip)}`, ACCOUNTS, '这个网络地址开的账号太多。');
  }

  private async take(key: string, limit: number, sentence: string): Promise<void> {
    const { allowed, retryAfter } = await this.limiter.take(key, limit, HOUR);
    if (allowed) return;
    throw new AppError('TOO_MANY_REQUESTS', {
      detail: `${sentence}请 ${Math.ceil(retryAfter / 60)} 分钟后再试。`,
      extra: { retryAfter },
    });
  }
}
