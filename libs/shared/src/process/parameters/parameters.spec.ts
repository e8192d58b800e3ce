import { chainOrder, DEFAULT_POLICY, makePolicy, type PolicyPatch } from '../policy.js';
import type { Slot } from '../states.js';
import { policyAdvice, validatePolicy } from '../validate-policy.js';
import { POLICY_VARIANTS } from '../variants.js';
import { parameterValue, rawValue, withParameter } from './access.js';
import { PARAMETER_GROUPS, PARAMETER_KEYS, PARAMETERS } from './index.js';
import { readPolicy } from './read.js';
import { orderOfLevels, slotLevels } from './slot-levels.js';
import type { ParameterKey } from './types.js';
import { describeChanges, parameterWords, sameParameter } from './words.js';

const paths = (patch: PolicyPatch, base = DEFAULT_POLICY): string[] =>
  validatePolicy(makePolicy(patch, base)).map((problem) => problem.path);

/** Every value that the policy holds, by walking it. */
function leaves(node: object, path = ''): string[] {
  return Object.entries(node).flatMap(([name, value]: [string, unknown]) => {
    const key = `${path}${name}`;
    if ((PARAMETER_KEYS as string[]).includes(key)) return [key];
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? leaves(value, `${key}.`) : [key];
  });
}

describe('the table', () => {
  test('has every value of a policy, and nothing else', () => {
    expect(leaves(DEFAULT_POLICY).sort()).toEqual([...PARAMETER_KEYS].sort());
  });

  test.each(PARAMETER_KEYS)('%s is explained in Chinese', (key) => {
    const { title, explain, group } = PARAMETERS[key];
    expect(title).toMatch(/[\u4e00-\u9fff]/);
    expect(explain).toMatch(/^[^。]+[\u4e00-\u9fff][^。]*。$/);
    expect(PARAMETER_GROUPS).toHaveProperty(group);
  });

  test('stays in the order of its groups, so that the page can be read from it', () => {
    const seen = PARAMETER_KEYS.map((key) => PARAMETERS[key].group);
    expect([...new Set(seen)]).toEqual(Object.keys(PARAMETER_GROUPS));
    expect(seen.filter((group, index) => group !== seen[index - 1])).toHaveLength(Object.keys(PARAMETER_GROUPS).length);
  });
});

describe('values', () => {
  test('are read and replaced by their key, also inside a group; the former policy stays', () => {
    const before = JSON.stringify(DEFAULT_POLICY);
    const changed = withParameter(DEFAULT_POLICY, 'review.levels.employer_invite', ['center']);
    expect(parameterValue(changed, 'review.levels.employer_invite')).toEqual(['center']);
    expect(parameterValue(changed, 'review.levels.student_with_proof')).toEqual(['counsellor', 'college']);
    expect(JSON.stringify(DEFAULT_POLICY)).toBe(before);
    expect(rawValue({ invite: null }, 'invite.ttl_days')).toBeUndefined();
  });

  test.each<[ParameterKey, string]>([
    ['flows.employer_invite', '开通'],
    ['flows.paper_quota_pct', '20%'],
    ['invite.ttl_days', '14 天'],
    ['invite.on_accept_others', '还能查看，不能再接受'],
    ['invite.reminder_days_before', '提前 3、1 天'],
    ['review.levels.student_with_proof', '辅导员，再学院'],
    ['sign.order', '学生签名，再单位盖章，再学院盖章，再学校盖章'],
    ['print.layout_by_level', '都用上面的版式'],
    ['penalty.warn_above', '5,000 元'],
    ['notify.channels', '所有消息：站内'],
    ['notify.quiet_from', '不设'],
    ['calendar.extra_holidays', '没有'],
    ['calendar.tz', '北京时间'],
  ])('%s reads %s', (key, words) => {
    expect(parameterWords(DEFAULT_POLICY, key)).toBe(words);
  });

  test('what differs is told with both values, in the order of the page', () => {
    const after = makePolicy({ sign: { slots: [], effective_at: 'last_review' }, invite: { ttl_days: 7 } });
    expect(describeChanges(DEFAULT_POLICY, after)).toEqual([
      { key: 'invite.ttl_days', group: 'invite', title: '邀约有效期', from: '14 天', to: '7 天' },
      expect.objectContaining({ key: 'sign.slots', to: '不收集签章' }),
      expect.objectContaining({ key: 'sign.order', to: '没有签章' }),
      expect.objectContaining({ key: 'sign.effective_at', to: '最后一级审核通过之时' }),
    ]);
    expect(describeChanges(after, after)).toEqual([]);
  });

  test('the order in which an object was stored is no difference', () => {
    const one = makePolicy({ print: { layout_by_level: { '11': 'A4_cover4', '31': 'A4_duplex2' } } });
    const same = makePolicy({ print: { layout_by_level: { '31': 'A4_duplex2', '11': 'A4_cover4' } } });
    expect(sameParameter(one, same, 'print.layout_by_level')).toBe(true);
    expect(sameParameter(one, DEFAULT_POLICY, 'print.layout_by_level')).toBe(false);
  });
});

