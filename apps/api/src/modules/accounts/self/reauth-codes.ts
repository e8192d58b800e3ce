import { Injectable } from '@nestjs/common';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import { type AccountFacts, AccountsRepository } from '../accounts.repository.js';
import { AccountContacts, type Contact } from '../credentials/account-contacts.js';
import { type CodeChannel, type IssuedCode, VerificationCodes } from '../credentials/verification-codes.js';
import { holderOf } from '../signed-in.js';

/** That it is the student who acts: a code to the phone or mail that nobody at a school or company holds. */
@Injectable()
export class ReauthCodes {
  constructor(
    private readonly db: Db,
    private readonly accounts: AccountsRepository,
    private readonly contacts: AccountContacts,
    private readonly codes: VerificationCodes,
  ) {}

  /** To the phone where it is bound and text messages are connected, else to the mail; or to the one that is named. */
  async send(ctx: RequestContext, channel: CodeChannel | undefined): Promise<IssuedCode> {
    const { accountId } = holderOf(ctx);
    const account = await this.db.system((tx) => this.accounts.facts(tx, accountId));
    const bound = this.contacts.proven(account);
    const open = bound.filter((contact) => this.codes.available(contact.channel));
    const contact = open.find((one) => channel === undefined || one.channel === channel);
    if (!contact) throw open.length > 0 ? notBound(channel) : nowhere(account, bound);
    return this.codes.issue(ctx, { purpose: 'reauth', boundTo: boundTo(ctx), ...contact, accountId });
  }

  /** Answers by what it was proven. @throws AppError CODE_WRONG, CODE_EXPIRED */
  async check(ctx: RequestContext, { codeId, code }: { codeId: string; code: string }): Promise<CodeChannel> {
    return (await this.codes.check(ctx, { codeId, code, purpose: 'reauth', boundTo: boundTo(ctx) })).channel;
  }
}

function boundTo(ctx: RequestContext): string {
  return `session:${holderOf(ctx).sessionId}`;
}

function notBound(channel: CodeChannel | undefined): AppError {
  const what = channel === 'mail' ? '邮箱' : '手机';
  return new AppError('NOT_ALLOWED_NOW', { detail: `没有可以收验证码的${what}。请换一种方式。` });
}

function nowhere(account: AccountFacts, bound: Contact[]): AppError {
  if (bound.length === 0) {
    const only = account.phoneMasked ? '手机还没有验证。' : '还没有绑定手机或邮箱。';
    return new AppError('NOT_ALLOWED_NOW', { detail: `${only}请先到“我的账号”绑定，再获取验证码。` });
  }
  return new AppError('CHANNEL_UNAVAILABLE', {
    detail: '验证码现在发不出去：你绑定的联系方式还没有接通。请到“我的账号”换一种，或联系学校就业中心。',
  });
}
