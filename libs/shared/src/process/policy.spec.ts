import { ERROR_CODES, isErrorCode } from '../errors/codes.js';
import { formatAmount, formatChineseDate, formatChineseMonth, formatDateTime } from '../format.js';
import { PERMISSIONS, permissionsOf, ROLES, type RoleCode } from '../permissions.js';
import { SENTENCE } from '../testing/cases.js';
import { chartOf, slotOrderOf, toMermaid } from './chart.js';
import { checkTable } from './check-table.js';
import { endOfShanghaiDay, inviteDeadline, reminderAt, shanghaiDate } from './dates.js';
import { SIGNING_DENIALS } from './denials.js';
import { NOTICE_EVENTS, noticeText, type NoticeEvent } from './notices.js';
import { chainOrder, DEFAULT_POLICY, makePolicy, type PolicyPatch } from './policy.js';
import { findReason, reasonGiven, REASONS } from './reasons.js';
import { permissionFor } from './row.js';
import { predecessorsOf, slotsInOrder } from './slots.js';
import { ACTION_LABELS, SIGNING_ACTIONS, SIGNING_STATES, STATE_LABELS, stateLabel } from './states.js';
import { SIGNING_TABLE } from './table.js';
import { EFFECT_TYPES } from './types.js';
import { validatePolicy } from './validate-policy.js';
import { POLICY_VARIANTS } from './variants.js';

describe('policies', () => {
  test.each([['default', DEFAULT_POLICY] as const, ...Object.entries(POLICY_VARIANTS)])(
    '%s is valid',
    (_name, policy) => {
      expect(validatePolicy(policy)).toEqual([]);
      expect(JSON.parse(JSON.stringify(policy))).toEqual(policy);
    },
  );

  test.each<[PolicyPatch, string]>([
    [{ flows: { employer_invite: false, student_to_employer: false, student_with_proof: false } }, 'flows'],
    [{ invite: { ttl_days: 0 } }, 'invite.ttl_days'],
    [{ notify: { channels: { default: ['pigeon' as 'mail'] } } }, 'notify.channels'],
    [{ notify: { quiet_from: '22:00' } }, 'notify.quiet_to'],
    [{ notify: { quiet_from: '24:00', quiet_to: '07:00' } }, 'notify.quiet_from'],
    [{ invite: { ttl_min_days: 10, ttl_max_days: 5 } }, 'invite.ttl_max_days'],
    [{ sign: { order: [...chainOrder('student', 'employer'), ['employer', 'student']] } }, 'sign.order'],
    [{ sign: { order: chainOrder('college', 'superior', 'college') } }, 'sign.order'],
    [{ sign: { slots: [], effective_at: 'all_slots' } }, 'sign.effective_at'],
    [{ sign: { slots: ['student', 'student'] } }, 'sign.slots'],
    [{ sign: { mode: 'paper_mark' } }, 'sign.slots'],
    [
      { sign: { slots: ['college'] }, reconfirm: { enabled: true, on_timeout: 'auto_confirm' } },
      'reconfirm.on_timeout',
    ],
    [{ print: { copies: 4 } }, 'print.copy_roles'],
    [{ print: { copies: 2, copy_roles: ['student', 'student'] } }, 'print.copy_roles'],
    [{ print: { open_after: 'accept' } }, 'print.requires'],
    [
      {
        review: {
          levels: { employer_invite: ['college', 'college'], student_to_employer: [], student_with_proof: ['college'] },
        },
      },
      'review.levels.employer_invite',
    ],
    [
      { review: { levels: { employer_invite: [], student_to_employer: [], student_with_proof: [] } } },
      'review.levels.student_with_proof',
    ],
  ])('%j is refused at %s', (patch, path) => {
    const problems = validatePolicy(makePolicy(patch));
    expect(problems.map((problem) => problem.path)).toContain(path);
    for (const problem of problems) expect(problem.message).toMatch(/[\u4e00-\u9fff]/);
  });

  test('a policy made from another leaves it alone', () => {
    const before = JSON.stringify(DEFAULT_POLICY);
    const policy = makePolicy({ sign: { slots: ['student'] } });
    policy.sign.slots.push('school');
    policy.invite.ttl_days = 1;
    expect(JSON.stringify(DEFAULT_POLICY)).toBe(before);
  });

  test('slots in the school’s order', () => {
    expect(slotsInOrder(DEFAULT_POLICY)).toEqual(['student', 'employer', 'college', 'school']);
    expect(slotsInOrder(POLICY_VARIANTS.V3)).toEqual(['college', 'school', 'employer']);
    expect(predecessorsOf(DEFAULT_POLICY, 'school')).toEqual(['student', 'employer', 'college']);
    expect(slotOrderOf(POLICY_VARIANTS.V3).at(-1)).toMatchObject({ slot: 'employer', after: ['college', 'school'] });
  });
});

