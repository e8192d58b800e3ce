import { createTransport } from 'nodemailer';
import type { MailConfig } from '../../../platform/config/index.js';
import { ChannelError } from '../ports/channel.js';
import { type Mail, MailPort } from '../ports/mail.port.js';

const CONNECT_MS = 10_000;
const SILENCE_MS = 20_000;

interface SmtpFault {
  code?: string;
  command?: string;
  responseCode?: number;
}

/** Any SMTP server. A connection for each mail: they are few, and a pool would have to be watched. */
export class SmtpMail extends MailPort {
  readonly behind = 'provider';
  private readonly transport: ReturnType<typeof createTransport>;
  private readonly domain: string;

  constructor(private readonly config: MailConfig) {
    super();
    this.transport = createTransport({
      url: config.url,
      connectionTimeout: CONNECT_MS,
      greetingTimeout: CONNECT_MS,
      socketTimeout: SILENCE_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    this.domain = /@([A-Za-z0-9.-]+)/.exec(config.from)?.[1] ?? 'localhost';
  }

  async send(mail: Mail): Promise<string | null> {
    try {
      const { messageId } = await this.transport.sendMail({
        from: this.config.from,
        to: { name: '', address: mail.to },
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        messageId: `<${mail.key}@${this.domain}>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
      return messageId;
    } catch (error) {
      throw failureOf(error as SmtpFault);
    }
  }
}

/** 5xx is for good, everything else may pass; the server's own words can repeat the address and stay here. */
function failureOf({ code, command, responseCode }: SmtpFault): ChannelError {
  const answer = responseCode ?? code ?? 'SMTP';
  const final = responseCode !== undefined && responseCode >= 500;
  if (final && command === 'RCPT TO') return new ChannelError('recipient', `对方邮箱收不到（${answer}）`);
  if (final) return new ChannelError('refused', `邮件服务器拒绝发送（${answer}）`);
  return new ChannelError('temporary', `邮件服务器暂时不能发送（${answer}）`);
}
