import { aCase, done, HR, INVITE, NOW, play, refusal, slot, staff, step, STUDENT, SYSTEM } from '../testing/cases.js';
import { availableActions, resolve } from './resolve.js';
import { chainOrder, DEFAULT_POLICY, makePolicy } from './policy.js';
import { GOOD_FACTS, type SigningRequest } from './types.js';
import { POLICY_VARIANTS } from './variants.js';

const counsellor = staff('counsellor');
const college = staff('college');
const center = staff('center');
const { V3 } = POLICY_VARIANTS;

describe('slots', () => {
  const signing = aCase('SIGNING');

  test('nobody signs for the student', () => {
    for (const actor of [HR, counsellor, college, center]) {
      expect(refusal({ action: 'slot_done', slot: 'student', snapshot: signing, actor })).toBe('SLOT_NOT_YOURS');
    }
  });

  test('a later slot waits for the earlier ones, and says for which', () => {
    const result = resolve({
      action: 'slot_done',
      slot: 'school',
      snapshot: aCase('SIGNING', { slots: done('student') }),
      actor: center,
      policy: DEFAULT_POLICY,
      facts: GOOD_FACTS,
      now: NOW,
    });
    expect(result).toEqual({
      ok: false,
      code: 'SLOT_ORDER',
      reason: '还差「单位盖章」「学院盖章」。请先完成，再办这一处。',
    });
  });

  test('the order goes through a slot that the school does not use', () => {
    const policy = makePolicy({
      sign: { slots: ['student', 'college'], order: chainOrder('student', 'employer', 'college') },
    });
    expect(refusal({ action: 'slot_done', slot: 'college', snapshot: signing, actor: college, policy })).toBe(
      'SLOT_ORDER',
    );
  });

  test('slots without an order may come in any', () => {
    const policy = makePolicy({ sign: { order: chainOrder('student', 'school') } });
    expect(refusal({ action: 'slot_done', slot: 'college', snapshot: signing, actor: college, policy })).toBe(
      'SIGNING',
    );
  });

  test('a counsellor records no seal, the college not the school’s, the centre all', () => {
    const snapshot = aCase('SIGNING', { slots: done('student', 'employer', 'college') });
    expect(refusal({ action: 'slot_done', slot: 'school', snapshot, actor: college })).toBe('SLOT_NOT_YOURS');
    expect(refusal({ action: 'slot_done', slot: 'school', snapshot, actor: counsellor })).toBe('SLOT_NOT_YOURS');
    expect(refusal({ action: 'slot_done', slot: 'school', snapshot, actor: center })).toBe('SIGNED');
    const early = aCase('SIGNING', { slots: done('student') });
    expect(refusal({ action: 'slot_done', slot: 'employer', snapshot: early, actor: center })).toBe('SIGNING');
  });

  test('an unknown slot and a done one', () => {
    expect(refusal({ action: 'slot_done', slot: 'superior', snapshot: signing, actor: college })).toBe('SLOT_UNKNOWN');
    expect(refusal({ action: 'slot_done', snapshot: signing, actor: college })).toBe('SLOT_UNKNOWN');
    const snapshot = aCase('SIGNING', { slots: done('student') });
    expect(refusal({ action: 'slot_done', slot: 'student', snapshot, actor: STUDENT })).toBe('SLOT_DONE');
  });
});

