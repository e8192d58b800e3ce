import type { SigningSnapshot } from '@qiancheng/shared';
import type { CaseRow } from '../case-row.js';
import { testPolicy } from '../testing/world.js';
import { progressOf, type EventRow, type SlotRow } from './progress.js';

const policy = testPolicy();
let seq = 0;
const event = (action: string, patch: Partial<EventRow> = {}): EventRow => ({
  seq: (seq += 1),
  action,
  from_state: null,
  to_state: 'INVITED',
  review_level: 0,
  at: '2027-04-12T02:00:00.000Z',
  actor_kind: 'staff',
  actor_name: '王知微',
  actor_role: null,
  reason_code: null,
  reason_text: null,
  note: null,
  data: {},
  ...patch,
});

function statuses(patch: Partial<CaseRow>, events: EventRow[], slots: SlotRow[] = []): string {
  const row = { flow: 'employer_invite', review_level: 0, signed_at: null, suspended_from: null, ...patch } as CaseRow;
  const done = Object.fromEntries(slots.map((slot) => [slot.slot, { doneAt: new Date(slot.done_at) }]));
  const steps = progressOf(row, policy, { slots: done } as SigningSnapshot, events, slots);
  return steps.map((step) => ({ done: 'x', now: '>', todo: '.', failed: '!' })[step.status]).join('');
}

const sent = event('send');
const accepted = event('accept');
const passed = (level: number): EventRow => event('pass', { review_level: level });
const signed: SlotRow = {
  slot: 'student',
  done_at: '2027-04-13T02:00:00.000Z',
  method: 'handwriting',
  by_name: '欧阳䶮',
};

describe('the route of a case: invite, accept, two reviews, four slots, signed', () => {
  it.each<[string, Partial<CaseRow>, EventRow[], SlotRow[], string]>([
    ['a draft', { state: 'DRAFT_EMP' }, [], [], '>........'],
    ['an invitation', { state: 'INVITED' }, [sent], [], 'x>.......'],
    ['first review', { state: 'REVIEW', review_level: 1 }, [sent, accepted], [], 'xx>......'],
    ['second review', { state: 'REVIEW', review_level: 2 }, [sent, accepted, passed(1)], [], 'xxx>.....'],
    ['the student’s turn', { state: 'SIGNING' }, [sent, accepted, passed(1), passed(2)], [], 'xxxx>....'],
    ['the unit’s seal', { state: 'SIGNING' }, [sent, accepted, passed(1), passed(2)], [signed], 'xxxxx>...'],
    ['signed', { state: 'SIGNED', signed_at: new Date() }, [sent, accepted], [signed], 'xxxxxxxxx'],
    [
      'declined',
      { state: 'DECLINED' },
      [sent, event('decline', { from_state: 'INVITED', to_state: 'DECLINED' })],
      [],
      'x!.......',
    ],
    [
      'refused at the second level for good',
      { state: 'RETURNED_CLOSED' },
      [
        sent,
        accepted,
        passed(1),
        event('fail', { from_state: 'REVIEW', to_state: 'RETURNED_CLOSED', review_level: 2 }),
      ],
      [],
      'xxx!.....',
    ],
    [
      'voided while it waited for the unit’s seal',
      { state: 'VOIDED' },
      [sent, accepted, event('void', { from_state: 'SIGNING', to_state: 'VOIDED' })],
      [signed],
      'xxxxx!...',
    ],
    [
      'held in review',
      { state: 'SUSPENDED', suspended_from: { state: 'REVIEW', reviewLevel: 1 } },
      [sent, accepted],
      [],
      'xx>......',
    ],
    ['sent back to its unit', { state: 'DRAFT_EMP' }, [sent, accepted, event('fail')], [], '>........'],
  ])('%s', (_name, row, events, slots, expected) => {
    expect(statuses(row, events, slots)).toBe(expected);
  });

  it('forgets a review that was taken back', () => {
    const row = { flow: 'employer_invite', state: 'REVIEW', review_level: 1, signed_at: null } as CaseRow;
    const events = [sent, accepted, passed(1), event('claw_back', { review_level: 1 }), passed(1)];
    const again = progressOf({ ...row, review_level: 2 }, policy, { slots: {} } as SigningSnapshot, events, []);
    expect(again[2]).toMatchObject({ status: 'done', byName: '王知微' });
    const back = progressOf(row, policy, { slots: {} } as SigningSnapshot, events.slice(0, 4), []);
    expect(back[2]).toMatchObject({ status: 'now', byName: null, at: null });
  });
});
