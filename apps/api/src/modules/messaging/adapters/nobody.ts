import { ChannelError } from '../ports/channel.js';
import { MailPort } from '../ports/mail.port.js';
import { SmsPort } from '../ports/sms.port.js';
import { WechatPort } from '../ports/wechat.port.js';

/** A channel without settings: whoever asks first whether it is available never comes here. */
const closed = (settings: string): ChannelError => new ChannelError('refused', `没有配置这个发送渠道（${settings}）`);

export class NoMail extends MailPort {
  readonly behind = 'nobody';

  send(): Promise<never> {
    return Promise.reject(closed('MAIL_URL'));
  }
}

export class NoSms extends SmsPort {
  readonly behind = 'nobody';

  knows(): boolean {
    return false;
  }

  send(): Promise<never> {
    return Promise.reject(closed('SMS_ACCESS_KEY_ID'));
  }
}

export class NoWechat extends WechatPort {
  readonly behind = 'nobody';

  authorizeUrl(): never {
    throw closed('WECHAT_APP_ID');
  }

  exchangeCode(): Promise<never> {
    return Promise.reject(closed('WECHAT_APP_ID'));
  }

  templateOf(): undefined {
    return undefined;
  }

  sendTemplate(): Promise<never> {
    return Promise.reject(closed('WECHAT_APP_ID'));
  }
}
