import { Module, type Provider } from '@nestjs/common';
import { Clock } from '../../platform/clock/index.js';
import { AppConfig } from '../../platform/config/index.js';
import { FieldCipher } from '../../platform/crypto/index.js';
import { AliyunSms } from './adapters/aliyun-sms.js';
import { NoMail, NoSms, NoWechat } from './adapters/nobody.js';
import { OutboxMail, OutboxSms, OutboxWechat } from './adapters/outbox.js';
import { WechatAccount } from './adapters/wechat-account.js';
import { DeliveriesRepository } from './deliveries.repository.js';
import { OutboxController } from './http/outbox.controller.js';
import { DeliverHandler } from './jobs/deliver.handler.js';
import { PurgeDeliveries } from './jobs/purge-deliveries.sweep.js';
import { Messenger } from './messenger.js';
import { Outbox } from './outbox.service.js';
import { MailPort } from './ports/mail.port.js';
import { SmsPort } from './ports/sms.port.js';
import { WechatPort } from './ports/wechat.port.js';
import { TEMPLATE_NAMES } from './templates.js';

/** A misspelt name would be a message that never goes out: the process does not start. */
function checkNames(env: string, names: string[]): void {
  const unknown = names.filter((name) => !(TEMPLATE_NAMES as string[]).includes(name));
  if (unknown.length > 0)
    throw new Error(`${env}：没有叫 ${unknown.join('、')} 的消息。可用的有 ${TEMPLATE_NAMES.join('、')}`);
}

/** A provider where there are settings; else the outbox in the demo; else nobody. */
const PORTS: Provider[] = [
  {
    provide: MailPort,
    inject: [AppConfig],
    useFactory: async ({ mail, demo }: AppConfig): Promise<MailPort> => {
      if (mail) return new (await import('./adapters/smtp-mail.js')).SmtpMail(mail);
      return demo ? new OutboxMail() : new NoMail();
    },
  },
  {
    provide: SmsPort,
    inject: [AppConfig, Clock],
    useFactory: ({ sms, demo }: AppConfig, clock: Clock): SmsPort => {
      checkNames('SMS_TEMPLATES', Object.keys(sms?.templates ?? {}));
      if (sms) return new AliyunSms(sms, clock);
      return demo ? new OutboxSms() : new NoSms();
    },
  },
  {
    provide: WechatPort,
    inject: [AppConfig, FieldCipher, Clock],
    useFactory: ({ wechat, demo, publicUrl }: AppConfig, cipher: FieldCipher, clock: Clock): WechatPort => {
      checkNames('WECHAT_TEMPLATES', Object.keys(wechat?.templates ?? {}));
      if (wechat) return new WechatAccount(wechat, clock);
      return demo ? new OutboxWechat(publicUrl, cipher, clock) : new NoWechat();
    },
  },
];

@Module({
  controllers: [OutboxController],
  providers: [...PORTS, DeliveriesRepository, Messenger, Outbox],
  exports: [Messenger, MailPort, SmsPort, WechatPort, DeliveriesRepository],
})
export class MessagingModule {}

/** For the worker: sending, and clearing away. */
@Module({ imports: [MessagingModule], providers: [DeliverHandler, PurgeDeliveries] })
export class MessagingWorkerModule {}
