import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/index.js';
import { AppConfig } from '../../platform/config/index.js';
import type { RequestContext } from '../../platform/context/index.js';
import { FieldCipher } from '../../platform/crypto/index.js';
import { AppError } from '../../platform/http/index.js';
import { makeCode, nameOf } from './adapters/made-up-wechat.js';
import { DeliveriesRepository, type ShownDelivery } from './deliveries.repository.js';
import type {
  MadeUpWechatAnswer,
  MadeUpWechatBody,
  MadeUpWechatView,
  OutboxMessage,
  OutboxView,
} from './http/outbox.dto.js';
import { CHANNELS, type Channel } from './ports/channel.js';
import { MailPort } from './ports/mail.port.js';
import { SmsPort } from './ports/sms.port.js';
import { WechatPort } from './ports/wechat.port.js';

const NEWEST = 100;
/** People of the demo; another name may be typed. */
const NAMES = ['林小满', '陈一诺', '王敏', '赵老师'];

/**
 * The demo's stand-in for phones and mailboxes: shows in full what was sent, and plays WeChat's log-in page. Where a
 * channel has a provider, or outside of the demo, it is not there.
 */
@Injectable()
export class Outbox {
  private readonly channels: Channel[];

  constructor(
    private readonly config: AppConfig,
    private readonly deliveries: DeliveriesRepository,
    private readonly cipher: FieldCipher,
    private readonly clock: Clock,
    mail: MailPort,
    sms: SmsPort,
    wechat: WechatPort,
  ) {
    const ports = { mail, sms, wechat };
    this.channels = config.demo ? CHANNELS.filter((channel) => ports[channel].behind === 'outbox') : [];
  }

  async list(_ctx: RequestContext): Promise<OutboxView> {
    if (this.channels.length === 0) throw new AppError('NOT_FOUND');
    const rows = await this.deliveries.systemNewest(this.channels, NEWEST);
    return { items: rows.flatMap((row) => viewOf(row) ?? []) };
  }

  wechat(_ctx: RequestContext): MadeUpWechatView {
    this.requireWechat();
    return { names: NAMES };
  }

  /** Where the browser goes on, as after WeChat's own page: with a code, or without one when refused. */
  answerWechat(_ctx: RequestContext, { name, redirect, state }: MadeUpWechatBody): MadeUpWechatAnswer {
    this.requireWechat();
    // WeChat, too, leads back to the registered site only
    const ours = URL.canParse(redirect) && new URL(redirect).origin === new URL(this.config.publicUrl).origin;
    if (!ours) {
      const message = '回到的地址不是本站的。请从登录页重新开始。';
      const errors = [{ field: 'redirect', code: 'FOREIGN', message }];
      throw new AppError('VALIDATION_FAILED', { detail: message, errors });
    }
    const url = new URL(redirect);
    if (name !== null) url.searchParams.set('code', makeCode(this.cipher, name, this.clock.now()));
    url.searchParams.set('state', state);
    return { url: url.href };
  }

  private requireWechat(): void {
    if (!this.channels.includes('wechat')) throw new AppError('NOT_FOUND');
  }
}

function viewOf({ content, ...row }: ShownDelivery): OutboxMessage | null {
  if (!content) return null;
  const { rendered, params } = content.body;
  return {
    id: row.id,
    channel: row.channel,
    to: row.channel === 'wechat' ? nameOf(content.to) : content.to,
    subject: rendered.channel === 'mail' ? rendered.subject : null,
    text: rendered.text,
    code: typeof params['code'] === 'string' ? params['code'] : null,
    link: rendered.channel === 'sms' ? null : rendered.link,
    status: row.status,
    createdAt: row.createdAt.toISOString(),
    sentAt: row.sentAt?.toISOString() ?? null,
  };
}
