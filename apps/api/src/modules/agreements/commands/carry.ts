import type { NoticeEvent, SigningAction, SigningAllowed, TimerName } from '@qiancheng/shared';
import type { Recipients } from '../../notifications/index.js';
import type { Patch, Reason, Scene, SlotRecord } from './verb.js';

/** What one act is going to write, collected before anything is written. */
export interface Carry {
  action: SigningAction;
  scene: Scene<unknown>;
  result: SigningAllowed;
  patch: Patch;
  reason: Reason | null;
  note: string | null;
  data: Record<string, unknown>;
  slot: SlotRecord | null;
  timers: { name: TimerName; at: Date }[];
  notices: { to: Recipients; event: NoticeEvent }[];
  needsNumber: boolean;
  fixesHash: boolean;
  expiresOthers: boolean;
  storesPrefill: boolean;
  rendersPdf: boolean;
  audited: boolean;
  /** No line in the history. */
  silent: boolean;
}

export function newCarry(action: SigningAction, scene: Scene<unknown>, result: SigningAllowed): Carry {
  return {
    action,
    scene,
    result,
    patch: {},
    reason: null,
    note: null,
    data: {},
    slot: null,
    timers: [],
    notices: [],
    needsNumber: false,
    fixesHash: false,
    expiresOthers: false,
    storesPrefill: false,
    rendersPdf: false,
    audited: false,
    silent: false,
  };
}
