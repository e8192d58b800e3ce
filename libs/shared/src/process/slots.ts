import type { SigningDenial } from './denials.js';
import type { SchoolPolicy } from './policy.js';
import { SLOT_LABELS, SLOTS, type ActorKind, type ReviewRole, type Slot } from './states.js';
import type { SigningSnapshot } from './types.js';

export interface SlotMarker {
  kind: ActorKind;
  /** null: no review role is asked for. */
  roles: readonly ReviewRole[] | null;
}

/**
 * Who fills a slot. The student's slot is the student's alone, in every school (I6). Seals on paper are recorded by
 * staff who have the paper in hand; in electronic signing the employer signs for itself.
 */
export function slotMarkers(policy: SchoolPolicy, slot: Slot): SlotMarker[] {
  if (slot === 'student') return [{ kind: 'student', roles: null }];
  if (slot === 'school') return [{ kind: 'staff', roles: ['center'] }];
  const staff: SlotMarker = { kind: 'staff', roles: ['college', 'center'] };
  if (slot !== 'employer') return [staff];
  if (policy.sign.mode === 'ca_esign') return [{ kind: 'employer', roles: null }];
  return policy.sign.mode === 'mixed' ? [{ kind: 'employer', roles: null }, staff] : [staff];
}

/** All slots that must come before this one, also through slots that the school does not use. */
export function predecessorsOf(policy: SchoolPolicy, slot: Slot): Slot[] {
  const before = new Set<Slot>();
  const open: Slot[] = [slot];
  for (let current = open.pop(); current !== undefined; current = open.pop()) {
    for (const [first, then] of policy.sign.order) {
      if (then === current && !before.has(first)) {
        before.add(first);
        open.push(first);
      }
    }
  }
  return SLOTS.filter((candidate) => before.has(candidate) && policy.sign.slots.includes(candidate));
}

export function missingPredecessors(policy: SchoolPolicy, slot: Slot, done: SigningSnapshot['slots']): Slot[] {
  return predecessorsOf(policy, slot).filter((before) => !done[before]);
}

/** The slots whose turn it is: not done, everything before them done. */
export function openSlots(policy: SchoolPolicy, done: SigningSnapshot['slots']): Slot[] {
  return slotsInOrder(policy).filter((slot) => !done[slot] && missingPredecessors(policy, slot, done).length === 0);
}

export function allSlotsDone(policy: SchoolPolicy, done: SigningSnapshot['slots']): boolean {
  return policy.sign.slots.every((slot) => done[slot] !== undefined);
}

/** The school's slots in an order that respects the policy: what a progress bar shows from left to right. */
export function slotsInOrder(policy: SchoolPolicy): Slot[] {
  const left = [...policy.sign.slots];
  const sorted: Slot[] = [];
  while (left.length > 0) {
    const next = left.findIndex((slot) => predecessorsOf(policy, slot).every((before) => sorted.includes(before)));
    // A cycle has no first slot; validatePolicy reports it, and here the rest keeps its written order.
    sorted.push(...left.splice(Math.max(next, 0), 1));
  }
  return sorted;
}

export type PrintGate =
  { open: true } | { open: false; code: Extract<SigningDenial, 'PRINT_NOT_OPEN' | 'PRINT_REQUIRES'>; reason: string };

const PRINTABLE_FROM: Record<SchoolPolicy['print']['open_after'], readonly SigningSnapshot['state'][]> = {
  accept: ['REVIEW', 'SIGNING', 'FILING', 'SIGNED', 'VOIDED'],
  review: ['SIGNING', 'FILING', 'SIGNED', 'VOIDED'],
  all_slots: ['FILING', 'SIGNED', 'VOIDED'],
};

const OPENS_WHEN: Record<SchoolPolicy['print']['open_after'], string> = {
  accept: '学生应约后才能打印。',
  review: '审核通过后才能打印。',
  all_slots: '签章齐全后才能打印。',
};

/** Whether this school's agreements may be printed at this point, for anybody. */
export function printGate(policy: SchoolPolicy, snapshot: Pick<SigningSnapshot, 'state' | 'slots'>): PrintGate {
  const { open_after: openAfter, requires } = policy.print;
  if (!PRINTABLE_FROM[openAfter].includes(snapshot.state)) {
    return { open: false, code: 'PRINT_NOT_OPEN', reason: OPENS_WHEN[openAfter] };
  }
  const missing = requires.filter((slot) => policy.sign.slots.includes(slot) && !snapshot.slots[slot]);
  if (missing.length === 0 || snapshot.state === 'VOIDED') return { open: true };
  const names = missing.map((slot) => SLOT_LABELS[slot]).join('、');
  return { open: false, code: 'PRINT_REQUIRES', reason: `${names}完成后才能打印。` };
}
