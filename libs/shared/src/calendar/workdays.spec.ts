import { addWorkdays, makeCalendar, NATIONAL_CALENDAR, workdaysBetween } from './workdays.js';

test.each([
  ['2026-02-14', true],
  ['2026-02-15', false],
  ['2026-02-16', false],
  ['2026-02-28', true],
  ['2025-10-08', false],
  ['2025-10-11', true],
  ['2027-05-03', true],
  ['2027-02-05', false],
  ['2031-05-03', false],
  ['2031-05-05', true],
])('%s is a working day: %s', (day, works) => {
  expect(NATIONAL_CALENDAR.isWorkday(day)).toBe(works);
});

test('15 working days over the Spring Festival', () => {
  // 2026-02-13 is a Friday: the 14th is worked, then nine days off.
  expect(addWorkdays('2026-02-13', 1)).toBe('2026-02-14');
  expect(addWorkdays('2026-02-13', 2)).toBe('2026-02-24');
  expect(addWorkdays('2026-02-13', 15)).toBe('2026-03-12');
  expect(addWorkdays('2026-03-12', -15)).toBe('2026-02-13');
  expect(addWorkdays('2026-02-15', 0)).toBe('2026-02-15');
});

test('an instant counts by its day in Shanghai', () => {
  expect(addWorkdays(new Date('2027-04-15T16:30:00Z'), 1)).toBe('2027-04-19');
  expect(addWorkdays(new Date('2027-04-15T15:30:00Z'), 1)).toBe('2027-04-16');
});

test('adding and counting agree', () => {
  for (let n = 0; n <= 60; n += 1) expect(workdaysBetween('2026-01-20', addWorkdays('2026-01-20', n))).toBe(n);
  expect(workdaysBetween('2026-02-24', '2026-02-13')).toBe(-2);
  expect(workdaysBetween('2026-02-13', '2026-02-13')).toBe(0);
});

test('counting by months is counting day by day', () => {
  const calendar = makeCalendar({ holidays: ['2026-03-31', '2027-01-04'], workdays: ['2026-12-31', '2027-02-28'] });
  for (const from of ['2025-12-31', '2026-01-01', '2026-02-27', '2026-12-30']) {
    let count = 0;
    for (let time = Date.parse(`${from}T00:00:00Z`) + 86_400_000, n = 0; n < 500; time += 86_400_000, n += 1) {
      const day = new Date(time).toISOString().slice(0, 10);
      if (calendar.isWorkday(day)) count += 1;
      expect([from, day, workdaysBetween(from, day, calendar)]).toEqual([from, day, count]);
    }
  }
});

test('a school’s own days', () => {
  const calendar = makeCalendar({ holidays: ['2027-04-12'], workdays: ['2027-04-17'] });
  expect(calendar.isWorkday('2027-04-12')).toBe(false);
  expect(calendar.isWorkday('2027-04-17')).toBe(true);
  expect(addWorkdays('2027-04-11', 1, calendar)).toBe('2027-04-13');
});

test('nonsense is not counted', () => {
  expect(() => addWorkdays('soon', 1)).toThrow(RangeError);
  expect(() => addWorkdays('2027-04-12', 1.5)).toThrow(RangeError);
  expect(() => workdaysBetween('2027-04-12', 'x')).toThrow(RangeError);
});
