import type { Verb } from './verb.js';

/** The system's acts have seen no version: the process table compares the deadline instead. */
export type TimerInput = { version?: number };

/** T06. */
export const expire: Verb<TimerInput> = { action: 'expire' };

/** T24. */
export const signTimeout: Verb<TimerInput> = { action: 'sign_timeout' };

/** T17. */
export const reconfirmTimeout: Verb<TimerInput> = { action: 'reconfirm_timeout' };
