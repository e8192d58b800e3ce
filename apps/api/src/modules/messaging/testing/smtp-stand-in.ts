import { createServer, type AddressInfo, type Socket } from 'node:net';

export interface ReceivedMail {
  from: string;
  to: string[];
  data: string;
}

export interface SmtpStandIn {
  url: (password: string) => string;
  mails: ReceivedMail[];
  close: () => Promise<void>;
}

export const SMTP_USER = 'sender';
export const SMTP_PASSWORD = 'p@ss word';

/** As much of RFC 5321 and AUTH PLAIN as a client needs. Mailboxes `nobody@…` do not exist, `full@…` are full for now. */
export async function smtpStandIn(): Promise<SmtpStandIn> {
  const mails: ReceivedMail[] = [];
  const server = createServer((socket) => serve(socket, mails));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: (password) => `smtp://${SMTP_USER}:${encodeURIComponent(password)}@127.0.0.1:${port}`,
    mails,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function serve(socket: Socket, mails: ReceivedMail[]): void {
  const say = (line: string): void => void socket.write(`${line}\r\n`);
  let waiting = '';
  let known = false;
  let mail: ReceivedMail = { from: '', to: [], data: '' };
  let inData = false;
  socket.setEncoding('utf8');
  socket.on('error', () => undefined);
  say('220 stand-in');
  socket.on('data', (chunk: string) => {
    waiting += chunk;
    for (;;) {
      const end = waiting.indexOf(inData ? '\r\n.\r\n' : '\r\n');
      if (end < 0) return;
      const part = waiting.slice(0, end);
      waiting = waiting.slice(end + (inData ? 5 : 2));
      if (inData) receive(part);
      else answer(part);
    }
  });

  function receive(data: string): void {
    inData = false;
    mails.push({ ...mail, data });
    mail = { from: '', to: [], data: '' };
    say('250 queued');
  }

  function answer(line: string): void {
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === 'EHLO') say('250-stand-in\r\n250-8BITMIME\r\n250 AUTH PLAIN');
    else if (verb === 'AUTH') authenticate(line.slice('AUTH PLAIN '.length));
    else if (verb === 'QUIT') {
      say('221 bye');
      socket.end();
    } else if (!known) say('530 authentication required');
    else if (verb === 'MAIL') {
      mail.from = addressOf(line);
      say('250 ok');
    } else if (verb === 'RCPT') recipient(addressOf(line));
    else if (verb === 'DATA') {
      inData = true;
      say('354 go on');
    } else say('502 not here');
  }

  function authenticate(credentials: string): void {
    known = Buffer.from(credentials, 'base64').toString('utf8') === `\0${SMTP_USER}\0${SMTP_PASSWORD}`;
    say(known ? '235 welcome' : '535 5.7.8 wrong');
  }

  function recipient(address: string): void {
    if (address.startsWith('nobody@')) return say(`550 5.1.1 <${address}> unknown`);
    if (address.startsWith('full@')) return say(`452 4.2.2 <${address}> mailbox full`);
    mail.to.push(address);
    say('250 ok');
  }
}

function addressOf(line: string): string {
  return /<([^>]*)>/.exec(line)?.[1] ?? '';
}