describe('review', () => {
  test('only the level’s own role, never the applicant', () => {
    const snapshot = aCase('REVIEW');
    expect(refusal({ action: 'pass', snapshot, actor: center })).toBe('NOT_YOUR_LEVEL');
    expect(refusal({ action: 'fail', snapshot, actor: counsellor })).toBe('NOT_YOUR_LEVEL');
    const own = aCase('REVIEW', { initiatorAccountId: college.accountId });
    expect(refusal({ action: 'pass', snapshot: own, actor: college })).toBe('REVIEWER_IS_APPLICANT');
  });

  test('a failed review goes back to whoever began, or closes', () => {
    expect(refusal({ action: 'fail', snapshot: aCase('REVIEW'), actor: college })).toBe('DRAFT_EMP');
    const student = aCase('REVIEW', { flow: 'student_with_proof', reviewLevel: 2 });
    expect(refusal({ action: 'fail', snapshot: student, actor: college })).toBe('DRAFT_STU');
    const policy = makePolicy({ review: { fail_to: 'closed' } });
    expect(refusal({ action: 'fail', snapshot: aCase('REVIEW'), actor: college, policy })).toBe('RETURNED_CLOSED');
  });

  test('taking back: by the same reviewer, until the next has acted', () => {
    const { snapshot } = play(DEFAULT_POLICY, [...INVITE, step('accept', STUDENT), step('pass', college)]);
    expect(refusal({ action: 'claw_back', snapshot, actor: { ...college, accountId: 'another' } })).toBe(
      'CLAW_BACK_NOT_YOURS',
    );
    expect(play(DEFAULT_POLICY, [step('claw_back', college)], snapshot).snapshot).toMatchObject({
      state: 'REVIEW',
      reviewLevel: 1,
      revision: 1,
      lastReview: null,
    });
    const next = play(DEFAULT_POLICY, [step('pass', center)], snapshot).snapshot;
    expect(refusal({ action: 'claw_back', snapshot: next, actor: college })).toBe('CLAW_BACK_NOT_YOURS');
    const back = play(DEFAULT_POLICY, [step('claw_back', center)], next).snapshot;
    // The hash of revision 1 was fixed and could be read: what is passed now is revision 2.
    expect(back).toMatchObject({ state: 'REVIEW', reviewLevel: 2, revision: 2, deadlineAt: null });
    const signed = play(DEFAULT_POLICY, [slot('student', STUDENT)], next).snapshot;
    expect(refusal({ action: 'claw_back', snapshot: signed, actor: center })).toBe('CLAW_BACK_NOT_YOURS');
    const stale = { ...signed, lastReview: { level: 2, accountId: center.accountId as string } };
    expect(refusal({ action: 'claw_back', snapshot: stale, actor: center })).toBe('CLAW_BACK_TOO_LATE');
  });

  test('a hold in between does not end it either', () => {
    const { snapshot } = play(DEFAULT_POLICY, [
      ...INVITE,
      step('accept', STUDENT),
      step('pass', college),
      step('suspend', center),
      step('release', center, { facts: { holdGrounds: false } }),
    ]);
    expect(refusal({ action: 'claw_back', snapshot, actor: college })).toBe('REVIEW');
  });

  test('printing does not end the time for taking back', () => {
    const policy = makePolicy({ print: { requires: [] } });
    const steps = [...INVITE, step('accept', STUDENT), step('pass', college), step('pass', center), step('print', HR)];
    const { snapshot } = play(policy, steps);
    expect(refusal({ action: 'claw_back', snapshot, actor: center, policy })).toBe('REVIEW');
  });
});

describe('deadlines', () => {
  test('an invitation runs to the end of the last day in Shanghai, with reminders before', () => {
    const { snapshot, results } = play(DEFAULT_POLICY, INVITE);
    expect(snapshot.deadlineAt?.toISOString()).toBe('2027-04-26T15:59:59.000Z');
    expect(results.at(-1)?.effects.filter((effect) => effect.type === 'timer')).toEqual([
      { type: 'timer', name: 'invite_expiry', at: new Date('2027-04-26T15:59:59Z') },
      { type: 'timer', name: 'invite_reminder', at: new Date('2027-04-23T01:00:00Z') },
      { type: 'timer', name: 'invite_reminder', at: new Date('2027-04-25T01:00:00Z') },
    ]);
    const at = (iso: string) => refusal({ action: 'accept', snapshot, actor: STUDENT, now: new Date(iso) });
    expect(at('2027-04-26T15:59:59Z')).toBe('REVIEW');
    expect(at('2027-04-26T16:00:00Z')).toBe('INVITE_EXPIRED');
    const expire = (iso: string) => refusal({ action: 'expire', snapshot, actor: SYSTEM, now: new Date(iso) });
    expect(expire('2027-04-26T15:59:59Z')).toBe('DEADLINE_NOT_REACHED');
    expect(expire('2027-04-26T16:00:00Z')).toBe('EXPIRED');
  });

  test('an overdue signing reminds everybody and runs on, or ends', () => {
    const late = new Date('2027-06-01T00:00:00Z');
    const snapshot = aCase('SIGNING', { deadlineAt: new Date('2027-05-12T15:59:59Z') });
    const { results } = play(DEFAULT_POLICY, [step('sign_timeout', SYSTEM, { now: late })], snapshot);
    expect(results[0]).toMatchObject({ to: 'SIGNING', deadlineAt: new Date('2027-06-08T15:59:59Z') });
    const policy = makePolicy({ sign: { on_timeout: 'expire' } });
    expect(refusal({ action: 'sign_timeout', snapshot, actor: SYSTEM, now: late, policy })).toBe('EXPIRED');
  });
});

