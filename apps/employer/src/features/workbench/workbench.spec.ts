import type { EmployerSummary } from '@qiancheng/api-client/employer';
import { describe, expect, it } from 'vitest';
import { dueLines, stripDays } from './dueDays.js';
import { todoTarget } from './todos.js';
import { waitingCount, waitingWords } from './waiting.js';

// 00:30 on 13 April in Shanghai, still 12 April in UTC
const NOW = new Date('2027-04-12T16:30:00Z');

describe('the strip of fourteen days', () => {
  const days = stripDays(
    [
      { date: '2027-04-13', count: 1, items: [] },
      { date: '2027-04-17', count: 3, items: [] },
    ],
    NOW,
  );
  it('begins today, in the schools’ zone', () => {
    expect(days).toHaveLength(14);
    expect(days[0]).toMatchObject({ date: '2027-04-13', label: '今天', count: 1, soon: true });
    expect(days[4]).toMatchObject({ date: '2027-04-17', label: '17', weekend: true, count: 3, soon: false });
  });
  it('names the month where it begins', () => {
    expect(stripDays([], new Date('2027-04-25T04:00:00Z')).map((day) => day.label)).toContain('5-1');
  });
  it('on a phone is a list of the days that have any', () => {
    expect(dueLines(days).map((line) => `${line.text} ${line.count}`)).toEqual(['4月13日 今天 1', '4月17日 周六 3']);
  });
});

describe('what waits for the unit', () => {
  const todo = (kind: string, count = 1) => ({
    kind,
    caseId: 'c',
    count,
    title: 't',
    whose: 'w',
    deadlineAt: null,
    action: 'a',
  });
  const summary = (ours: number, kinds: string[], due: [string, number][] = []): EmployerSummary =>
    ({
      counts: { signable: 0, pending: 0, signed: 0, terminated: 0 },
      stages: [{ key: 'signing', label: '签章中', count: ours, ball: 'us', note: null, ours }],
      todos: kinds.map((kind) => todo(kind)),
      due: due.map(([date, count]) => ({ date, count, items: [] })),
      events: [],
    }) as EmployerSummary;

  it('counts from the stages when the list of to-dos was cut', () => {
    expect(waitingCount(summary(12, ['seal', 'seal', 'draft']))).toBe(13);
  });
  it('counts people who ask to join one by one, and what is only told not at all', () => {
    const told = summary(0, ['settlement_returned', 'change_submitted']);
    const asked = { ...told, todos: [...told.todos, todo('join_requests', 2)] } as EmployerSummary;
    expect(waitingCount(asked)).toBe(3);
    expect(waitingWords(asked, NOW)).toBe('2 人等你同意加入，1 份申请被退回');
    expect(waitingCount(summary(0, ['change_submitted']))).toBe(0);
  });
  it('leads to the page where it is done', () => {
    const target = (kind: EmployerSummary['todos'][number]['kind']) => todoTarget({ kind, caseId: 'c' });
    expect(target('draft')).toEqual({ name: 'invite', params: { id: 'c' } });
    expect(target('seal')).toEqual({ name: 'case', params: { id: 'c' } });
    expect([target('join_requests'), target('settlement_returned'), target('change_returned')]).toEqual([
      { name: 'members' },
      { name: 'schools' },
      { name: 'company' },
    ]);
  });
  it('says how many of what', () => {
    expect(
      waitingWords(
        summary(
          2,
          ['seal', 'seal', 'draft'],
          [
            ['2027-04-14', 2],
            ['2027-04-20', 5],
          ],
        ),
        NOW,
      ),
    ).toBe('2 份协议等你们盖章，1 份草稿没有发出，2 份邀约 3 天内到期');
    expect(waitingWords(summary(0, []), NOW)).toBe('');
  });
});
