import type { Channel } from './ports/channel.js';
import { mailHtml, mailPlain } from './mail-layout.js';
import { type MailText, type Template, type TemplateName, type TemplateParams, TEMPLATES } from './templates.js';

/** What a delivery carries, sealed: the params it came from, and the words as the person reads them. */
export type Rendered =
  | { channel: 'mail'; subject: string; text: string; html: string; link: string | null }
  | { channel: 'sms'; text: string; values: Record<string, string> }
  | { channel: 'wechat'; text: string; fields: Record<string, string>; link: string | null };

export interface DeliveryBody {
  params: Record<string, unknown>;
  rendered: Rendered;
}

/** Text messages bear no breaks, and a provider refuses a value that is too long for it. */
const SMS_VALUE = 35;

export function render<T extends TemplateName>(channel: Channel, name: T, params: TemplateParams[T]): Rendered {
  const template: Template<TemplateParams[T]> = TEMPLATES[name];
  switch (channel) {
    case 'mail':
      return mail(template.mail(params));
    case 'sms': {
      const values = mapped(template.sms.values(params), (value) => shortened(oneLine(value), SMS_VALUE));
      return { channel, text: filled(template.sms.text, values), values };
    }
    case 'wechat': {
      if (!template.wechat) throw new Error(`${name} has no words for WeChat`);
      const { fields, link } = template.wechat(params);
      const lines = mapped(fields, oneLine);
      return { channel, text: Object.values(lines).join('\n'), fields: lines, link };
    }
  }
}

function mail(content: MailText): Rendered {
  return {
    channel: 'mail',
    subject: oneLine(content.subject),
    text: mailPlain(content),
    html: mailHtml(content),
    link: content.link?.href ?? null,
  };
}

/** What a WeChat template's key holds at most, by the kind in its name: `thing1`, `phrase3`, `character_string2`. */
const WECHAT_KINDS: readonly (readonly [RegExp, number])[] = [
  [/^thing\d+$/, 20],
  [/^phrase\d+$/, 5],
  [/^character_string\d+$/, 32],
];

/** Our fields under the names of the account's template; one that it does not name keeps ours. */
export function wechatData(fields: Record<string, string>, keys: Record<string, string>): Record<string, string> {
  const named = Object.entries(fields).map(([field, value]) => [keys[field] ?? field, value] as const);
  return Object.fromEntries(named.map(([key, value]) => [key, shortened(value, limitOf(key))]));
}

function limitOf(key: string): number {
  return WECHAT_KINDS.find(([kind]) => kind.test(key))?.[1] ?? Infinity;
}

function shortened(text: string, most: number): string {
  const chars = [...text];
  return chars.length <= most ? text : `${chars.slice(0, most - 1).join('')}…`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function mapped(values: Record<string, string>, change: (value: string) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]));
}

function filled(text: string, values: Record<string, string>): string {
  return text.replace(/\$\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
}
