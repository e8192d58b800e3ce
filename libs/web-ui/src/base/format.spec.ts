import { describe, expect, it } from 'vitest';
import { formatDate, formatDay, formatDayTime, formatDeadline, formatMoney, formatWhen } from './format.js';

// 14:36 in Shanghai
const NOW = new Date('2027-04-12T06:36:00Z');

describe('dates are told in the schools’ zone', () => {
  it('turns the last second of a day in Shanghai into that day, wherever the reader sits', () => {
    expect(formatDate('2027-04-14T15:59:59Z')).toBe('2027-04-14');
    expect(formatDayTime('2027-04-14T15:59:59Z', NOW)).toBe('4月14日 23:59');
    expect(formatDate('2027-04-14T16:00:00Z')).toBe('2027-04-15');
  });
  it('names the year only when it is another one', () => {
    expect(formatDay('2027-07-01', NOW)).toBe('7月1日');
    expect(formatDay('2028-01-05', NOW)).toBe('2028年1月5日');
  });
  it('tells events the way people do', () => {
    expect(formatWhen('2027-04-12T06:02:00Z', NOW)).toBe('14:02');
    expect(formatWhen('2027-04-11T13:10:00Z', NOW)).toBe('昨天 21:10');
    expect(formatWhen('2027-04-10T01:00:00Z', NOW)).toBe('4月10日');
  });
  it('answers nothing for nothing', () => {
    expect(formatDate(null, '—')).toBe('—');
    expect(formatWhen(undefined)).toBe('');
    expect(formatDate('not a date')).toBe('');
  });
});

describe('deadlines', () => {
  it('counts days and hours when it is close, and only then warns', () => {
    const soon = formatDeadline('2027-04-14T15:59:59Z', NOW, '2027-03-31T06:00:00Z');
    expect(soon).toMatchObject({ left: '还剩 2 天 9 小时', at: '4月14日 23:59', soon: true, over: false });
    expect(soon.ratio).toBeGreaterThan(0.1);
    expect(formatDeadline('2027-04-17T15:59:59Z', NOW)).toMatchObject({ left: '还剩 5 天', soon: false });
    expect(formatDeadline('2027-04-12T07:00:00Z', NOW)).toMatchObject({ left: '还剩 24 分钟', soon: true });
  });
  it('says when it is over', () => {
    expect(formatDeadline('2027-04-12T06:00:00Z', NOW)).toMatchObject({ left: '已到期', over: true, ratio: 0 });
  });
});

describe('money', () => {
  it('groups thousands and keeps what is no number empty', () => {
    expect(formatMoney(8500)).toBe('8,500');
    expect(formatMoney(0)).toBe('0');
    expect(formatMoney(null, '还没填')).toBe('还没填');
    expect(formatMoney(Number.NaN)).toBe('');
  });
});
