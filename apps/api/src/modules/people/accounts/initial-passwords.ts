import { Injectable } from '@nestjs/common';
import { formatDateTime } from '@qiancheng/shared';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { FieldCipher } from '../../../platform/crypto/index.js';
import type { Tx } from '../../../platform/database/index.js';
import type { Initial } from '../../accounts/index.js';
import { Messenger } from '../../messaging/index.js';
import type { InitialView } from '../http/shared.dto.js';

const DAY_MS = 86_400_000;

/** How an initial password reaches its person: shown once to whoever made it, or sent to a phone that was proven. */
@Injectable()
export class InitialPasswords {
  constructor(
    private readonly clock: Clock,
    private readonly cipher: FieldCipher,
    private readonly messenger: Messenger,
  ) {}

  shown({ initial, initialKind, expiresAt }: Partial<Initial>): InitialView {
    if (!expiresAt) throw new Error('no initial password was made');
    const words =
      initialKind === 'id_last6'
        ? '初始密码是身份证号后 6 位（字母 X 大写）。'
        : `请当面或用安全的方式交给本人。${formatDateTime(expiresAt)} 前有效，第一次登录要改成自己的密码。`;
    return { secret: initial ?? null, words, expiresAt: expiresAt.toISOString(), sentTo: null };
  }

  /** The secret goes to the phone and nowhere else. */
  async send(
    tx: Tx,
    ctx: RequestContext,
    account: { id: string; login: string; phoneMasked: string | null },
    { initial, expiresAt }: Initial,
  ): Promise<InitialView> {
    const { sealed } = await tx.one<{ sealed: Buffer }>('select phone_enc as sealed from account where id = $1', [
      account.id,
    ]);
    await this.messenger.send(tx, ctx, {
      channel: 'sms',
      to: this.cipher.open('account', 'phone_enc', account.id, sealed),
      template: 'initial_password',
      params: {
        login: account.login,
        code: initial ?? '',
        days: Math.round((expiresAt.getTime() - this.clock.now().getTime()) / DAY_MS),
      },
      accountId: account.id,
    });
    return {
      secret: null,
      words: '初始密码已经发到本人的手机，这里不显示。',
      expiresAt: expiresAt.toISOString(),
      sentTo: account.phoneMasked,
    };
  }
}