describe('the order of signatures as ranks', () => {
  test.each<[string, Slot[][]]>([
    ['V1', []],
    ['V3', [['college'], ['school'], ['employer']]],
    ['V4', [['student'], ['employer'], ['college'], ['school']]],
  ])('%s', (variant, levels) => {
    expect(slotLevels(POLICY_VARIANTS[variant as 'V1'])).toEqual(levels);
  });

  test('two of a rank wait for the same and hold up the same', () => {
    const levels: Slot[][] = [['student'], ['employer', 'college'], ['school']];
    const policy = makePolicy({ sign: { order: orderOfLevels(levels, DEFAULT_POLICY) } });
    expect(slotLevels(policy)).toEqual(levels);
    expect(validatePolicy(policy)).toEqual([]);
  });

  test('a slot that is not used keeps its place as far as that does not contradict', () => {
    const same = orderOfLevels([['student'], ['employer'], ['college'], ['school']], DEFAULT_POLICY);
    const withSuperior = makePolicy({
      sign: { order: same, slots: ['student', 'employer', 'superior', 'college', 'school'] },
    });
    expect(slotLevels(withSuperior)).toEqual([['student'], ['employer'], ['superior'], ['college'], ['school']]);
    const turned = orderOfLevels([['student'], ['school'], ['college'], ['employer']], DEFAULT_POLICY);
    expect(slotLevels(makePolicy({ sign: { order: turned } }))).toEqual([
      ['student'],
      ['school'],
      ['college'],
      ['employer'],
    ]);
    expect(paths({ sign: { order: turned } })).toEqual([]);
  });

  test('contradictions do not hang the page', () => {
    const cyclic = makePolicy({ sign: { order: [...chainOrder('student', 'employer'), ['employer', 'student']] } });
    expect(slotLevels(cyclic).flat().sort()).toEqual([...cyclic.sign.slots].sort());
  });
});

