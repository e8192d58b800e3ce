import type { IconName } from '@qiancheng/web-ui';

/** How a piece of news looks: its icon, and whether it is good, bad, or just so. */
export interface Look {
  icon: IconName;
  tone: 'ok' | 'no' | '';
}

const LOOKS: Record<string, Look> = {
  invite_accepted: { icon: 'check-c', tone: 'ok' },
  review_passed: { icon: 'check-c', tone: 'ok' },
  signing_started: { icon: 'check-c', tone: 'ok' },
  signed: { icon: 'check-c', tone: 'ok' },
  invite_declined: { icon: 'x-c', tone: 'no' },
  review_failed: { icon: 'x-c', tone: 'no' },
  voided: { icon: 'x-c', tone: 'no' },
  slot_recorded: { icon: 'pen', tone: '' },
  slot_turn: { icon: 'seal', tone: '' },
  invite_due: { icon: 'clock', tone: '' },
  invite_expired: { icon: 'clock', tone: '' },
  sign_due: { icon: 'clock', tone: '' },
  sign_overdue: { icon: 'clock', tone: '' },
  review_clawed_back: { icon: 'undo', tone: '' },
};

export const lookOf = (event: string): Look => LOOKS[event] ?? { icon: 'bell', tone: '' };
