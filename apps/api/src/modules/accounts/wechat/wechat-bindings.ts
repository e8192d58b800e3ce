import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { SignedInAudience } from '../../../platform/access/index.js';
import { AuditService } from '../../../platform/audit/index.js';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { FieldCipher } from '../../../platform/crypto/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import type { AccountFacts } from '../accounts.repository.js';
import { AccountNotices } from '../credentials/account-notices.js';
import { type Ticket, WechatTickets } from './wechat-tickets.js';

export interface Binding {
  id: string;
  accountId: string;
  nickname: string;
  boundAt: Date;
}

/** What showed that the WeChat is theirs: a code to the account's phone, or the password in a session of theirs. */
export type BoundBy = 'phone_code' | 'password';

const SELECT = `select id, account_id as "accountId", nickname, bound_at as "boundAt" from wechat_binding
 where unbound_at is null`;

/** One WeChat opens one account of an audience, one account has one WeChat: the indexes of the table see to it. */
@Injectable()
export class WechatBindings {
  constructor(
    private readonly clock: Clock,
    private readonly cipher: FieldCipher,
    private readonly audit: AuditService,
    private readonly notices: AccountNotices,
    private readonly tickets: WechatTickets,
  ) {}

  byOpenid(tx: Tx, audience: SignedInAudience, openidMac: Buffer): Promise<Binding | undefined> {
    return tx.maybeOne<Binding & Record<string, unknown>>(`${SELECT} and audience = $1 and openid_mac = $2`, [
      audience,
      openidMac,
    ]);
  }

  byAccount(tx: Tx, accountId: string): Promise<Binding | undefined> {
    return tx.maybeOne<Binding & Record<string, unknown>>(`${SELECT} and account_id = $1`, [accountId]);
  }

  /** @param account locked by the caller. @throws AppError ALREADY_BOUND */
  async bind(tx: Tx, ctx: RequestContext, account: AccountFacts, ticket: Ticket, by: BoundBy): Promise<void> {
    const id = randomUUID();
    const openid = this.tickets.openidOf(ticket);
    const bound = await tx.exec(
      `insert into wechat_binding (id, account_id, audience, openid_mac, openid_enc, nickname, bound_at)
       values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
      [
        id,
        account.id,
        account.audience,
        this.tickets.openidMac(openid),
        this.cipher.seal('wechat_binding', 'openid_enc', id, openid),
        ticket.nickname,
        this.clock.now(),
      ],
    );
    if (bound === 0) throw alreadyBound((await this.byAccount(tx, account.id)) !== undefined);
    await this.audit.append(tx, ctx, {
      schoolId: account.schoolId,
      aggregateType: 'account',
      aggregateId: account.id,
      action: 'account.wechat_bound',
      after: { nickname: ticket.nickname, by },
    });
    await this.notices.wechatBound(tx, ctx, account, ticket.nickname);
  }

  /** @throws AppError NOT_BOUND */
  async unbind(tx: Tx, ctx: RequestContext, account: AccountFacts): Promise<void> {
    const binding = await this.byAccount(tx, account.id);
    if (!binding) throw new AppError('NOT_BOUND', { detail: '这个账号没有绑定微信。' });
    await tx.exec('update wechat_binding set unbound_at = $2, unbound_by = $3 where id = $1 and unbound_at is null', [
      binding.id,
      this.clock.now(),
      account.id,
    ]);
    await this.audit.append(tx, ctx, {
      schoolId: account.schoolId,
      aggregateType: 'account',
      aggregateId: account.id,
      action: 'account.wechat_unbound',
      before: { bound: true, nickname: binding.nickname },
      after: { bound: false },
    });
  }
}

export function alreadyBound(account: boolean): AppError {
  return new AppError('ALREADY_BOUND', {
    detail: account
      ? '这个账号已经绑定了一个微信。请先用账号和密码登录，解绑以后再绑新的。'
      : '这个微信已经绑定了另一个账号。请先在那个账号里解绑，或换一个微信。',
  });
}
