import { aCase, done, HR, NOW, SENTENCE, staff, STUDENT, SYSTEM } from '../testing/cases.js';
import { DEFAULT_POLICY, makePolicy, type SchoolPolicy } from './policy.js';
import { nextSnapshot, resolve } from './resolve.js';
import type { SigningRow } from './row.js';
import { SIGNING_STATES, type ActorKind, type SigningState, type Slot } from './states.js';
import { SIGNING_TABLE } from './table.js';
import {
  GOOD_FACTS,
  type ProcessActor,
  type SigningFacts,
  type SigningRequest,
  type SigningSnapshot,
} from './types.js';
import { POLICY_VARIANTS } from './variants.js';

/** For every row one situation in which it is allowed; everything else is derived from it. */
interface Situation {
  snapshot: SigningSnapshot | null;
  actor: ProcessActor;
  to: SigningState;
  policy?: SchoolPolicy;
  slot?: Slot;
  facts?: Partial<SigningFacts>;
  /** The action leaves the case where it is, so that a second call is allowed (or refused by its own guard). */
  repeatable?: true;
}

const PAST = new Date(NOW.getTime() - 1000);
const V3 = POLICY_VARIANTS.V3;
const lastReview = (accountId: string, level: number) => ({ lastReview: { level, accountId } });
const college = staff('college');
const center = staff('center');

const SITUATIONS: Record<string, Situation> = {
  T01: { snapshot: null, actor: HR, to: 'DRAFT_EMP' },
  T02: { snapshot: null, actor: STUDENT, to: 'DRAFT_STU' },
  D01: { snapshot: aCase('DRAFT_EMP'), actor: HR, to: 'DRAFT_EMP', repeatable: true },
  D02: { snapshot: aCase('DRAFT_EMP'), actor: HR, to: 'WITHDRAWN' },
  T03: { snapshot: aCase('DRAFT_EMP'), actor: HR, to: 'INVITED' },
  T04: { snapshot: aCase('INVITED'), actor: HR, to: 'DRAFT_EMP' },
  T05: { snapshot: aCase('INVITED'), actor: STUDENT, to: 'DECLINED' },
  T06: { snapshot: aCase('INVITED', { deadlineAt: PAST }), actor: SYSTEM, to: 'EXPIRED' },
  T07: { snapshot: aCase('INVITED'), actor: STUDENT, to: 'REVIEW' },
  T08: { snapshot: aCase('DRAFT_STU', { flow: 'student_to_employer' }), actor: STUDENT, to: 'EMP_PENDING' },
  T09: { snapshot: aCase('DRAFT_STU', { flow: 'student_with_proof' }), actor: STUDENT, to: 'REVIEW' },
  T10: { snapshot: aCase('EMP_PENDING', { flow: 'student_to_employer' }), actor: STUDENT, to: 'DRAFT_STU' },
  T11: { snapshot: aCase('EMP_PENDING', { flow: 'student_to_employer' }), actor: HR, to: 'DRAFT_STU' },
  T12: { snapshot: aCase('EMP_PENDING', { flow: 'student_to_employer' }), actor: HR, to: 'DECLINED' },
  T13: { snapshot: aCase('EMP_PENDING', { flow: 'student_to_employer' }), actor: HR, to: 'RECONFIRM', policy: V3 },
  T14: { snapshot: aCase('RECONFIRM', { flow: 'student_to_employer' }), actor: HR, to: 'EMP_PENDING', policy: V3 },
  T15: { snapshot: aCase('RECONFIRM', { flow: 'student_to_employer' }), actor: STUDENT, to: 'REVIEW', policy: V3 },
  T16: { snapshot: aCase('RECONFIRM', { flow: 'student_to_employer' }), actor: STUDENT, to: 'EMP_PENDING', policy: V3 },
  T17: {
    snapshot: aCase('RECONFIRM', { flow: 'student_to_employer', deadlineAt: PAST }),
    actor: SYSTEM,
    to: 'REVIEW',
    policy: V3,
  },
  T18: { snapshot: aCase('REVIEW'), actor: college, to: 'REVIEW' },
  T19: { snapshot: aCase('REVIEW'), actor: college, to: 'DRAFT_EMP' },
  T20: {
    snapshot: aCase('REVIEW', { reviewLevel: 2, ...lastReview('staff:college', 1) }),
    actor: college,
    to: 'REVIEW',
  },
  T21: { snapshot: aCase('SIGNING'), actor: STUDENT, slot: 'student', to: 'SIGNING' },
  T22: { snapshot: aCase('SIGNING', { slots: done('student') }), actor: STUDENT, to: 'SIGNING', repeatable: true },
  T23: { snapshot: aCase('SIGNING'), actor: college, to: 'SIGNING', repeatable: true },
  T24: { snapshot: aCase('SIGNING', { deadlineAt: PAST }), actor: SYSTEM, to: 'SIGNING' },
  T25: { snapshot: aCase('FILING', { flow: 'student_to_employer' }), actor: college, to: 'SIGNED', policy: V3 },
  T26: { snapshot: aCase('SIGNING'), actor: center, to: 'VOIDED' },
  T27: { snapshot: aCase('SIGNED'), actor: HR, to: 'REVIEW' },
  T33a: { snapshot: aCase('REVIEW'), actor: center, to: 'SUSPENDED' },
  T33b: {
    snapshot: aCase('SUSPENDED', { suspendedFrom: { state: 'REVIEW', reviewLevel: 2 } }),
    actor: center,
    to: 'REVIEW',
    facts: { holdGrounds: false },
  },
};

