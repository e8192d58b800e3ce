import { DEFAULT_POLICY, type SchoolPolicy } from '../process/policy.js';
import { nextSnapshot, resolve } from '../process/resolve.js';
import type { ReviewRole, SigningAction, SigningState, Slot } from '../process/states.js';
import {
  GOOD_FACTS,
  type ProcessActor,
  type SigningAllowed,
  type SigningFacts,
  type SigningRequest,
  type SigningSnapshot,
} from '../process/types.js';

/** Actors and cases for the tests of the process; not exported from the library. */

export const NOW = new Date('2027-04-12T06:36:00Z');

export const HR: ProcessActor = { kind: 'employer', accountId: 'hr', reviewRoles: [] };
export const STUDENT: ProcessActor = { kind: 'student', accountId: 'student', reviewRoles: [] };
export const SYSTEM: ProcessActor = { kind: 'system', accountId: null, reviewRoles: [] };
export const staff = (...reviewRoles: ReviewRole[]): ProcessActor => ({
  kind: 'staff',
  accountId: `staff:${reviewRoles.join('+')}`,
  reviewRoles,
});

export function aCase(state: SigningState, over: Partial<SigningSnapshot> = {}): SigningSnapshot {
  return {
    state,
    reviewLevel: state === 'REVIEW' ? 1 : 0,
    flow: 'employer_invite',
    revision: 1,
    deadlineAt: null,
    slots: {},
    lastReview: null,
    initiatorAccountId: 'hr',
    suspendedFrom: null,
    ...over,
  };
}

export const done = (...slots: Slot[]): SigningSnapshot['slots'] =>
  Object.fromEntries(slots.map((slot) => [slot, { doneAt: NOW }]));

export interface Step {
  action: SigningAction;
  actor: ProcessActor;
  slot?: Slot;
  facts?: Partial<SigningFacts>;
  now?: Date;
}

/** Plays steps one after another; a refused step fails the test with its sentence. */
export function play(
  policy: SchoolPolicy,
  steps: Step[],
  from: SigningSnapshot | null = null,
): { snapshot: SigningSnapshot; results: SigningAllowed[] } {
  let snapshot = from;
  const results: SigningAllowed[] = [];
  for (const step of steps) {
    const request = {
      action: step.action,
      snapshot,
      actor: step.actor,
      policy,
      facts: { ...GOOD_FACTS, ...step.facts },
      now: step.now ?? NOW,
      ...(step.slot ? { slot: step.slot } : {}),
    };
    const result = resolve(request);
    if (!result.ok)
      throw new Error(
        `${step.action}${step.slot ? ` ${step.slot}` : ''} from ${snapshot?.state ?? 'nothing'}: ${result.code} ${result.reason}`,
      );
    results.push(result);
    snapshot = nextSnapshot(request, result);
  }
  if (!snapshot) throw new Error('no step was played');
  return { snapshot, results };
}

export const step = (action: Step['action'], actor: Step['actor'], more: Partial<Step> = {}): Step => ({
  action,
  actor,
  ...more,
});
export const slot = (name: NonNullable<Step['slot']>, actor: Step['actor']): Step => ({
  action: 'slot_done',
  actor,
  slot: name,
});
export const INVITE = [step('emp_draft', HR), step('save_draft', HR), step('send', HR)];

/** Where the action leads, or the code with which it is refused. */
export function refusal(
  request: Partial<SigningRequest> & Pick<SigningRequest, 'action' | 'snapshot' | 'actor'>,
): string {
  const result = resolve({ policy: DEFAULT_POLICY, facts: GOOD_FACTS, now: NOW, ...request });
  return result.ok ? result.to : result.code;
}

/** A Chinese sentence: says something, and ends. */
export const SENTENCE = /^[\u4e00-\u9fff「].{3,}。$/su;
