import { SMTP_PASSWORD, smtpStandIn, type SmtpStandIn } from '../testing/smtp-stand-in.js';
import { SmtpMail } from './smtp-mail.js';

const mail = {
  key: '0197f3a2-0000-7000-8000-000000000001',
  to: 'hr@example.com',
  subject: '验证码：登录',
  text: '验证码是 482913',
  html: '<p>验证码是 <b>482913</b></p>',
};

describe('mail by SMTP', () => {
  let server: SmtpStandIn;
  beforeAll(async () => {
    server = await smtpStandIn();
  });
  afterAll(() => server.close());

  const sender = (password = SMTP_PASSWORD): SmtpMail =>
    new SmtpMail({ url: server.url(password), from: '签程 <no-reply@sign.example.edu.cn>' });

  it('hands over sender, receiver and both forms, under an id that a second attempt repeats', async () => {
    const id = await sender().send(mail);
    expect(id).toBe(`<${mail.key}@sign.example.edu.cn>`);
    expect(await sender().send(mail)).toBe(id);
    const [first] = server.mails;
    expect(first).toMatchObject({ from: 'no-reply@sign.example.edu.cn', to: ['hr@example.com'] });
    expect(first?.data).toContain(`Message-ID: ${id}`);
    expect(first?.data).toMatch(/^Subject: =\?UTF-8\?/m);
    expect(first?.data).toContain('text/plain');
    expect(first?.data).toContain('text/html');
  });

  it.each([
    ['a mailbox that does not exist', 'nobody@example.com', 'recipient', '550'],
    ['a mailbox that is full', 'full@example.com', 'temporary', '452'],
  ])('tells %s apart, without repeating the address', async (_what, to, kind, code) => {
    const fault: unknown = await sender()
      .send({ ...mail, to })
      .catch((error: unknown) => error);
    expect(fault).toMatchObject({ kind });
    expect((fault as Error).message).toContain(code);
    expect((fault as Error).message).not.toContain('@');
  });

  it('a wrong password is a refusal, a server that is away is not', async () => {
    await expect(sender('wrong').send(mail)).rejects.toMatchObject({ kind: 'refused' });
    const nobody = new SmtpMail({ url: 'smtp://127.0.0.1:1', from: 'a@example.com' });
    await expect(nobody.send(mail)).rejects.toMatchObject({ kind: 'temporary' });
  });

  it('what stands in a subject or an address cannot become a header or another receiver', async () => {
    const before = server.mails.length;
    await sender()
      .send({ ...mail, subject: '标题\r\nBcc: evil@example.com', to: 'hr@example.com, evil@example.com' })
      .catch(() => undefined);
    const later = server.mails.slice(before);
    expect(later.flatMap(({ to }) => to)).not.toContain('evil@example.com');
    expect(later.map(({ data }) => data).join('')).not.toMatch(/^Bcc:/im);
  });
});
