import { HR, INVITE, play, refusal, slot, staff, step, STUDENT, SYSTEM } from '../testing/cases.js';
import { makePolicy } from './policy.js';
import { POLICY_VARIANTS } from './variants.js';

const counsellor = staff('counsellor');
const college = staff('college');
const center = staff('center');
const { V1, V2, V3, V4, V4e } = POLICY_VARIANTS;

const states = (results: { to: string; reviewLevel: number }[]): string[] =>
  results.map((result) => (result.to === 'REVIEW' ? `REVIEW(${result.reviewLevel})` : result.to));

describe('the happy path of each variant', () => {
  test('V1: invitation, two reviews, signed', () => {
    const { results } = play(V1, [...INVITE, step('accept', STUDENT), step('pass', college), step('pass', center)]);
    expect(states(results)).toEqual(['DRAFT_EMP', 'DRAFT_EMP', 'INVITED', 'REVIEW(1)', 'REVIEW(2)', 'SIGNED']);
    expect(results.at(-1)?.effects.map((effect) => effect.type)).toEqual(
      expect.arrayContaining(['issue_number', 'fix_hash', 'mark_effective', 'register_destination', 'prefill_store']),
    );
  });

  test('V1 with the signing stage of V4, as the demo school has it', () => {
    const policy = makePolicy({ flows: { student_to_employer: false, student_with_proof: false } });
    const { results, snapshot } = play(policy, [
      ...INVITE,
      step('accept', STUDENT),
      step('pass', college),
      step('pass', center),
      slot('student', STUDENT),
      step('print', STUDENT),
      step('print', HR),
      slot('employer', college),
      slot('college', college),
      slot('school', center),
      step('print', center),
    ]);
    expect(snapshot.state).toBe('SIGNED');
    expect(Object.keys(snapshot.slots)).toEqual(['student', 'employer', 'college', 'school']);
    const numbered = results.filter((result) => result.effects.some((effect) => effect.type === 'issue_number'));
    expect(numbered.map((result) => result.to)).toEqual(['SIGNING']);
  });

  test('V2: the student with proof, the employer is not asked', () => {
    const { results } = play(V2, [
      step('stu_draft', STUDENT),
      step('save_draft', STUDENT),
      step('submit_with_proof', STUDENT),
      step('pass', college),
      step('pass', center),
    ]);
    expect(states(results)).toEqual(['DRAFT_STU', 'DRAFT_STU', 'REVIEW(1)', 'REVIEW(2)', 'SIGNED']);
  });

  test('V3: employer, reconfirmation, review, school-first seals, filing', () => {
    const { results } = play(V3, [
      step('stu_draft', STUDENT),
      step('submit_to_emp', STUDENT),
      step('emp_sign', HR),
      step('confirm', STUDENT),
      step('pass', college),
      step('print', STUDENT),
      slot('college', college),
      slot('school', center),
      slot('employer', college),
      step('file', counsellor),
    ]);
    expect(states(results)).toEqual([
      'DRAFT_STU',
      'EMP_PENDING',
      'RECONFIRM',
      'REVIEW(1)',
      'SIGNING',
      'SIGNING',
      'SIGNING',
      'SIGNING',
      'FILING',
      'SIGNED',
    ]);
  });

  test('V3: silence confirms after the term, and is marked', () => {
    const { snapshot } = play(V3, [step('stu_draft', STUDENT), step('submit_to_emp', STUDENT), step('emp_sign', HR)]);
    expect(snapshot.deadlineAt?.toISOString()).toBe('2027-04-19T15:59:59.000Z');
    const before = refusal({ action: 'reconfirm_timeout', snapshot, actor: SYSTEM, policy: V3 });
    expect(before).toBe('DEADLINE_NOT_REACHED');
    const { results } = play(
      V3,
      [step('reconfirm_timeout', SYSTEM, { now: new Date('2027-04-19T16:00:00Z') })],
      snapshot,
    );
    expect(states(results)).toEqual(['REVIEW(1)']);
    expect(results[0]?.effects).toContainEqual({ type: 'mark_auto_confirmed' });
  });

  test('V4: counsellor and college, signature, seals in order', () => {
    const { results } = play(V4, [
      step('stu_draft', STUDENT),
      step('submit_with_proof', STUDENT),
      step('pass', counsellor),
      step('pass', college),
      slot('student', STUDENT),
      step('print', college),
      slot('employer', college),
      slot('college', college),
      slot('school', center),
    ]);
    expect(states(results).slice(-5)).toEqual(['SIGNING', 'SIGNING', 'SIGNING', 'SIGNING', 'SIGNED']);
  });

  test('V4e: the employer signs for itself, and staff may not do it', () => {
    const start = [
      step('stu_draft', STUDENT),
      step('submit_with_proof', STUDENT),
      step('pass', counsellor),
      step('pass', college),
      slot('student', STUDENT),
    ];
    const { snapshot } = play(V4e, start);
    expect(refusal({ action: 'slot_done', slot: 'employer', snapshot, actor: college, policy: V4e })).toBe(
      'SLOT_NOT_YOURS',
    );
    const end = play(V4e, [slot('employer', HR), slot('college', college), slot('school', center)], snapshot);
    expect(end.snapshot.state).toBe('SIGNED');
  });

  test('a school that reviews nothing goes straight to signing', () => {
    const policy = makePolicy({
      review: { levels: { employer_invite: [], student_to_employer: [], student_with_proof: ['college'] } },
    });
    expect(play(policy, [...INVITE, step('accept', STUDENT)]).snapshot.state).toBe('SIGNING');
  });
});
