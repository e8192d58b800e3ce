import { Injectable } from '@nestjs/common';
import { formatDateTime } from '@qiancheng/shared';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { Messenger, type TemplateName, type TemplateParams } from '../../messaging/index.js';
import type { AccountFacts } from '../accounts.repository.js';
import { AccountContacts } from './account-contacts.js';

/** Tells the holder what happened to the account, where it is bound to: whoever did it may have been somebody else. */
@Injectable()
export class AccountNotices {
  constructor(
    private readonly clock: Clock,
    private readonly contacts: AccountContacts,
    private readonly messenger: Messenger,
  ) {}

  async passwordSet(tx: Tx, ctx: RequestContext, account: AccountFacts): Promise<void> {
    await this.tell(tx, ctx, account, 'password_reset_done', { name: account.name, time: this.time() });
  }

  /** To where the account was bound until now. */
  async contactChanged(tx: Tx, ctx: RequestContext, before: AccountFacts, what: string): Promise<void> {
    await this.tell(tx, ctx, before, 'notice', {
      title: `你的账号换了${what}`,
      body: `换过以后，验证码和通知发到新的${what}。不是你本人操作，请马上联系学校就业中心或平台。`,
      time: this.time(),
      link: null,
    });
  }

  async wechatBound(tx: Tx, ctx: RequestContext, account: AccountFacts, nickname: string): Promise<void> {
    await this.tell(tx, ctx, account, 'notice', {
      title: '你的账号绑定了微信',
      body: `${nickname ? `“${nickname}”的微信` : '一个微信'}从现在起可以登录这个账号。不是你本人操作，请马上登录解绑，并联系学校就业中心或平台。`,
      time: this.time(),
      link: null,
    });
  }

  private async tell<T extends TemplateName>(
    tx: Tx,
    ctx: RequestContext,
    account: AccountFacts,
    template: T,
    params: TemplateParams[T],
  ): Promise<void> {
    const open = this.contacts.proven(account).find(({ channel }) => this.messenger.available(channel, template));
    if (!open) return;
    await this.messenger.send(tx, ctx, {
      channel: open.channel,
      to: open.target,
      template,
      params,
      accountId: account.id,
      schoolId: account.schoolId,
    });
  }

  private time(): string {
    return formatDateTime(this.clock.now());
  }
}
