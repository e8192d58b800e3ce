import { randomUUID } from 'node:crypto';
import type { Clock } from '../../../platform/clock/index.js';
import type { SmsConfig } from '../../../platform/config/index.js';
import { ChannelError } from '../ports/channel.js';
import { type Sms, SmsPort } from '../ports/sms.port.js';
import { canonicalQuery, signedHeaders } from './aliyun-signature.js';
import { callJson } from './call-json.js';

const VERSION = '2017-05-25';
const UNREACHABLE = new Set(['isv.MOBILE_NUMBER_ILLEGAL', 'isv.DOMESTIC_NUMBER_NOT_SUPPORTED']);
/** Limits of a minute or an hour pass, and so do faults of theirs. */
const PASSING = /^(Throttling|ServiceUnavailable|InternalError|isp\.SYSTEM_ERROR|isv\.BUSINESS_LIMIT_CONTROL)/;

/** Aliyun Dysmsapi, SendSms. */
export class AliyunSms extends SmsPort {
  readonly behind = 'provider';

  constructor(
    private readonly config: SmsConfig,
    private readonly clock: Clock,
  ) {
    super();
  }

  knows(template: string): boolean {
    return Object.hasOwn(this.config.templates, template);
  }

  async send(sms: Sms): Promise<string | null> {
    const code = this.config.templates[sms.template];
    if (!code) throw new ChannelError('refused', `没有为 ${sms.template} 配置短信模板（SMS_TEMPLATES）`);
    const query = {
      PhoneNumbers: sms.phone,
      SignName: this.config.signName,
      TemplateCode: code,
      TemplateParam: JSON.stringify(sms.values),
      OutId: sms.key,
    };
    const url = new URL(this.config.endpoint);
    url.pathname = '/';
    url.search = canonicalQuery(query);
    const headers = signedHeaders(
      { host: url.host, action: 'SendSms', version: VERSION, date: this.clock.now(), nonce: randomUUID(), query },
      this.config,
    );
    const { status, body } = await callJson('短信服务', url, { method: 'POST', headers });
    if (body['Code'] === 'OK') return typeof body['BizId'] === 'string' ? body['BizId'] : null;
    throw failureOf(status, typeof body['Code'] === 'string' ? body['Code'] : `HTTP ${status}`);
  }
}

function failureOf(status: number, code: string): ChannelError {
  if (UNREACHABLE.has(code)) return new ChannelError('recipient', `手机号码收不了短信（${code}）`);
  if (status >= 500 || status === 429 || PASSING.test(code))
    return new ChannelError('temporary', `短信服务暂时不能发送（${code}）`);
  return new ChannelError('refused', `短信服务拒绝发送（${code}）`);
}