const ALL_ACTORS: ProcessActor[] = [HR, STUDENT, SYSTEM, staff('counsellor', 'college', 'center')];

function requestOf(row: SigningRow, over: Partial<SigningRequest> = {}): SigningRequest {
  const situation = SITUATIONS[row.id] as Situation;
  return {
    action: row.action,
    snapshot: situation.snapshot,
    actor: situation.actor,
    policy: situation.policy ?? DEFAULT_POLICY,
    facts: { ...GOOD_FACTS, ...situation.facts },
    now: NOW,
    ...(situation.slot ? { slot: situation.slot } : {}),
    ...over,
  };
}

test('every row has its situation, and no situation is without a row', () => {
  expect(Object.keys(SITUATIONS).sort()).toEqual(SIGNING_TABLE.map((row) => row.id).sort());
});

describe.each(SIGNING_TABLE.map((row) => [row.id, row.action, row] as const))('%s %s', (id, _action, row) => {
  const situation = SITUATIONS[id] as Situation;

  test('is allowed once, to the state of the table', () => {
    const result = resolve(requestOf(row));
    expect(result).toMatchObject({ ok: true, rowId: id, to: situation.to });
  });

  test('is audited, and old timers end where the case moves', () => {
    const request = requestOf(row);
    const result = resolve(request);
    if (!result.ok) throw new Error(result.reason);
    expect(result.effects.at(-1)).toEqual({ type: 'audit' });
    const moved =
      request.snapshot !== null &&
      (request.snapshot.state !== result.to || request.snapshot.reviewLevel !== result.reviewLevel);
    expect(result.effects.some((effect) => effect.type === 'cancel_timers')).toBe(moved);
  });

  test.each(ALL_ACTORS.filter((actor) => !row.actor.includes(actor.kind)).map((actor) => [actor.kind, actor] as const))(
    'is refused for %s, in words',
    (_kind, actor) => {
      const result = resolve(requestOf(row, { actor }));
      expect(result).toMatchObject({ ok: false, code: 'WRONG_ACTOR' });
      expect(result.ok || result.reason).toMatch(SENTENCE);
    },
  );

  test.each(
    [null, ...SIGNING_STATES]
      .filter((state) => !row.from.includes(state))
      .map((state) => [state ?? 'nothing', state] as const),
  )('is refused from %s, in words', (_name, state) => {
    const request = requestOf(row);
    const snapshot = state === null ? null : { ...(request.snapshot ?? aCase(state)), state };
    const result = resolve({ ...request, snapshot });
    expect(result).toMatchObject({ ok: false, code: 'WRONG_STATE' });
    expect(result.ok || result.reason).toMatch(SENTENCE);
  });

  test(situation.repeatable ? 'may be repeated' : 'is refused the second time, in words', () => {
    const request = requestOf(row);
    const first = resolve(request);
    if (!first.ok) throw new Error(first.reason);
    const second = resolve({ ...request, snapshot: nextSnapshot(request, first) });
    expect(second.ok).toBe(situation.repeatable === true);
    if (!second.ok) expect(second.reason).toMatch(SENTENCE);
  });

  test('does not change what it was given', () => {
    const request = requestOf(row);
    const before = JSON.stringify(request);
    resolve(request);
    expect(JSON.stringify(request)).toBe(before);
  });
});

