import { DEFAULT_POLICY } from '@qiancheng/shared';
import { problemsOf } from './password-rules.js';

const owner = { login: 'college01', name: '王知微' };
const codes = (audience: 'teacher' | 'platform' | 'student' | 'employer', password: string, who = owner): string[] =>
  problemsOf(audience, password, who, DEFAULT_POLICY.security).map((problem) => problem.code);

describe('password rules', () => {
  it.each([
    ['Ab3!x', ['TOO_SHORT']],
    ['abcdefgh12', ['TOO_FEW_KINDS']],
    ['lanyundaxue-fei', ['TOO_FEW_KINDS']],
    ['My-College01-x', ['CONTAINS_OWNER']],
    ['wangzhiwei-A7', ['CONTAINS_OWNER']],
    ['就业王知微-Aa7x', ['CONTAINS_OWNER']],
    ['Password123!', ['TOO_COMMON']],
    ['abc', ['TOO_SHORT', 'TOO_FEW_KINDS']],
    ['Tulip-9-harbour', []],
    ['春眠不觉晓Aa7处处闻', []],
  ])('for staff and operators: %s → %j', (password, expected) => {
    expect(codes('teacher', password)).toEqual(expected);
    expect(codes('platform', password)).toEqual(expected);
  });

  it.each([
    ['abc123', ['TOO_SHORT']],
    ['12345678', ['TOO_COMMON']],
    ['password', ['TOO_COMMON']],
    ['P@ssw0rd', ['TOO_COMMON']],
    ['qwertyuiop', ['TOO_COMMON']],
    ['11111111', ['TOO_COMMON']],
    ['20230017', ['TOO_COMMON']],
    ['violet harbour', []],
    ['kxq7vbnt', []],
  ])('for students and employers: %s → %j', (password, expected) => {
    const student = { login: '20230017', name: '欧阳䶮' };
    expect(codes('student', password, student)).toEqual(expected);
    expect(codes('employer', password, student)).toEqual(expected);
  });

  it('follows the lengths that a school has set', () => {
    const security = { ...DEFAULT_POLICY.security, password_min_length_staff: 14, password_min_length_others: 12 };
    expect(problemsOf('teacher', 'Tulip-9-hbr', owner, security)[0]?.message).toContain('14');
    expect(problemsOf('student', 'kxq7vbnt', owner, security)[0]?.message).toContain('12');
  });

  it('judges the longest password that a request may carry without delay', () => {
    const before = process.cpuUsage();
    codes('student', 'aA1!'.repeat(50));
    expect(process.cpuUsage(before).user).toBeLessThan(2_000_000);
  });
});
