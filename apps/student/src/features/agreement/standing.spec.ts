import { describe, expect, it } from 'vitest';
import { offer } from '../../testing/fixtures.js';
import { routeOf, sayOf, waited } from './standing.js';

const now = new Date('2027-04-12T06:00:00.000Z');
const read = (parts: readonly (string | { nb: string })[]): string =>
  parts.map((part) => (typeof part === 'string' ? part : part.nb)).join('');
const step = (label: string, status: 'done' | 'now' | 'todo', at: string | null = null) => ({
  key: label,
  label,
  status,
  at,
  byName: null,
  note: null,
});
const signable = { action: 'slot_done', slot: 'student', label: '阅读并签名', allowed: true, code: null, reason: null };

describe('my agreement in one sentence', () => {
  it('says that it is my turn, and until when', () => {
    const agreement = offer({ state: 'SIGNING', deadlineAt: '2027-05-12T15:59:59Z', availableActions: [signable] });
    expect(read(sayOf(agreement, now))).toBe('轮到你签名，5月12日 前签完。');
  });

  it('says whose turn it is once I have signed', () => {
    const agreement = offer({
      state: 'SIGNING',
      deadlineAt: '2027-05-12T15:59:59Z',
      availableActions: [],
      slots: [{ slot: 'student', label: '学生签名', done: true, doneAt: null, method: 'handwriting', byName: null }],
      progress: [step('学生签名', 'done'), step('单位盖章', 'now')],
    });
    expect(read(sayOf(agreement, now))).toBe('你已签名，等单位盖章。5月12日 前要全部签完。');
  });

  it('says from when it holds, and repeats a reason word for word', () => {
    const signed = offer({ state: 'SIGNED', signedAt: '2027-04-10T01:30:00Z' });
    expect(read(sayOf(signed, now))).toBe('三方签章齐全，4月10日 起生效。7月1日 前到单位报到。');
    const voided = offer({
      state: 'VOIDED',
      stateLabel: '已作废',
      events: [
        {
          id: '1',
          action: 'void',
          label: '作废',
          at: '2027-04-10T01:30:00Z',
          actorName: '招生就业处 李老师',
          actorKind: 'staff',
          fromState: 'SIGNING',
          toState: 'VOIDED',
          reasonLabel: '重复签约',
          reasonText: '与另一份协议重复',
          note: null,
        },
      ],
    });
    expect(read(sayOf(voided, now))).toBe('已作废。原因：重复签约。「与另一份协议重复」');
  });

  it('writes the record with dates, and the waiting step with days and deadline', () => {
    const agreement = offer({
      state: 'SIGNING',
      stateSince: '2027-04-06T13:10:00Z',
      deadlineAt: '2027-05-12T15:59:59Z',
      progress: [step('应约', 'done', '2027-03-24T06:41:00Z'), step('单位盖章', 'now'), step('学校盖章', 'todo')],
    });
    expect(routeOf(agreement, now).map(({ note }) => note)).toEqual(['3月24日 14:41', '已等 6 天，5月12日 前', null]);
  });

  it('does not count a first day', () => {
    expect(waited('2027-04-12T01:00:00Z', now)).toBe('');
    expect(waited('2027-04-11T15:59:00Z', now)).toBe('已等 1 天');
  });
});
