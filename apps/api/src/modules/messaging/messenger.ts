import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { maskEmail, maskMobile } from '@qiancheng/shared';
import type { RequestContext } from '../../platform/context/index.js';
import type { Tx } from '../../platform/database/index.js';
import { AppError } from '../../platform/http/index.js';
import { JobsService } from '../../platform/jobs/index.js';
import { DeliveriesRepository } from './deliveries.repository.js';
import { Deliver } from './jobs/deliver.job.js';
import type { Channel } from './ports/channel.js';
import { MailPort } from './ports/mail.port.js';
import { SmsPort } from './ports/sms.port.js';
import { WechatPort } from './ports/wechat.port.js';
import { render } from './render.js';
import { type TemplateName, type TemplateParams, TEMPLATES } from './templates.js';

export interface Message<T extends TemplateName> {
  channel: Channel;
  /** Mail address, mobile number or openid: checked and whole. */
  to: string;
  template: T;
  params: TemplateParams[T];
  accountId?: string;
  /** The context's, when not given. */
  schoolId?: number | null;
  /** Not sent after this: a late code helps nobody. */
  expiresAt?: Date;
  /** Not sent before this (quiet hours). */
  runAt?: Date;
}

/** Messages that leave the product are rows of the transaction that they tell about; a job carries each out. */
@Injectable()
export class Messenger {
  constructor(
    private readonly deliveries: DeliveriesRepository,
    private readonly jobs: JobsService,
    private readonly mail: MailPort,
    private readonly sms: SmsPort,
    private readonly wechat: WechatPort,
  ) {}

  /** Whether the channel is open here; with a template, whether it can carry that message. */
  available(channel: Channel, template?: TemplateName): boolean {
    switch (channel) {
      case 'mail':
        return this.mail.behind !== 'nobody';
      case 'sms':
        return this.sms.behind !== 'nobody' && (template === undefined || this.sms.knows(template));
      case 'wechat':
        return this.wechat.behind !== 'nobody' && (template === undefined || this.wechatKnows(template));
    }
  }

  /**
   * Answers the delivery's id.
   * @throws AppError CHANNEL_UNAVAILABLE; ask `available` first where there is another way
   */
  async send<T extends TemplateName>(tx: Tx, ctx: RequestContext, message: Message<T>): Promise<string> {
    const { channel, to, template, params } = message;
    if (!this.available(channel, template)) throw new AppError('CHANNEL_UNAVAILABLE');
    const id = randomUUID();
    await this.deliveries.add(tx, {
      id,
      schoolId: message.schoolId === undefined ? ctx.schoolId : message.schoolId,
      accountId: message.accountId ?? null,
      channel,
      to,
      toMasked: MASKS[channel](to),
      template,
      body: { params, rendered: render(channel, template, params) },
      expiresAt: message.expiresAt ?? null,
    });
    await this.jobs.enqueue(tx, ctx, Deliver, { id }, message.runAt ? { runAt: message.runAt } : {});
    return id;
  }

  private wechatKnows(template: TemplateName): boolean {
    return TEMPLATES[template].wechat !== null && this.wechat.templateOf(template) !== undefined;
  }
}

const MASKS: Record<Channel, (to: string) => string> = {
  mail: maskEmail,
  sms: maskMobile,
  wechat: (openid) => `微信 ****${openid.slice(-4)}`,
};
