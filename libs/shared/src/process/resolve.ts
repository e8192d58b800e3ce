import { refuse, GUARDS } from './guards.js';
import { reviewRoleAt } from './policy.js';
import { SIGNING_TABLE, rowOf } from './table.js';
import type { SigningRow } from './row.js';
import { arrivalEffects, slotsAfter, type Target } from './targets.js';
import { slotMarkers, slotsInOrder } from './slots.js';
import { ACTION_LABELS, ACTOR_LABELS, SLOT_ACTION_LABELS, stateLabel, type SigningState, type Slot } from './states.js';
import type { SigningDenial } from './denials.js';
import type {
  AvailableAction,
  Effect,
  SigningAllowed,
  SigningFacts,
  SigningRefused,
  SigningRequest,
  SigningResult,
  SigningSnapshot,
} from './types.js';

const refused = (refusal: { code: SigningDenial; reason: string }): SigningRefused => ({ ok: false, ...refusal });

function wrongState(request: SigningRequest, row: SigningRow): SigningRefused {
  const label = ACTION_LABELS[row.action];
  if (request.snapshot === null) return refused(refuse('WRONG_STATE', `还没有这份协议，不能${label}。请先新建。`));
  const { state, flow, reviewLevel } = request.snapshot;
  const now = stateLabel(state, reviewRoleAt(request.policy, flow, reviewLevel));
  return refused(refuse('WRONG_STATE', `协议现在是「${now}」，不能再办「${label}」。请刷新页面，按最新状态办理。`));
}

/**
 * The one question of every command: may this actor do this now, and what follows? Pure: the caller has locked the
 * row, looked up the facts, and carries out the effects in the same transaction.
 */
export function resolve(request: SigningRequest): SigningResult {
  const row = rowOf(request.action);
  const { actor, policy, snapshot } = request;
  if (!row.actor.includes(actor.kind)) {
    const who = row.actor.map((kind) => ACTOR_LABELS[kind]).join('或');
    return refused(refuse('WRONG_ACTOR', `「${ACTION_LABELS[row.action]}」只能由${who}办理。`));
  }
  if (row.when && !row.when(policy)) return refused(refuse('FLOW_OFF'));
  if (!row.from.includes(snapshot ? snapshot.state : null)) return wrongState(request, row);
  for (const name of row.guards) {
    const refusal = GUARDS[name](request);
    if (refusal) return refused(refusal);
  }
  // Deadlines run out and paper is printed in a closed cohort, too; people decide nothing there any more.
  if (!request.facts.cohortOpen && actor.kind !== 'system' && row.action !== 'print')
    return refused(refuse('COHORT_CLOSED'));
  return outcomeOf(row, request);
}

/** What the row does, its guards taken as passed. */
export function outcomeOf(row: SigningRow, request: SigningRequest): SigningAllowed {
  const { snapshot } = request;
  const target = row.to(request);
  const moved = snapshot === null || target.state !== snapshot.state || target.reviewLevel !== snapshot.reviewLevel;
  const newRevision = row.newRevision?.(request) ?? false;
  const own = row.effects?.(request, target) ?? [];
  const effects: Effect[] = [
    ...(moved && snapshot !== null ? [{ type: 'cancel_timers' } as const] : []),
    ...own,
    ...(moved && row.arrives !== false ? arrivalEffects(request, target) : []),
    { type: 'audit' },
  ];
  return {
    ok: true,
    rowId: row.id,
    to: target.state,
    reviewLevel: target.reviewLevel,
    revision: (snapshot?.revision ?? 1) + (newRevision ? 1 : 0),
    flow: row.flow ?? snapshot?.flow ?? 'student_to_employer',
    deadlineAt: deadlineAfter(effects) ?? (moved ? null : (snapshot?.deadlineAt ?? null)),
    effects,
    ...(clearsSlots(snapshot, target) ? { clearsSlots: true } : {}),
  };
}

function deadlineAfter(effects: Effect[]): Date | null {
  for (const effect of effects) {
    if (effect.type === 'timer' && !effect.name.endsWith('_reminder')) return effect.at;
  }
  return null;
}

const KEEPS_SLOTS: readonly SigningState[] = ['SIGNING', 'FILING', 'SIGNED', 'SUSPENDED', 'VOIDED', 'EXPIRED'];

