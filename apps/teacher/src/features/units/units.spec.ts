import { describe, expect, it } from 'vitest';
import { messageTarget } from '../../shared/messageTarget.js';
import { findingsProblem, newFinding } from './certification/findings.js';
import { deadlineWords } from './deadline.js';
import { filtersOf, queueOf } from './queue.js';
import { consequences } from './settlement/consequences.js';

describe('the words of a deadline', () => {
  it.each([
    ['late', 0, '已超时'],
    ['late', -2, '超时 2 个工作日'],
    ['today', 0, '今天到期'],
    ['later', 3, '剩 3 个工作日'],
  ] as const)('%s with %i days', (state, workdaysLeft, words) => {
    expect(deadlineWords({ state, workdaysLeft })).toBe(words);
  });
});

describe('what a record takes along from its list', () => {
  it('is the tab, the order and the conditions, nothing else', () => {
    const query = { status: 'returned', sort: '-due', q: '云帆', page: '3', other: 'x', nature: '' };
    expect(queueOf(query, ['q', 'nature'])).toEqual({ status: 'returned', sort: '-due', q: '云帆' });
    expect(filtersOf(query, ['q', 'nature'])).toEqual({ q: '云帆' });
  });
});

describe('what is still missing before findings can be sent', () => {
  it('is at least one, each with a reason, with words where the code alone says nothing', () => {
    expect(findingsProblem([])).toContain('至少写一条');
    expect(findingsProblem([newFinding('licence')])).toContain('选一个原因');
    expect(findingsProblem([{ field: 'licence', code: 'other', text: ' ' }])).toContain('请写明');
    expect(findingsProblem([{ field: 'licence', code: 'unreadable', text: '' }])).toBeNull();
  });
});

describe('what comes of a decision', () => {
  const figures = { invited: 2, running: 3, signed: 4 };
  it('is said before: suspending closes the workspace and leaves the agreements', () => {
    const words = consequences('suspend', figures).join('');
    expect(words).toContain('不能进入本校的工作台');
    expect(words).toContain('2 份邀约');
    expect(words).toContain('7 份协议不受影响');
    expect(consequences('suspend', { invited: 0, running: 0, signed: 0 }).join('')).not.toContain('0 份');
  });
  it('is little where nothing is taken away', () => {
    expect(consequences('return', figures)).toHaveLength(1);
  });
});

describe('a message of these portals', () => {
  it('leads to the record that it is about, where the portal has such records', () => {
    const about = { kind: 'settlement', id: 'u' } as const;
    expect(messageTarget({ about }, (name) => name === 'settlement')).toEqual({
      name: 'settlement',
      params: { id: 'u' },
    });
    expect(messageTarget({ about }, () => false)).toBeNull();
    expect(messageTarget({ caseId: 'c' }, () => true)).toEqual({ name: 'agreement', params: { id: 'c' } });
  });
});
