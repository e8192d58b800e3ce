import type { CONFIG_FIELDS } from './fields.js';

type Raw = Record<keyof typeof CONFIG_FIELDS, string>;

export interface MailConfig {
  url: string;
  from: string;
}

export interface SmsConfig {
  endpoint: string;
  accessKeyId: string;
  accessKeySecret: string;
  signName: string;
  /** Registered code by the name of our message. */
  templates: Record<string, string>;
}

export interface WechatTemplate {
  id: string;
  /** Key of the template for each of our fields: every account picks its own templates, and their keys differ. */
  keys: Record<string, string>;
}

export interface WechatConfig {
  appId: string;
  appSecret: string;
  apiBase: string;
  templates: Record<string, WechatTemplate>;
}

/** `name:value` entries; null where one has no name or no value. */
function pairs(raw: string): [string, string][] | null {
  const entries = raw
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => /^([a-z_]+):(.+)$/.exec(part));
  if (entries.includes(null)) return null;
  return entries.map((match): [string, string] => [match?.[1] ?? '', match?.[2] ?? '']);
}

/** What is needed together, and forms that the single fields cannot check. */
export function channelProblems(raw: Raw): string[] {
  const problems: string[] = [];
  const together = (set: string, given: string, needed: [string, string][]): void => {
    for (const [env, value] of needed) if (given && !value) problems.push(`设置了 ${set}，还缺少 ${env}`);
  };
  together('MAIL_URL', raw.mailUrl, [['MAIL_FROM', raw.mailFrom]]);
  together('SMS_ACCESS_KEY_ID', raw.smsAccessKeyId, [
    ['SMS_ACCESS_KEY_SECRET', raw.smsAccessKeySecret],
    ['SMS_SIGN_NAME', raw.smsSignName],
  ]);
  together('WECHAT_APP_ID', raw.wechatAppId, [['WECHAT_APP_SECRET', raw.wechatAppSecret]]);
  if (raw.mailUrl && !/^smtps?:\/\//.test(raw.mailUrl)) problems.push('MAIL_URL：应以 smtp:// 或 smtps:// 开头');
  if (!pairs(raw.smsTemplates)) problems.push('SMS_TEMPLATES：每一项应为 消息名:模板编号');
  if (!pairs(raw.wechatTemplates)) problems.push('WECHAT_TEMPLATES：每一项应为 消息名:模板编号?字段=模板里的名字');
  return problems;
}

export function mailOf(raw: Raw): MailConfig | undefined {
  return raw.mailUrl ? { url: raw.mailUrl, from: raw.mailFrom } : undefined;
}

export function smsOf(raw: Raw): SmsConfig | undefined {
  if (!raw.smsAccessKeyId) return undefined;
  return {
    endpoint: raw.smsEndpoint,
    accessKeyId: raw.smsAccessKeyId,
    accessKeySecret: raw.smsAccessKeySecret,
    signName: raw.smsSignName,
    templates: Object.fromEntries(pairs(raw.smsTemplates) ?? []),
  };
}

export function wechatOf(raw: Raw): WechatConfig | undefined {
  if (!raw.wechatAppId) return undefined;
  return {
    appId: raw.wechatAppId,
    appSecret: raw.wechatAppSecret,
    apiBase: raw.wechatApiBase.replace(/\/+$/, ''),
    templates: Object.fromEntries((pairs(raw.wechatTemplates) ?? []).map(([name, value]) => [name, templateOf(value)])),
  };
}

function templateOf(value: string): WechatTemplate {
  const [id = '', keys = ''] = value.split('?');
  return { id, keys: Object.fromEntries(new URLSearchParams(keys)) };
}
