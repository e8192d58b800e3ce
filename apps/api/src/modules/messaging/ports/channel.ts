export const CHANNELS = ['mail', 'sms', 'wechat'] as const;
export type Channel = (typeof CHANNELS)[number];

/** Who stands behind a port: a real provider, the outbox of the demo, or nobody. */
export type Behind = 'provider' | 'outbox' | 'nobody';

/**
 * - `recipient`: this person cannot be reached there. Final; nobody needs to do anything.
 * - `refused`: the provider refuses us (key, template, balance). Final until somebody has seen to it.
 * - `temporary`: worth another attempt.
 */
export type FailureKind = 'recipient' | 'refused' | 'temporary';

/** Why a message did not go out, in words of ours: what providers say may repeat the address or the text. */
export class ChannelError extends Error {
  constructor(
    readonly kind: FailureKind,
    message: string,
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'ChannelError';
  }
}
