import type { Behind } from './channel.js';

export interface Sms {
  /** The same for every attempt; comes back in the provider's receipts. */
  key: string;
  phone: string;
  /** Name of our message; the provider keeps its text under a code of its own. */
  template: string;
  values: Record<string, string>;
}

export abstract class SmsPort {
  abstract readonly behind: Behind;
  /** Whether the provider has a text for this message. */
  abstract knows(template: string): boolean;
  /** Answers the provider's id. @throws ChannelError */
  abstract send(sms: Sms): Promise<string | null>;
}
