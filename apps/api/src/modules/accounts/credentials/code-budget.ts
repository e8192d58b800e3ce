import { Injectable } from '@nestjs/common';
import type { RequestContext } from '../../../platform/context/index.js';
import { AppError, RateLimiter } from '../../../platform/http/index.js';
import { networkOf } from '../login/login-budget.js';

const HOUR = 3_600;
/** Enough for somebody clumsy; nobody's phone rings all day because of us. */
const TO_ONE_TARGET = 6;
/** A campus may come from one address, on the day when accounts are opened. */
const FROM_ONE_NETWORK = 1_000;

/** Every code costs money and somebody's attention: so many an hour to one target, so many from one network. */
@Injectable()
export class CodeBudget {
  constructor(private readonly limiter: RateLimiter) {}

  /** @throws AppError TOO_MANY_REQUESTS */
  async spendOfNetwork(ctx: RequestContext): Promise<void> {
    const refused = await this.take(
      `codes-from:${networkOf(ctx.ip)}`,
      FROM_ONE_NETWORK,
      '这个网络地址要的验证码太多。',
    );
    if (refused) throw refused;
  }

  /** What speaks against one more; the caller decides whether it may be told. */
  spendOfTarget(targetMac: Buffer, asker: 'holder' | 'anybody'): Promise<AppError | undefined> {
    const key = `codes-to:${asker}:${targetMac.toString('hex', 0, 16)}`;
    return this.take(key, TO_ONE_TARGET, '这个号码或邮箱收到的验证码太多。');
  }

  private async take(key: string, limit: number, sentence: string): Promise<AppError | undefined> {
    const { allowed, retryAfter } = await this.limiter.take(key, limit, HOUR);
    if (allowed) return undefined;
    return new AppError('TOO_MANY_REQUESTS', {
      detail: `${sentence}请 ${Math.ceil(retryAfter / 60)} 分钟后再试。`,
      extra: { retryAfter },
    });
  }
}
