export { type MailConfig, type SmsConfig, type WechatConfig, type WechatTemplate } from './channels.js';
export * from './config.js';
export * from './config.module.js';
export * from './fields.js';
