import { describe, expect, it } from 'vitest';
import { barsOf, partsOf } from './progress.js';

const level = (name: 'counsellor' | 'college' | 'center', label: string, waiting: number) => ({
  level: name,
  label,
  passed: 0,
  waiting,
  returned: 0,
});
const PROGRESS = {
  total: 100,
  approved: 40,
  returned: 10,
  notStarted: 20,
  levels: [level('counsellor', '辅导员', 5), level('college', '学院', 10), level('center', '就业中心', 15)],
};

describe('the bar of a unit', () => {
  it('runs from what is done to what has not begun, and leaves nobody out', () => {
    const parts = partsOf(PROGRESS);
    expect(parts.map(({ key }) => key)).toEqual([
      'approved',
      'center',
      'college',
      'counsellor',
      'returned',
      'notStarted',
    ]);
    expect(parts.reduce((sum, { count }) => sum + count, 0)).toBe(PROGRESS.total);
    expect(parts[0]?.filters).toEqual({ center: 'passed' });
    expect(parts[3]?.filters).toEqual({ counsellor: 'waiting' });
  });

  it('draws what is there, and of nothing nothing', () => {
    const bars = barsOf(partsOf({ ...PROGRESS, returned: 0, notStarted: 30 }), 100, 600);
    expect(bars.map(({ key }) => key)).not.toContain('returned');
    expect(bars.at(-1)?.x).toBeCloseTo(420);
    expect(barsOf(partsOf(PROGRESS), 0, 600).every(({ width }) => Number.isFinite(width))).toBe(true);
  });
});