describe('the boot check', () => {
  test('finds nothing wrong', () => {
    expect(checkTable()).toEqual([]);
  });

  test('finds an effect that nobody handles', () => {
    expect(checkTable(EFFECT_TYPES.filter((type) => type !== 'watermark'))).toEqual([
      'effect watermark has no handler',
    ]);
  });

  test('all permissions of the table are somebody’s, and only kinds that may act hold them', () => {
    const all = new Set(Object.keys(ROLES).flatMap((role) => [...permissionsOf([role as RoleCode])]));
    for (const row of SIGNING_TABLE) {
      for (const kind of row.actor) {
        const permission = permissionFor(row, kind);
        expect(permission && (all.has(permission) || permission === 'case.system')).toBe(true);
      }
    }
    expect(permissionFor(SIGNING_TABLE[0] as (typeof SIGNING_TABLE)[number], 'staff')).toBe('case.invite');
  });
});

describe('charts', () => {
  test('V1 reads as the manual has it', () => {
    const chart = chartOf(POLICY_VARIANTS.V1);
    expect(chart.states.map((state) => state.label)).toEqual(
      expect.arrayContaining(['单位草稿', '待学生确认', '学院审核中', '就业中心审核中', '已签约', '已失效']),
    );
    const edge = (from: string | null, action: string) =>
      chart.edges.find((one) => one.from === from && one.action === action);
    expect(edge(null, 'emp_draft')).toMatchObject({ to: 'DRAFT_EMP', actor: '用人单位' });
    expect(edge('REVIEW.1.college', 'pass')).toMatchObject({ to: 'REVIEW.2.center', actor: '学院' });
    expect(edge('REVIEW.2.center', 'pass')).toMatchObject({ to: 'SIGNED', actor: '就业中心' });
    expect(edge('REVIEW.2.center', 'claw_back')).toMatchObject({ to: 'REVIEW.1.college' });
    expect(chart.edges.some((one) => one.action === 'slot_done' || one.action === 'file')).toBe(false);
  });

  test('the signing stage names its slots; the last one leads on', () => {
    const chart = chartOf(DEFAULT_POLICY, ['employer_invite']);
    const slots = chart.edges.filter((one) => one.action === 'slot_done');
    expect(slots.map((one) => [one.label, one.to, one.actor])).toEqual([
      ['学生签名', 'SIGNING', '学生'],
      ['单位盖章', 'SIGNING', '学院、就业中心'],
      ['学院盖章', 'SIGNING', '学院、就业中心'],
      ['学校盖章', 'SIGNED', '就业中心'],
    ]);
  });

  test('every edge leads from and to a state of the chart', () => {
    for (const policy of [DEFAULT_POLICY, ...Object.values(POLICY_VARIANTS)]) {
      const { states, edges } = chartOf(policy);
      const ids = new Set(states.map((state) => state.id));
      for (const edge of edges) expect(ids.has(edge.to) && (edge.from === null || ids.has(edge.from))).toBe(true);
    }
  });

  test('as Mermaid', () => {
    const text = toMermaid(chartOf(POLICY_VARIANTS.V1));
    expect(text).toContain('state "学院审核中" as REVIEW_1_college');
    expect(text).toContain('[*] --> DRAFT_EMP: 用人单位 邀请');
    expect(text).not.toContain('VOIDED');
    expect(toMermaid(chartOf(POLICY_VARIANTS.V1), { exceptions: true })).toContain('VOIDED');
  });
});