describe('a switched-off flow', () => {
  const off = makePolicy({ flows: { employer_invite: false, student_to_employer: false, student_with_proof: false } });
  test.each(SIGNING_TABLE.filter((row) => row.when && row.action !== 'file').map((row) => [row.id, row] as const))(
    'refuses %s',
    (_id, row) => {
      const result = resolve(requestOf(row, { policy: off }));
      expect(result).toMatchObject({ ok: false, code: 'FLOW_OFF' });
      expect(result.ok || result.reason).toMatch(SENTENCE);
    },
  );
});

/** Every guard that a fact decides: the fact that refuses, and the code that it gives. */
const REFUSALS: [string, Partial<SigningFacts>, string][] = [
  ['T01', { employerVerified: false }, 'EMPLOYER_NOT_VERIFIED'],
  ['T01', { studentVisible: false }, 'STUDENT_NOT_VISIBLE'],
  ['T02', { eligible: { ok: false } }, 'NOT_ELIGIBLE'],
  ['T02', { activeCaseElsewhere: true }, 'ACTIVE_CASE'],
  ['T03', { employerVerified: false }, 'EMPLOYER_NOT_VERIFIED'],
  ['T03', { eligible: { ok: false, reason: '定向培养的学生只能和定向单位签约。' } }, 'NOT_ELIGIBLE'],
  ['T03', { activeCaseElsewhere: true }, 'ACTIVE_CASE'],
  ['T03', { sameEmployerOpenInvite: true }, 'INVITE_DUPLICATE'],
  ['T03', { openInvites: 5 }, 'INVITE_LIMIT'],
  ['T03', { formComplete: false }, 'FORM_INCOMPLETE'],
  ['T03', { confirmedAll: false }, 'NOT_CONFIRMED'],
  ['T05', { reasonGiven: false }, 'REASON_REQUIRED'],
  ['T07', { activeCaseElsewhere: true }, 'ACTIVE_CASE'],
  ['T07', { studentFieldsComplete: false }, 'FIELDS_INCOMPLETE'],
  ['T07', { reauthOk: false }, 'REAUTH_REQUIRED'],
  ['T08', { employerInDirectory: false }, 'EMPLOYER_NOT_LISTED'],
  ['T08', { employerVerified: false }, 'EMPLOYER_NOT_LISTED'],
  ['T08', { activeCaseElsewhere: true }, 'ACTIVE_CASE'],
  ['T09', { proofCount: 0 }, 'PROOF_MISSING'],
  ['T11', { reasonGiven: false }, 'REASON_REQUIRED'],
  ['T12', { reasonGiven: false }, 'REASON_REQUIRED'],
  ['T13', { employerSectionComplete: false }, 'SECTION_INCOMPLETE'],
  ['T15', { reauthOk: false }, 'REAUTH_REQUIRED'],
  ['T16', { reasonGiven: false }, 'REASON_REQUIRED'],
  ['T18', { reviewFormComplete: false }, 'REVIEW_FORM_INCOMPLETE'],
  ['T18', { blockingFindings: 1 }, 'BLOCKING_FINDINGS'],
  ['T19', { reasonGiven: false }, 'REASON_REQUIRED'],
  ['T21', { reauthOk: false }, 'REAUTH_REQUIRED'],
  ['T22', { printedCopies: 3, reasonGiven: false }, 'PRINT_REASON'],
  ['T23', { scanMatches: false }, 'SCAN_MISMATCH'],
  ['T26', { reasonGiven: false }, 'REASON_REQUIRED'],
  ['T27', { counterpartConsents: false }, 'CONSENT_REQUIRED'],
  ['T27', { sameEmployer: false }, 'EMPLOYER_CHANGED'],
  ['T33a', { holdGrounds: false }, 'NO_HOLD_GROUNDS'],
  ['T33b', { holdGrounds: true }, 'HOLD_STILL_OPEN'],
];

test.each(REFUSALS)('%s with %j is refused: %s', (id, facts, code) => {
  const row = SIGNING_TABLE.find((one) => one.id === id) as SigningRow;
  const request = requestOf(row);
  const result = resolve({ ...request, facts: { ...request.facts, ...facts } });
  expect(result).toMatchObject({ ok: false, code });
  expect(result.ok || result.reason).toMatch(SENTENCE);
});

test('every kind of actor in a row has a permission', () => {
  const kinds: ActorKind[] = ['employer', 'student', 'staff', 'system'];
  for (const row of SIGNING_TABLE) expect(kinds).toEqual(expect.arrayContaining([...row.actor]));
});
