import type { Behind } from './channel.js';

export interface Mail {
  /** The same for every attempt: receivers drop a second mail of the same Message-ID. */
  key: string;
  to: string;
  subject: string;
  text: string;
  html: string;
}

export abstract class MailPort {
  abstract readonly behind: Behind;
  /** Answers the server's id. @throws ChannelError */
  abstract send(mail: Mail): Promise<string | null>;
}
