import { ROLES, type Permission } from '../permissions.js';
import { CERTIFICATION_FLOW, CERTIFICATION_STATUSES, EDITABLE_CERTIFICATION } from './certification-states.js';
import { EMPLOYER_EVENT_SENTENCES } from './events.js';
import type { Flow } from './flow.js';
import { MEMBER_FLOW, MEMBER_STATUSES } from './member-states.js';
import { applyAction, SETTLEMENT_FLOW, SETTLEMENT_STATUSES } from './settlement-states.js';

type AnyFlow = Flow<string, string, string>;
const FLOWS: [string, AnyFlow, readonly string[]][] = [
  ['certification', CERTIFICATION_FLOW as unknown as AnyFlow, CERTIFICATION_STATUSES],
  ['settlement', SETTLEMENT_FLOW as unknown as AnyFlow, SETTLEMENT_STATUSES],
  ['member', MEMBER_FLOW as unknown as AnyFlow, MEMBER_STATUSES],
];

describe.each(FLOWS)('%s', (name, flow, statuses) => {
  test('every state is reached, except the draft that is simply there', () => {
    const reached = new Set(flow.rows.map((row) => row.to));
    expect(statuses.filter((status) => !reached.has(status))).toEqual([]);
  });

  test('each row is allowed from its states alone, to its actor alone', () => {
    for (const row of flow.rows) {
      for (const status of [null, ...statuses]) {
        const result = flow.resolve({ action: row.action, status, actor: row.actor });
        expect(result.ok).toBe(row.from.includes(status));
        if (!result.ok) expect(result.code).toBe('NOT_ALLOWED_NOW');
        expect(flow.resolve({ action: row.action, status, actor: 'somebody' })).toMatchObject({ code: 'WRONG_ACTOR' });
      }
    }
  });

  test('refusals are sentences, and say the state', () => {
    for (const row of flow.rows) {
      expect(row.refused).toMatch(/。$/);
      const status = statuses.find((one) => !row.from.includes(one));
      if (!status) continue;
      const result = flow.resolve({ action: row.action, status, actor: row.actor });
      expect(result).toMatchObject({ ok: false, reason: expect.stringContaining(flow.labels[status] as string) });
    }
  });

  test('every action but saving has its event', () => {
    const known = Object.keys(EMPLOYER_EVENT_SENTENCES);
    for (const row of flow.rows.filter((one) => one.action !== 'save'))
      expect(known).toContain(`${name}.${row.action}`);
  });

  test('some role holds what a person needs', () => {
    const held = new Set<Permission>(Object.values(ROLES).flatMap((role) => [...role.permissions]));
    for (const row of flow.rows.filter((one) => one.actor !== 'system')) expect(held.has(row.permission)).toBe(true);
  });
});

test('whoever is told no is told why', () => {
  for (const action of ['return', 'reject'] as const) {
    const asked = { action, status: 'submitted', actor: 'operator' } as const;
    expect(CERTIFICATION_FLOW.resolve({ ...asked, reasonsGiven: false })).toMatchObject({ code: 'REASON_REQUIRED' });
    expect(CERTIFICATION_FLOW.resolve({ ...asked, reasonsGiven: true })).toMatchObject({ ok: true });
  }
});

test('what the operator looks at does not change under their eyes', () => {
  expect(EDITABLE_CERTIFICATION).not.toContain('submitted');
  expect(CERTIFICATION_FLOW.actions('submitted', 'applicant')).toEqual(['withdraw']);
  expect(CERTIFICATION_FLOW.actions('submitted', 'operator')).toEqual(['return', 'approve', 'reject']);
  expect(CERTIFICATION_FLOW.actions('approved', 'operator')).toEqual([]);
});

test('a school sees a unit once the operator has certified it', () => {
  const ask = (verified: boolean) =>
    SETTLEMENT_FLOW.resolve({ action: applyAction(verified), status: null, actor: 'employer' });
  expect(ask(false)).toEqual({ ok: true, to: 'waiting' });
  expect(ask(true)).toEqual({ ok: true, to: 'pending' });
  expect(SETTLEMENT_FLOW.actions('waiting', 'school')).toEqual([]);
});
