import type { PlainAct } from '../people/account.js';

const NAMES = {
  disable: 'disable',
  enable: 'enable',
  unlock: 'unlock',
  end_sessions: 'endSessions',
  clear_factors: 'clearFactors',
} as const satisfies Record<PlainAct, string>;

/** An act as the operators' addresses name it. */
export const actName = (act: PlainAct): (typeof NAMES)[PlainAct] => NAMES[act];
