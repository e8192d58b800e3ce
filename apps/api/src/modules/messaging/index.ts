export { MessagingModule, MessagingWorkerModule } from './messaging.module.js';
export { Messenger, type Message } from './messenger.js';
export { ChannelError, CHANNELS, type Channel, type FailureKind } from './ports/channel.js';
export { MailPort, type Mail } from './ports/mail.port.js';
export { SmsPort, type Sms } from './ports/sms.port.js';
export { WechatPort, type WechatIdentity, type WechatNotice, type WechatScope } from './ports/wechat.port.js';
export { TEMPLATE_NAMES, type TemplateName, type TemplateParams } from './templates.js';