describe('print', () => {
  const print = (snapshot: SigningRequest['snapshot'], actor: SigningRequest['actor'], policy = DEFAULT_POLICY) =>
    refusal({ action: 'print', snapshot, actor, policy });

  test('opens when the school says so', () => {
    expect(print(aCase('REVIEW'), STUDENT)).toBe('PRINT_NOT_OPEN');
    expect(print(aCase('SIGNING'), STUDENT)).toBe('PRINT_REQUIRES');
    expect(print(aCase('SIGNING', { slots: done('student') }), HR)).toBe('SIGNING');
    const early = makePolicy({ print: { open_after: 'accept', requires: [] } });
    expect(print(aCase('REVIEW'), STUDENT, early)).toBe('REVIEW');
    const late = makePolicy({ print: { open_after: 'all_slots' } });
    expect(print(aCase('SIGNING', { slots: done('student') }), STUDENT, late)).toBe('PRINT_NOT_OPEN');
  });

  test('is for the roles that the school names, and voided paper for staff only', () => {
    expect(print(aCase('SIGNING'), HR, V3)).toBe('PRINT_ROLE');
    expect(print(aCase('VOIDED', { slots: done('student') }), STUDENT)).toBe('PRINT_NOT_OPEN');
    expect(print(aCase('VOIDED', { slots: done('student') }), center)).toBe('VOIDED');
  });
});

describe('exceptions', () => {
  test('only the centre voids, and only with the right', () => {
    const snapshot = aCase('SIGNING');
    expect(refusal({ action: 'void', snapshot, actor: college })).toBe('WRONG_ACTOR');
    expect(refusal({ action: 'void', snapshot, actor: { ...center, canVoid: false } })).toBe('WRONG_ACTOR');
    expect(refusal({ action: 'void', snapshot: aCase('SIGNED'), actor: center })).toBe('WRONG_STATE');
  });

  test('holding keeps the place, and what was signed cannot be voided behind it', () => {
    const review = aCase('REVIEW', { reviewLevel: 2 });
    const held = play(DEFAULT_POLICY, [step('suspend', SYSTEM)], review).snapshot;
    expect(held).toMatchObject({ state: 'SUSPENDED', suspendedFrom: { state: 'REVIEW', reviewLevel: 2 } });
    expect(refusal({ action: 'void', snapshot: held, actor: center })).toBe('VOIDED');
    const freed = play(DEFAULT_POLICY, [step('release', center, { facts: { holdGrounds: false } })], held).snapshot;
    expect(freed).toMatchObject({ state: 'REVIEW', reviewLevel: 2, suspendedFrom: null });
    const signed = play(DEFAULT_POLICY, [step('suspend', center)], aCase('SIGNED')).snapshot;
    expect(refusal({ action: 'void', snapshot: signed, actor: center })).toBe('WRONG_STATE');
  });

  test('holding keeps signatures; release of an invitation gives the full term again', () => {
    const signing = aCase('SIGNING', { slots: done('student') });
    const held = play(DEFAULT_POLICY, [step('suspend', center)], signing).snapshot;
    const later = new Date('2027-05-01T00:00:00Z');
    const freed = play(DEFAULT_POLICY, [step('release', center, { facts: { holdGrounds: false }, now: later })], held);
    expect(freed.snapshot.slots).toEqual(signing.slots);
    expect(freed.snapshot.deadlineAt?.toISOString()).toBe('2027-05-31T15:59:59.000Z');
    expect(freed.results[0]?.effects.some((effect) => effect.type === 'issue_number')).toBe(false);
  });

  test('an amendment is a new revision without signatures', () => {
    const signed = aCase('SIGNED', { slots: done('student', 'employer', 'college', 'school') });
    const { snapshot, results } = play(DEFAULT_POLICY, [step('amend', STUDENT)], signed);
    expect(snapshot).toMatchObject({ state: 'REVIEW', reviewLevel: 1, revision: 2, slots: {} });
    expect(results[0]?.clearsSlots).toBe(true);
  });
});

