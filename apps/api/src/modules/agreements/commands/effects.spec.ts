import { EFFECT_TYPES, GOOD_FACTS, NOTICE_EVENTS, resolve, SIGNING_TABLE } from '@qiancheng/shared';
import { noticeWords } from '../../notifications/index.js';
import type { CaseRow } from '../case-row.js';
import { testPolicy } from '../testing/world.js';
import { newCarry } from './carry.js';
import { applyEffects, EFFECTS, roleLabel } from './effects.js';
import type { Scene } from './verb.js';

const row = { flow: 'employer_invite', agreement_no: null, review_level: 1 } as CaseRow;
const scene = {
  row,
  policy: testPolicy(),
  reauth: 'password',
  ctx: { ip: '203.0.113.7', device: 'jest', actor: { sessionId: 's' } },
} as unknown as Scene<unknown>;

it('knows every effect that the process table can ask for', () => {
  expect(Object.keys(EFFECTS).sort()).toEqual([...EFFECT_TYPES].sort());
  expect(SIGNING_TABLE.length).toBeGreaterThan(25);
});

it('collects what an acceptance writes', () => {
  const result = resolve({
    action: 'accept',
    snapshot: {
      state: 'INVITED',
      reviewLevel: 0,
      flow: 'employer_invite',
      revision: 1,
      deadlineAt: null,
      slots: {},
      initiatorAccountId: 'hr',
    },
    actor: { kind: 'student', accountId: 'me', reviewRoles: [] },
    policy: scene.policy,
    facts: GOOD_FACTS,
    now: new Date('2027-04-12T02:00:00Z'),
  });
  if (!result.ok) throw new Error(result.reason);
  const carry = newCarry('accept', scene, result);
  applyEffects(carry);
  expect(carry.notices).toEqual([
    { to: { kind: 'employer' }, event: 'invite_accepted' },
    { to: { kind: 'staff', roles: ['college_admin'] }, event: 'review_waiting' },
  ]);
  expect(carry.data['evidence']).toMatchObject({ factor: 'password', ip: '203.0.113.7' });
  expect(carry).toMatchObject({ expiresOthers: false, needsNumber: false, audited: true });
});

it('names the role that somebody acted in', () => {
  expect(roleLabel(['college'], [{ role: 'college_admin' }])).toBe('学院');
  expect(roleLabel([], [{ role: 'employer_member' }])).toBe('单位经办人');
  expect(roleLabel([], [{ role: 'nobody' }])).toBeNull();
});

it.each(Object.keys(NOTICE_EVENTS) as (keyof typeof NOTICE_EVENTS)[])('has words without holes for %s', (event) => {
  const full = noticeWords(event, {
    student: '欧阳䶮',
    employer: '湘江精密',
    deadline: new Date('2027-04-26T15:59:59Z'),
    reason: '薪资与约定不符。',
  });
  const bare = noticeWords(event, { student: '欧阳䶮', employer: '湘江精密', deadline: null, reason: null });
  for (const { title, body } of [full, bare]) {
    expect(title).not.toBe('');
    expect(body).not.toMatch(/[{}]|undefined|null|。。/);
  }
  if (full.body.includes('前')) expect(full.body).not.toMatch(/T\d\d:/);
});
