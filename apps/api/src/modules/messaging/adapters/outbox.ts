import type { Clock } from '../../../platform/clock/index.js';
import type { FieldCipher } from '../../../platform/crypto/index.js';
import { MailPort } from '../ports/mail.port.js';
import { SmsPort } from '../ports/sms.port.js';
import { type WechatIdentity, WechatPort, type WechatScope, type WechatTemplateOf } from '../ports/wechat.port.js';
import { openidOf, readCode } from './made-up-wechat.js';

/** Of the demo: the row of the delivery is all there is, and the outbox page shows it. */
export class OutboxMail extends MailPort {
  readonly behind = 'outbox';

  send(): Promise<null> {
    return Promise.resolve(null);
  }
}

export class OutboxSms extends SmsPort {
  readonly behind = 'outbox';

  knows(): boolean {
    return true;
  }

  send(): Promise<null> {
    return Promise.resolve(null);
  }
}

/** Instead of WeChat's own page there is one of ours, where a made-up identity is picked. */
export class OutboxWechat extends WechatPort {
  readonly behind = 'outbox';

  constructor(
    private readonly publicUrl: string,
    private readonly cipher: FieldCipher,
    private readonly clock: Clock,
  ) {
    super();
  }

  authorizeUrl({ redirect, state, scope }: { redirect: string; state: string; scope: WechatScope }): string {
    return `${this.publicUrl}/outbox/wechat?${new URLSearchParams({ redirect, state, scope }).toString()}`;
  }

  exchangeCode(code: string): Promise<WechatIdentity | null> {
    const name = readCode(this.cipher, code, this.clock.now());
    return Promise.resolve(name === null ? null : { openid: openidOf(name), nickname: name });
  }

  templateOf(name: string): WechatTemplateOf {
    return { id: name, keys: {} };
  }

  sendTemplate(): Promise<null> {
    return Promise.resolve(null);
  }
}
