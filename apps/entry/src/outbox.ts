import type { OutboxMessage } from '@qiancheng/api-client/public';
import type { IconName } from '@qiancheng/web-ui';

export const CHANNEL_WORDS: Record<OutboxMessage['channel'], { icon: IconName; word: string }> = {
  mail: { icon: 'invite', word: '邮件' },
  sms: { icon: 'phone', word: '短信' },
  wechat: { icon: 'wechat', word: '微信' },
};

/** Nothing is said of what went out as it should. */
export const STATUS_WORDS: Record<OutboxMessage['status'], string> = {
  queued: '等着发出',
  sent: '',
  failed: '没有发出',
  expired: '过期了，没有发出',
};

export interface ShownText {
  before: string;
  after: string;
}

/** The words around the code, which stands by itself; a mail's foot and the address of its button are left out. */
export function textOf({ text, code, link }: Pick<OutboxMessage, 'text' | 'code' | 'link'>): ShownText {
  const body = (text.split('\n\n-- \n')[0] ?? '')
    .split('\n\n')
    .filter((part) => !(link && part.endsWith(`：${link}`)))
    .join('\n\n');
  const [before = '', ...rest] = code ? body.split(`\n\n${code}\n\n`) : [body];
  return { before, after: rest.join('\n\n') };
}

/** Links are the server's own; whatever else might stand there is not followed. */
export function safeLink(link: string | null): string | null {
  return link && /^https?:\/\//.test(link) ? link : null;
}
