import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { AppError } from '../../../platform/http/index.js';
import { type JobHandler, type JobRunHandle, RegisterJobHandler } from '../../../platform/jobs/index.js';
import { DeliveriesRepository, type Delivery, type DeliveryStatus } from '../deliveries.repository.js';
import { ChannelError } from '../ports/channel.js';
import { MailPort } from '../ports/mail.port.js';
import { SmsPort } from '../ports/sms.port.js';
import { WechatPort } from '../ports/wechat.port.js';
import { wechatData } from '../render.js';
import { Deliver, type DeliverPayload } from './deliver.job.js';

interface Outcome {
  status: DeliveryStatus | 'gone';
}

/**
 * Sends one message. Runs happen at least once, so the row is looked at first, and each attempt carries the row's id,
 * by which mail servers and WeChat know a second one. The call to the provider is outside of every transaction.
 */
@RegisterJobHandler()
export class DeliverHandler implements JobHandler<DeliverPayload, Outcome> {
  readonly job = Deliver;

  constructor(
    private readonly deliveries: DeliveriesRepository,
    private readonly clock: Clock,
    private readonly mail: MailPort,
    private readonly sms: SmsPort,
    private readonly wechat: WechatPort,
  ) {}

  async handle(_ctx: RequestContext, { id }: DeliverPayload, run: JobRunHandle): Promise<Outcome> {
    const delivery = await this.deliveries.systemFind(id);
    // A failed one is tried again only when an operator says so, which starts its run anew.
    if (!delivery?.content || delivery.status === 'sent') return { status: delivery?.status ?? 'gone' };
    if (delivery.expiresAt && delivery.expiresAt <= this.clock.now()) {
      await this.deliveries.systemExpired(id);
      return { status: 'expired' };
    }
    try {
      const providerId = await this.dispatch(delivery, delivery.content);
      await this.deliveries.systemSent(id, providerId);
      return { status: 'sent' };
    } catch (error) {
      return this.failed(id, error, run);
    }
  }

  private dispatch(delivery: Delivery, { to, body }: NonNullable<Delivery['content']>): Promise<string | null> {
    const { id: key, template } = delivery;
    const { rendered } = body;
    switch (rendered.channel) {
      case 'mail':
        return this.mail.send({ key, to, subject: rendered.subject, text: rendered.text, html: rendered.html });
      case 'sms':
        return this.sms.send({ key, phone: to, template, values: rendered.values });
      case 'wechat': {
        const named = this.wechat.templateOf(template);
        if (!named) throw new ChannelError('refused', `没有为 ${template} 配置微信模板（WECHAT_TEMPLATES）`);
        const data = wechatData(rendered.fields, named.keys);
        return this.wechat.sendTemplate({ key, openid: to, templateId: named.id, url: rendered.link, data });
      }
    }
  }

  /** Somebody who cannot be reached is nobody's work; a provider that refuses us is an operator's. */
  private async failed(id: string, error: unknown, run: JobRunHandle): Promise<Outcome> {
    const kind = error instanceof ChannelError ? error.kind : 'temporary';
    if (kind === 'temporary' && run.attempt < Deliver.attempts) throw error;
    const words = error instanceof ChannelError ? error.message : '系统出错';
    await this.deliveries.systemFailed(id, words);
    if (kind === 'recipient') return { status: 'failed' };
    if (kind === 'refused') throw new AppError('DELIVERY_REFUSED', { detail: `${words}。请核对发送设置。` });
    throw error;
  }
}
