import fc from 'fast-check';
import { HR, staff, STUDENT, SYSTEM } from '../testing/cases.js';
import { DEFAULT_POLICY, makePolicy, type SchoolPolicy } from './policy.js';
import { nextSnapshot, resolve } from './resolve.js';
import { predecessorsOf } from './slots.js';
import { CLOSED_STATES, SIGNING_ACTIONS, SIGNING_STATES, SLOTS, type SigningAction, type Slot } from './states.js';
import { GOOD_FACTS, type SigningAllowed, type SigningRequest, type SigningSnapshot } from './types.js';
import { POLICY_VARIANTS } from './variants.js';

const POLICIES: SchoolPolicy[] = [
  DEFAULT_POLICY,
  ...Object.values(POLICY_VARIANTS),
  makePolicy({ review: { fail_to: 'closed' }, sign: { on_timeout: 'expire' } }),
];
const ACTORS = [
  HR,
  STUDENT,
  SYSTEM,
  staff('counsellor'),
  staff('college'),
  staff('center'),
  staff('college', 'center'),
];

const aStep = fc.record({
  action: fc.constantFrom<SigningAction>(...SIGNING_ACTIONS),
  actor: fc.constantFrom(...ACTORS),
  slot: fc.constantFrom<Slot>(...SLOTS),
  days: fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 0, max: 3 }) }, { weight: 1, arbitrary: fc.constant(40) }),
  holdGrounds: fc.boolean(),
  good: fc.integer({ min: 0, max: 9 }).map((n) => n > 0),
});

const ENDS: readonly SigningAction[] = ['void', 'discard'];
const DETOURS: readonly SigningAction[] = [
  ...ENDS,
  'suspend',
  'save_draft',
  'print',
  'upload_scan',
  'withdraw',
  'decline',
  'recall',
  'return',
  'refuse',
  'take_back',
  'dispute',
  'fail',
  'claw_back',
  'amend',
];

/** Random steps meet few allowed ones by themselves: most of the time the walker takes one that leads on. */
function pick(request: SigningRequest, seed: number, skip: readonly SigningAction[]): SigningRequest {
  const allowed = SIGNING_ACTIONS.filter((action) => !skip.includes(action))
    .flatMap((action) => ACTORS.flatMap((actor) => SLOTS.map((slot) => ({ ...request, action, actor, slot }))))
    .filter((option) => resolve(option).ok);
  return allowed.length > 0 ? (allowed[seed % allowed.length] as SigningRequest) : request;
}

function checkInvariants(request: SigningRequest, result: SigningAllowed, after: SigningSnapshot): void {
  const { policy, snapshot: before, actor, action } = request;
  expect(SIGNING_STATES).toContain(after.state);
  expect(before === null || !CLOSED_STATES.includes(before.state) || action === 'print').toBe(true);
  // A case counts as signed only with every slot of the school.
  if (after.state === 'SIGNED' || after.state === 'FILING') {
    expect(policy.sign.slots.filter((slot) => !after.slots[slot])).toEqual([]);
  }
  for (const slot of SLOTS) {
    if (after.slots[slot]) {
      expect(policy.sign.slots).toContain(slot);
      expect(predecessorsOf(policy, slot).filter((first) => !after.slots[first])).toEqual([]);
    }
  }
  expect(after.reviewLevel > 0).toBe(after.state === 'REVIEW');
  if (after.state === 'REVIEW')
    expect(policy.review.levels[after.flow].length).toBeGreaterThanOrEqual(after.reviewLevel);
  // I6: nobody acts for the student, and nobody reviews what they began.
  if (action === 'slot_done' && request.slot === 'student') expect(actor.kind).toBe('student');
  if (['accept', 'confirm', 'submit_to_emp', 'submit_with_proof'].includes(action)) expect(actor.kind).toBe('student');
  if (action === 'pass' || action === 'fail') expect(actor.accountId).not.toBe(before?.initiatorAccountId);
  // I5: what was fixed is never fixed again under the same revision, and signatures do not outlive their revision.
  expect(after.revision).toBeGreaterThanOrEqual(before?.revision ?? 1);
  if (before && after.revision > before.revision) expect(after.slots).toEqual({});
  // A running term always has its timer, and a state without one has no deadline.
  const timed = ['INVITED', 'EMP_PENDING', 'RECONFIRM', 'SIGNING'].includes(after.state);
  expect(after.deadlineAt !== null).toBe(timed);
  // I4
  expect(result.effects.filter((effect) => effect.type === 'audit')).toHaveLength(1);
}

test('no sequence of actions breaks an invariant', () => {
  const reached = new Set<string>();
  fc.assert(
    fc.property(
      fc.constantFrom(...POLICIES),
      fc.array(fc.tuple(aStep, fc.nat(), fc.integer({ min: 0, max: 7 })), { minLength: 5, maxLength: 40 }),
      (policy, steps) => {
        let snapshot: SigningSnapshot | null = null;
        let now = new Date('2027-03-01T01:00:00Z');
        const fixed = new Set<number>();
        for (const [step, seed, dice] of steps) {
          now = new Date(now.getTime() + step.days * 86_400_000);
          const facts = { ...GOOD_FACTS, holdGrounds: step.holdGrounds, reasonGiven: step.good, reauthOk: step.good };
          const random: SigningRequest = {
            action: step.action,
            actor: step.actor,
            slot: step.slot,
            snapshot,
            policy,
            facts,
            now,
          };
          const request = dice === 0 ? random : pick(random, seed, dice === 1 ? ENDS : DETOURS);
          const result = resolve(request);
          if (!result.ok) continue;
          const after: SigningSnapshot = nextSnapshot(request, result);
          checkInvariants(request, result, after);
          if (result.effects.some((effect) => effect.type === 'fix_hash')) {
            // A review that fails after taking back gives up the revision; taking back itself has raised it.
            expect(fixed.has(after.revision)).toBe(false);
            fixed.add(after.revision);
          }
          reached.add(after.state);
          snapshot = after;
        }
      },
    ),
    { numRuns: 400, seed: 20270412 },
  );
  expect([...reached]).toEqual(
    expect.arrayContaining(['SIGNED', 'FILING', 'RECONFIRM', 'SUSPENDED', 'EXPIRED', 'DECLINED']),
  );
});