describe('a closed cohort', () => {
  const facts = { ...GOOD_FACTS, cohortOpen: false };

  test('is read only for people, whatever the state', () => {
    expect(refusal({ action: 'emp_draft', snapshot: null, actor: HR, facts })).toBe('COHORT_CLOSED');
    expect(refusal({ action: 'accept', snapshot: aCase('INVITED'), actor: STUDENT, facts })).toBe('COHORT_CLOSED');
    expect(refusal({ action: 'void', snapshot: aCase('REVIEW'), actor: center, facts })).toBe('COHORT_CLOSED');
  });

  test('is still printed, and its deadlines still run out', () => {
    const signed = aCase('SIGNED', { slots: done('student', 'employer', 'college', 'school') });
    expect(refusal({ action: 'print', snapshot: signed, actor: center, facts })).toBe('SIGNED');
    const late = aCase('INVITED', { deadlineAt: new Date(NOW.getTime() - 1) });
    expect(refusal({ action: 'expire', snapshot: late, actor: SYSTEM, facts })).toBe('EXPIRED');
  });

  test('says so beside the button, and shows no button that was none before', () => {
    const list = availableActions({
      snapshot: aCase('INVITED'),
      actor: STUDENT,
      policy: DEFAULT_POLICY,
      facts,
      now: NOW,
    });
    expect(list.map((one) => [one.action, one.code])).toEqual([
      ['decline', 'COHORT_CLOSED'],
      ['accept', 'COHORT_CLOSED'],
    ]);
  });
});

describe('availableActions', () => {
  const ask = (snapshot: SigningRequest['snapshot'], actor: SigningRequest['actor'], facts = GOOD_FACTS) =>
    availableActions({ snapshot, actor, policy: DEFAULT_POLICY, facts, now: NOW });
  const names = (list: ReturnType<typeof ask>) =>
    list.map((one) => `${one.allowed ? '' : '!'}${one.action}${one.slot ? `.${one.slot}` : ''}`);

  test('what only the form can tell does not disable the button', () => {
    const facts = { ...GOOD_FACTS, reauthOk: false, reasonGiven: false, studentFieldsComplete: false };
    expect(names(ask(aCase('INVITED'), STUDENT, facts))).toEqual(['decline', 'accept']);
  });

  test('a disabled action says why', () => {
    const list = ask(aCase('DRAFT_EMP'), HR, { ...GOOD_FACTS, openInvites: 5 });
    expect(names(list)).toEqual(['save_draft', 'discard', '!send']);
    expect(list.at(-1)).toMatchObject({
      code: 'INVITE_LIMIT',
      reason: '学生待答复的邀约已满 5 份。等有邀约被答复或失效后再发。',
    });
  });

  test('seals by role, in the school’s order', () => {
    const snapshot = aCase('SIGNING', { slots: done('student') });
    expect(names(ask(snapshot, college))).toEqual(['slot_done.employer', '!slot_done.college', 'print', 'upload_scan']);
    expect(names(ask(snapshot, center))).toContain('!slot_done.school');
    expect(ask(snapshot, college)[0]?.label).toBe('标记单位章');
  });

  test('the level that is not mine is said only to reviewers of this flow', () => {
    const review = aCase('REVIEW');
    expect(names(ask(review, center))).toEqual(['!pass', '!fail', '!print', 'void', 'suspend']);
    expect(names(ask(review, counsellor))).toEqual(['!print']);
    expect(names(ask(review, { ...center, reviewRoles: [] }))).toEqual([]);
  });
});
