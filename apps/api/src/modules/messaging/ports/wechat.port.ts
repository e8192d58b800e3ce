import type { Behind } from './channel.js';

export type WechatScope = 'snsapi_base' | 'snsapi_userinfo';

export interface WechatIdentity {
  openid: string;
  unionid?: string;
  /** Only with the scope snsapi_userinfo, and only where WeChat tells it. */
  nickname?: string;
}

export interface WechatNotice {
  /** WeChat sends one message of the same key to the same person, within ten minutes. */
  key: string;
  openid: string;
  templateId: string;
  /** Opened by a tap on the message. */
  url: string | null;
  data: Record<string, string>;
}

export interface WechatTemplateOf {
  id: string;
  /** Key of the template for each of our fields. */
  keys: Record<string, string>;
}

export abstract class WechatPort {
  abstract readonly behind: Behind;
  /** Where a person's browser goes to confirm; it comes back to `redirect` with `code` and `state`, without `code` when refused. */
  abstract authorizeUrl(request: { redirect: string; state: string; scope: WechatScope }): string;
  /** Null when the code is wrong, used or too old. @throws ChannelError */
  abstract exchangeCode(code: string): Promise<WechatIdentity | null>;
  abstract templateOf(name: string): WechatTemplateOf | undefined;
  /** Answers the provider's id. @throws ChannelError */
  abstract sendTemplate(notice: WechatNotice): Promise<string | null>;
}
