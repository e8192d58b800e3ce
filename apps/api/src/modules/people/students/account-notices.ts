import { Injectable } from '@nestjs/common';
import type { RequestContext } from '../../../platform/context/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { Notifier } from '../../notifications/index.js';
import { roleLabel } from '../accounts/unit-names.js';
import type { StudentActName } from './student-acts.js';

type ToldAct = Exclude<StudentActName, 'slips'>;

const WORDS: Record<ToldAct, { title: string; did: string; next: string }> = {
  reset: { title: '密码被重置', did: '重置了你的密码', next: '请用新的初始密码登录，再设成自己的。' },
  unbind: { title: '微信绑定被解除', did: '解除了你账号的微信绑定', next: '需要的话，登录后可以重新绑定。' },
  unlock: { title: '账号已解锁', did: '解除了你账号的锁定', next: '现在可以登录了。' },
};

/** What was done to somebody's account, they are told, by whom and why. */
@Injectable()
export class AccountNotices {
  constructor(private readonly notifier: Notifier) {}

  async tell(tx: Tx, ctx: RequestContext, accountId: string, action: ToldAct, reason: string): Promise<void> {
    const { title, did, next } = WORDS[action];
    const by = [ctx.actor.displayName, roleWords(ctx)].filter(Boolean).join('，');
    const why = reason.replace(/[。．.]+$/u, '');
    await this.notifier.tell(tx, ctx, {
      to: { kind: 'accounts', ids: [accountId] },
      event: `account_${action}`,
      title,
      body: `老师（${by}）${did}。原因：${why}。${next}不是你请老师办的，请马上告诉学校就业中心。`,
      about: { kind: 'account', id: accountId },
      schoolId: ctx.schoolId,
    });
  }
}

function roleWords(ctx: RequestContext): string {
  return [...new Set(ctx.actor.grants.map((grant) => roleLabel(grant.role)))].join('、');
}
