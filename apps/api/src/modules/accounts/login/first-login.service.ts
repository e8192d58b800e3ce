import { Injectable } from '@nestjs/common';
import { maskEmail, maskMobile } from '@qiancheng/shared';
import { AuditService } from '../../../platform/audit/index.js';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import { AccountsRepository } from '../accounts.repository.js';
import { AccountContacts } from '../credentials/account-contacts.js';
import { Passwords } from '../credentials/passwords.js';
import { type IssuedCode, VerificationCodes } from '../credentials/verification-codes.js';
import type { ContactCodeBody, TypedCodeBody } from '../http/login-steps.dto.js';
import type { CookieReply } from '../http/session-cookies.js';
import type { SessionView } from '../http/session.dto.js';
import { SessionDesk } from '../sessions/session-desk.js';
import { Sessions } from '../sessions/sessions.service.js';
import { holderOf } from '../signed-in.js';
import { LoginProgress, type SetupNeed } from './login-progress.js';

const FIRST: Record<Exclude<SetupNeed, 'password'>, string> = {
  contact: '请先绑定手机或邮箱，再设密码。',
  authenticator: '请先绑定身份验证器，再设密码。',
};

/** The first log-in, and the one after a password has expired: a contact, a password of one's own, then in. */
@Injectable()
export class FirstLogin {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly audit: AuditService,
    private readonly accounts: AccountsRepository,
    private readonly contacts: AccountContacts,
    private readonly codes: VerificationCodes,
    private readonly passwords: Passwords,
    private readonly progress: LoginProgress,
    private readonly sessions: Sessions,
    private readonly desk: SessionDesk,
  ) {}

  async sendCode(ctx: RequestContext, { channel, target }: ContactCodeBody): Promise<IssuedCode> {
    const { audience, accountId } = holderOf(ctx);
    if (!(await this.needs(accountId)).includes('contact')) throw notNow('联系方式已经绑定，请继续设密码。');
    if (!this.progress.contactChannels(audience).includes(channel)) {
      throw notNow(channel === 'sms' ? '这里请绑定邮箱。' : '这里请绑定手机。');
    }
    return this.codes.issue(ctx, { purpose: 'setup', boundTo: boundTo(ctx), channel, target, accountId });
  }

  /** The same session goes on: nothing more is open than before. */
  async bindContact(ctx: RequestContext, { codeId, code }: TypedCodeBody): Promise<SessionView> {
    const { accountId, sessionId } = holderOf(ctx);
    if (!(await this.needs(accountId)).includes('contact')) throw notNow('联系方式已经绑定，请继续设密码。');
    const contact = await this.codes.check(ctx, { codeId, purpose: 'setup', boundTo: boundTo(ctx), code });
    await this.db.system(async (tx) => {
      const account = await this.accounts.lockedFacts(tx, accountId);
      await this.contacts.set(tx, accountId, contact, this.clock.now());
      await tx.exec('update session set factor = $2 where id = $1', [sessionId, contact.channel]);
      await this.audit.append(tx, ctx, {
        schoolId: account.schoolId,
        aggregateType: 'account',
        aggregateId: accountId,
        action: 'account.contact_bound',
        after: {
          channel: contact.channel,
          target: contact.channel === 'sms' ? maskMobile(contact.target) : maskEmail(contact.target),
        },
      });
    });
    return this.desk.whoAmI(ctx);
  }

  async setPassword(ctx: RequestContext, password: string, reply: CookieReply): Promise<SessionView> {
    const { accountId, sessionId } = holderOf(ctx);
    const first = (await this.needs(accountId)).find((need) => need !== 'password');
    if (first) throw notNow(FIRST[first]);
    const prepared = await this.passwords.prepare(accountId, password);
    return this.desk.advance(ctx, reply, {
      write: async (tx) => {
        await this.passwords.set(tx, ctx, accountId, prepared);
        await this.sessions.endAll(tx, ctx, accountId, 'password_changed', sessionId);
      },
    });
  }

  private needs(accountId: string): Promise<SetupNeed[]> {
    return this.db.system(async (tx) => this.progress.needs(tx, await this.accounts.facts(tx, accountId)));
  }
}

function boundTo(ctx: RequestContext): string {
  return `session:${holderOf(ctx).sessionId}`;
}

function notNow(detail: string): AppError {
  return new AppError('NOT_ALLOWED_NOW', { detail });
}
