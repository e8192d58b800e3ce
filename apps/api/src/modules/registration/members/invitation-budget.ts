import { Injectable } from '@nestjs/common';
import type { RequestContext } from '../../../platform/context/index.js';
import { AppError, RateLimiter } from '../../../platform/http/index.js';
import { networkOf } from '../../accounts/index.js';

const HOUR = 3_600;
const DAY = 86_400;
/** A unit brings in its whole department in one day, not a city. */
const OF_A_UNIT = 50;
/** Nobody is pestered, by however many units. */
const TO_ONE_CONTACT = 10;
/** People mistype; machines guess. */
const WRONG_TOKENS = 30;

/** Every invitation is a message to somebody who has not asked for it, and a token that can be guessed at. */
@Injectable()
export class InvitationBudget {
  constructor(private readonly limiter: RateLimiter) {}

  async send(employerId: string, contactMac: Buffer): Promise<void> {
    await this.take(`member-invitations:${employerId}`, OF_A_UNIT, DAY, '本单位今天发的邀请太多。');
    const contact = contactMac.toString('hex', 0, 16);
    await this.take(`member-invitations-to:${contact}`, TO_ONE_CONTACT, DAY, '这个手机号或邮箱今天收到的邀请太多。');
  }

  /** Before a token is looked up: who has guessed too often does not learn of a right one either. */
  async refuseGuesser(ctx: RequestContext): Promise<void> {
    const { allowed, retryAfter } = await this.limiter.look(guesses(ctx), WRONG_TOKENS, HOUR);
    if (!allowed) throw tooMany('这个网络地址输错邀请码太多次。', retryAfter);
  }

  async wrongToken(ctx: RequestContext): Promise<void> {
    await this.limiter.take(guesses(ctx), WRONG_TOKENS, HOUR);
  }

  private async take(key: string, limit: number, seconds: number, sentence: string): Promise<void> {
    const { allowed, retryAfter } = await this.limiter.take(key, limit, seconds);
    if (!allowed) throw tooMany(sentence, retryAfter);
  }
}

const guesses = (ctx: RequestContext): string => `invitation-guesses:${networkOf(ctx.ip)}`;

function tooMany(sentence: string, retryAfter: number): AppError {
  return new AppError('TOO_MANY_REQUESTS', {
    detail: `${sentence}请 ${Math.ceil(retryAfter / 60)} 分钟后再试。`,
    extra: { retryAfter },
  });
}
