import { describe, expect, it } from 'vitest';
import { shortDate, shortTime } from './shortTime.js';

describe('short times', () => {
  const now = '2027-04-26T06:32:00Z';

  it('leave out the present year, in the schools’ time zone', () => {
    expect(shortTime('2027-04-19T16:05:00Z', now)).toBe('4-20 00:05');
    expect(shortDate('2027-11-09T01:00:00Z', now)).toBe('11-09');
  });

  it('name another year, and nothing for nothing', () => {
    expect(shortTime('2026-09-07T00:00:00Z', now)).toBe('2026-09-07 08:00');
    expect(shortTime(null, now)).toBe('');
  });
});
