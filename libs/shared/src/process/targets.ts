import { inviteDeadline, reminderAt } from './dates.js';
import type { SchoolPolicy } from './policy.js';
import { allSlotsDone, openSlots } from './slots.js';
import type { SigningFlow, SigningState, Slot } from './states.js';
import type { Effect, SigningRequest, SigningSnapshot, TimerName } from './types.js';
import type { NoticeEvent, NoticeTo } from './notices.js';

/** Where a row leads: the state and the level in it. */
export interface Target {
  state: SigningState;
  reviewLevel: number;
}

export const at = (state: SigningState, reviewLevel = 0): Target => ({ state, reviewLevel });

/** The first review level, or what follows when the school reviews nothing. */
export function enterReview(policy: SchoolPolicy, flow: SigningFlow, level = 1): Target {
  return level <= policy.review.levels[flow].length ? at('REVIEW', level) : afterReview(policy);
}

function afterReview(policy: SchoolPolicy): Target {
  return policy.sign.slots.length > 0 ? at('SIGNING') : afterSlots(policy);
}

export function afterSlots(policy: SchoolPolicy): Target {
  return at(policy.sign.filing ? 'FILING' : 'SIGNED');
}

export const notify = (to: NoticeTo, event: NoticeEvent): Effect => ({ type: 'notify', to, event });

function timers(now: Date, days: number, main: TimerName, reminder: TimerName | null, daysBefore: number[]): Effect[] {
  const deadline = inviteDeadline(now, days);
  const effects: Effect[] = [{ type: 'timer', name: main, at: deadline }];
  if (reminder === null) return effects;
  for (const before of daysBefore) {
    const remindAt = reminderAt(deadline, before);
    if (remindAt > now) effects.push({ type: 'timer', name: reminder, at: remindAt });
  }
  return effects;
}

/** The timers that run in a state, from now on. */
export function timersOf(state: SigningState, policy: SchoolPolicy, now: Date): Effect[] {
  switch (state) {
    case 'INVITED':
      return timers(
        now,
        policy.invite.ttl_days,
        'invite_expiry',
        'invite_reminder',
        policy.invite.reminder_days_before,
      );
    case 'EMP_PENDING':
      return timers(now, policy.employer_answer.ttl_days, 'emp_pending', null, []);
    case 'RECONFIRM':
      return timers(
        now,
        policy.reconfirm.ttl_days,
        'reconfirm',
        'reconfirm_reminder',
        policy.reconfirm.reminder_days_before,
      );
    case 'SIGNING':
      return timers(now, policy.sign.ttl_days, 'sign_deadline', 'sign_reminder', policy.sign.reminder_days_before);
    default:
      return [];
  }
}

const SLOT_TURN: Record<Slot, NoticeTo> = {
  student: 'student',
  employer: 'employer',
  superior: 'employer',
  college: 'college',
  school: 'center',
};

/** Tells those whose turn has come: a slot whose turn it already was is not announced again. */
export function turnNotices(
  policy: SchoolPolicy,
  before: SigningSnapshot['slots'] | null,
  after: SigningSnapshot['slots'],
): Effect[] {
  const known = new Set(before ? openSlots(policy, before) : []);
  return openSlots(policy, after)
    .filter((slot) => !known.has(slot))
    .map((slot) => notify(SLOT_TURN[slot], slot === 'student' ? 'sign_ready' : 'slot_turn'));
}

function signedEffects(policy: SchoolPolicy): Effect[] {
  const { effective_at: effectiveAt, slots } = policy.sign;
  const now = effectiveAt === 'all_slots' || (effectiveAt === 'last_review' && slots.length === 0);
  return [
    ...(now ? [{ type: 'mark_effective' } as const] : []),
    { type: 'register_destination' },
    { type: 'render_pdf' },
    notify('student', 'signed'),
    notify('employer', 'signed'),
    notify('acted', 'signed'),
  ];
}

/** From here on the content of the revision is fixed (I5). */
const isFixed = (state: SigningState): boolean => state === 'SIGNING' || state === 'FILING' || state === 'SIGNED';

/**
 * What always happens when a case arrives at a target, whichever row led there: timers, numbers, hash, and a word to
 * whoever has to act next.
 */
export function arrivalEffects(request: SigningRequest, target: Target): Effect[] {
  const { policy, snapshot, now } = request;
  const effects: Effect[] = [...timersOf(target.state, policy, now)];
  if (isFixed(target.state) && !(snapshot && isFixed(snapshot.state))) {
    effects.push({ type: 'issue_number' }, { type: 'fix_hash' });
    if (policy.sign.effective_at === 'last_review' && policy.sign.slots.length > 0)
      effects.push({ type: 'mark_effective' });
  }
  switch (target.state) {
    case 'REVIEW':
      return [...effects, notify('reviewer', 'review_waiting')];
    case 'SIGNING':
      return [...effects, notify('employer', 'signing_started'), ...turnNotices(policy, null, {})];
    case 'FILING':
      return [...effects, notify('college', 'filing_waiting')];
    case 'SIGNED':
      return [...effects, ...signedEffects(policy)];
    default:
      return effects;
  }
}

/** The slots of the case after this one is done. */
export function slotsAfter(request: SigningRequest): SigningSnapshot['slots'] {
  const done = request.snapshot?.slots ?? {};
  return request.slot ? { ...done, [request.slot]: { doneAt: request.now } } : done;
}

export function afterSlot(request: SigningRequest): Target {
  return allSlotsDone(request.policy, slotsAfter(request)) ? afterSlots(request.policy) : at('SIGNING');
}