describe('what a school may not decide', () => {
  test.each<[PolicyPatch, string]>([
    [{ invite: { employer_can_set_ttl: true, ttl_days: 60 } }, 'invite.ttl_days'],
    [{ invite: { ttl_days: 3 } }, 'invite.reminder_days_before'],
    [{ invite: { reminder_days_before: [3, 3] } }, 'invite.reminder_days_before'],
    [{ sign: { ttl_days: 5 } }, 'sign.reminder_days_before'],
    [{ reconfirm: { enabled: true, ttl_days: 2 } }, 'reconfirm.reminder_days_before'],
    [{ sign: { mode: 'ca_esign', reauth: 'none' } }, 'sign.reauth'],
    [{ sign: { effective_at: 'accept' } }, 'sign.effective_at'],
    [
      {
        sign: { effective_at: 'last_review' },
        review: { levels: { ...DEFAULT_POLICY.review.levels, employer_invite: [] } },
      },
      'sign.effective_at',
    ],
    [{ print: { open_after: 'all_slots' } }, 'print.open_after'],
    [{ print: { requires: ['student', 'school'] } }, 'print.requires'],
    [{ print: { roles: [] } }, 'print.roles'],
    [{ term: { allow_student: false } }, 'term.online'],
    [{ term: { levels: [] } }, 'term.levels'],
    [{ term: { reason_codes: [] } }, 'term.reason_codes'],
    [{ calendar: { extra_holidays: ['2027-05-04'], extra_workdays: ['2027-05-04'] } }, 'calendar.extra_workdays'],
    [{ calendar: { extra_holidays: ['2027-02-30'] } }, 'calendar.extra_holidays'],
    [{ notify: { quiet_from: '22:00' } }, 'notify.quiet_to'],
    [{ notify: { quiet_from: '22:00', quiet_to: '22:00' } }, 'notify.quiet_to'],
    [{ notify: { quiet_from: '24:00', quiet_to: '07:00' } }, 'notify.quiet_from'],
    [{ notify: { channels: { default: [], x: ['sms'] } } }, 'notify.channels'],
    [{ security: { captcha_after_failures: 5 } }, 'security.captcha_after_failures'],
    [{ security: { password_min_length_staff: 6 } }, 'security.password_min_length_staff'],
    [{ number: { pattern: '{seq6}' } }, 'number.pattern'],
    [{ eligibility: { training_mode_blocklist: ['9'] } }, 'eligibility.training_mode_blocklist'],
  ])('%j is refused at %s', (patch, path) => {
    expect(paths(patch)).toContain(path);
  });

  test('what electronic signing may do, paper may not', () => {
    const electronic = { print: { ...POLICY_VARIANTS.V4e.print, open_after: 'all_slots' as const } };
    expect(paths(electronic, POLICY_VARIANTS.V4e)).toEqual([]);
    expect(paths(electronic, POLICY_VARIANTS.V4)).toEqual(['print.open_after']);
  });

  test('what is off asks for nothing', () => {
    expect(paths({ term: { online: false, levels: [], reason_codes: [], allow_student: false } })).toEqual([]);
    const levels = { ...DEFAULT_POLICY.review.levels, student_with_proof: [] };
    expect(paths({ review: { levels } })).toEqual(['review.levels.student_with_proof']);
    expect(paths({ review: { levels }, flows: { student_with_proof: false } })).toEqual([]);
  });

  test('advice stands in nobody’s way', () => {
    const policy = makePolicy({ sign: { reauth: 'none' }, security: { second_factor_staff: false } });
    expect(policyAdvice(policy).map((one) => one.path)).toEqual(['sign.reauth', 'security.second_factor_staff']);
    expect(validatePolicy(policy)).toEqual([]);
    expect(policyAdvice(DEFAULT_POLICY)).toEqual([]);
  });
});

describe('a policy that was sent', () => {
  const sent = (): Record<string, Record<string, unknown>> =>
    JSON.parse(JSON.stringify(POLICY_VARIANTS.V3)) as Record<string, Record<string, unknown>>;

  test('comes back as it is when it is right', () => {
    expect(readPolicy(sent())).toEqual({ policy: POLICY_VARIANTS.V3, problems: [] });
  });

  test.each<[string, (policy: Record<string, Record<string, unknown>>) => void, string]>([
    ['a value of another kind', (p) => (p['invite']!['ttl_days'] = '14'), 'invite.ttl_days'],
    ['a fraction', (p) => (p['invite']!['ttl_days'] = 1.5), 'invite.ttl_days'],
    ['a missing value', (p) => delete p['sign']!['mode'], 'sign.mode'],
    ['a missing group', (p) => delete p['sign'], 'sign.slots'],
    ['a group that is none', (p) => (p['sign'] = [] as never), 'sign.slots'],
    ['an unknown value', (p) => (p['sign']!['speed'] = 3), 'sign.speed'],
    ['an unknown group', (p) => (p['extra'] = {}), 'extra'],
    [
      'an unknown flow',
      (p) => ((p['review']!['levels'] as object as Record<string, unknown>)['x'] = []),
      'review.levels.x',
    ],
    ['an unknown option', (p) => (p['sign']!['reauth'] = 'toString'), 'sign.reauth'],
    ['an unknown slot in the order', (p) => (p['sign']!['order'] = [['student', 'dean']]), 'sign.order'],
    ['an unknown level', (p) => (p['print']!['layout_by_level'] = { '99': 'A4_cover4' }), 'print.layout_by_level'],
    ['messages by no way at all', (p) => (p['notify']!['channels'] = {}), 'notify.channels'],
  ])('%s is refused at its key', (_what, spoil, path) => {
    const policy = sent();
    spoil(policy);
    expect(readPolicy(policy).problems.map((problem) => problem.path)).toContain(path);
  });

  test.each([null, 'policy', [], 7])('%j is no policy', (value) => {
    expect(readPolicy(value).problems.length).toBeGreaterThan(50);
  });

  test('combinations are checked as well', () => {
    const policy = sent();
    policy['flows']!['student_to_employer'] = false;
    expect(readPolicy(policy).problems).toEqual([{ path: 'flows', message: '至少开通一种签约方式' }]);
  });
});