describe('words', () => {
  test('every denial is a sentence with a status, and an error code', () => {
    for (const [code, denial] of Object.entries(SIGNING_DENIALS)) {
      expect(denial.text).toMatch(SENTENCE);
      expect(isErrorCode(code)).toBe(true);
    }
    for (const error of Object.values(ERROR_CODES)) {
      expect(error.text).toMatch(SENTENCE);
      expect(error.status).toBeGreaterThanOrEqual(400);
    }
    expect(isErrorCode('toString')).toBe(false);
  });

  test('every state and action has a label', () => {
    for (const state of SIGNING_STATES) expect(STATE_LABELS[state]).toMatch(/[\u4e00-\u9fff]/);
    for (const action of SIGNING_ACTIONS) expect(ACTION_LABELS[action]).toMatch(/[\u4e00-\u9fff]/);
    expect(stateLabel('REVIEW', 'college')).toBe('学院审核中');
    expect(stateLabel('REVIEW')).toBe('审核中');
  });

  test('a notice leaves out the sentence whose value is missing', () => {
    const values = { student: '欧阳䶮', employer: '湘江精密', deadline: '4月26日 23:59', reason: '薪资与约定不符' };
    expect(noticeText('invited', values)).toBe('湘江精密邀请你签约。4月26日 23:59前答复有效。');
    expect(noticeText('invited', { employer: '湘江精密' })).toBe('湘江精密邀请你签约。');
    for (const event of Object.keys(NOTICE_EVENTS) as NoticeEvent[]) {
      expect(noticeText(event, values)).toMatch(SENTENCE);
      expect(noticeText(event, values)).not.toContain('{');
    }
  });

  test('reasons ask for a text where the code says nothing', () => {
    expect(reasonGiven('decline', 'salary', '')).toBe(true);
    expect(reasonGiven('decline', 'other', ' ')).toBe(false);
    expect(reasonGiven('decline', 'other', '已去外地')).toBe(true);
    expect(reasonGiven('decline', 'nothing', '已去外地')).toBe(false);
    expect(reasonGiven('void', undefined, 'x')).toBe(false);
    expect(findReason('reprint', 'lost')?.label).toBe('遗失');
    for (const list of Object.values(REASONS)) expect(list.at(-1)).toMatchObject({ code: 'other', textRequired: true });
  });

  test('permissions have labels; an auditor changes nothing', () => {
    for (const text of Object.values(PERMISSIONS)) expect(text).toMatch(/[\u4e00-\u9fff]/);
    for (const permission of ['case.review', 'case.void', 'case.mark_seal', 'case.print'] as const) {
      expect(permissionsOf(['auditor']).has(permission)).toBe(false);
    }
    expect(permissionsOf(['counsellor', 'auditor']).has('case.review')).toBe(true);
  });
});

describe('dates', () => {
  test('the term ends at the end of a day in Shanghai, whatever the hour of sending', () => {
    for (const sent of ['2027-04-11T16:00:00Z', '2027-04-12T06:36:00Z', '2027-04-12T15:59:59Z']) {
      expect(inviteDeadline(new Date(sent), 14).toISOString()).toBe('2027-04-26T15:59:59.000Z');
    }
    expect(() => inviteDeadline(new Date(), 1.5)).toThrow(RangeError);
    expect(reminderAt(new Date('2027-04-26T15:59:59Z'), 3).toISOString()).toBe('2027-04-23T01:00:00.000Z');
    expect(shanghaiDate(new Date('2027-04-11T16:00:00Z'))).toBe('2027-04-12');
    expect(endOfShanghaiDay(new Date('2027-04-11T16:00:00Z')).toISOString()).toBe('2027-04-12T15:59:59.999Z');
  });

  test('as people read them', () => {
    expect(formatChineseDate('2027-07-01')).toBe('2027年7月1日');
    expect(formatChineseDate(new Date('2027-04-11T16:00:00Z'))).toBe('2027年4月12日');
    expect(formatChineseMonth('2027-06')).toBe('2027年6月');
    expect(formatDateTime(new Date('2027-05-06T01:20:00Z'))).toBe('2027-05-06 09:20');
    expect([formatAmount(8500), formatAmount(1234567.5), formatAmount(0)]).toEqual(['8,500', '1,234,567.50', '0']);
  });
});