/** I5: back to where the content can change again, the signatures under the old content count no more. */
function clearsSlots(snapshot: SigningSnapshot | null, target: Target): boolean {
  return (
    snapshot !== null &&
    Object.keys(snapshot.slots).length > 0 &&
    !KEEPS_SLOTS.includes(target.state) &&
    snapshot.state !== 'SUSPENDED'
  );
}

/** What a caller can only know once the form of the action is filled in: not a reason to disable the button. */
const WITH_INPUT: Partial<SigningFacts> = {
  reauthOk: true,
  reasonGiven: true,
  studentFieldsComplete: true,
  reviewFormComplete: true,
  counterpartConsents: true,
  scanMatches: true,
};

/** Refusals that mean "not yours at all" or "not now at all": no button, rather than a disabled one. */
const HIDDEN: readonly SigningDenial[] = [
  'WRONG_STATE',
  'WRONG_ACTOR',
  'FLOW_OFF',
  'SLOT_UNKNOWN',
  'SLOT_NOT_YOURS',
  'SLOT_DONE',
  'CLAW_BACK_NOT_YOURS',
  'PRINT_ROLE',
  'NO_HOLD_GROUNDS',
];

function label(request: SigningRequest): string {
  return request.slot ? SLOT_ACTION_LABELS[request.slot] : ACTION_LABELS[request.action];
}

function slotsOfActor(request: Omit<SigningRequest, 'action'>): Slot[] {
  return slotsInOrder(request.policy).filter((slot) =>
    slotMarkers(request.policy, slot).some((marker) => marker.kind === request.actor.kind),
  );
}

/** Whether the refusal is worth a disabled button for this actor. */
function worthSaying(request: SigningRequest, code: SigningDenial): boolean {
  if (HIDDEN.includes(code)) return false;
  if (code !== 'NOT_YOUR_LEVEL') return true;
  const levels = request.snapshot ? request.policy.review.levels[request.snapshot.flow] : [];
  return levels.some((role) => request.actor.reviewRoles.includes(role));
}

/**
 * Every action that makes sense for this actor, the refused ones with their reason. Commands are not repeated in the
 * browser: the buttons are drawn from this list.
 */
export function availableActions(request: Omit<SigningRequest, 'action' | 'slot'>): AvailableAction[] {
  const facts = { ...request.facts, ...WITH_INPUT };
  const asked: SigningRequest[] = SIGNING_TABLE.flatMap((row): SigningRequest[] => {
    if (row.actor.length === 1 && row.actor[0] === 'system') return [];
    const base = { ...request, facts, action: row.action };
    return row.action === 'slot_done' ? slotsOfActor(base).map((slot) => ({ ...base, slot })) : [base];
  });
  return asked.flatMap((one): AvailableAction[] => {
    const result = resolve(one);
    const head = { action: one.action, ...(one.slot ? { slot: one.slot } : {}), label: label(one) };
    if (result.ok) return [{ ...head, allowed: true }];
    return worthSaying(one, result.code) ? [{ ...head, allowed: false, code: result.code, reason: result.reason }] : [];
  });
}

/** The case after an allowed action: what the caller writes back, and what the tests walk on. */
export function nextSnapshot(request: SigningRequest, result: SigningAllowed): SigningSnapshot {
  const before = request.snapshot;
  return {
    state: result.to,
    reviewLevel: result.reviewLevel,
    flow: result.flow,
    revision: result.revision,
    deadlineAt: result.deadlineAt,
    slots: result.clearsSlots ? {} : request.action === 'slot_done' ? slotsAfter(request) : (before?.slots ?? {}),
    lastReview: lastReviewAfter(request, result),
    initiatorAccountId: before ? before.initiatorAccountId : request.actor.accountId,
    suspendedFrom:
      request.action === 'suspend' && before
        ? { state: before.state, reviewLevel: before.reviewLevel }
        : result.to === 'SUSPENDED'
          ? (before?.suspendedFrom ?? null)
          : null,
  };
}

/** A pass can be taken back until the next one has acted; printing and scans are no acts of the next one. */
function lastReviewAfter(request: SigningRequest, result: SigningAllowed): SigningSnapshot['lastReview'] {
  const { action, snapshot, actor } = request;
  if (action === 'pass' && snapshot && actor.accountId !== null) {
    return { level: snapshot.reviewLevel, accountId: actor.accountId };
  }
  const untouched =
    snapshot?.state === result.to && snapshot.reviewLevel === result.reviewLevel && action !== 'slot_done';
  const held = action === 'suspend' || action === 'release';
  return untouched || held ? (snapshot?.lastReview ?? null) : null;
}
