import { slaDueAt } from './sla.js';

test('three working days over a weekend, to the last second of the day in Shanghai', () => {
  // Thursday afternoon; Friday, Monday and Tuesday are worked.
  expect(slaDueAt(new Date('2027-04-15T08:00:00Z'), 3).toISOString()).toBe('2027-04-20T15:59:59.999Z');
});

test('late in the evening in London it is tomorrow in Shanghai', () => {
  expect(slaDueAt(new Date('2027-04-15T20:00:00Z'), 1).toISOString()).toBe('2027-04-19T15:59:59.999Z');
});
