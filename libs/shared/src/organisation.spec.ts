import {
  readYears,
  scheduleProblems,
  shiftedSchedule,
  studyLevelName,
  workingCohort,
  type CohortEntry,
} from './organisation.js';

const entry = (label: string, from: string, to: string): CohortEntry => ({ key: label, label, from, to });

describe('units', () => {
  test.each([
    ['4', 4],
    ['2.5', 2.5],
    ['0.5', 0.5],
    ['0', null],
    ['10.5', null],
    ['2.25', null],
    ['四', null],
    ['-4', null],
  ])('%s years read as %s', (text, years) => {
    expect(readYears(text)).toBe(years);
  });

  test('an unknown level is shown as its code', () => {
    expect(studyLevelName('31')).toBe('本科');
    expect(studyLevelName('99')).toBe('99');
  });
});

describe('the calendar of a cohort', () => {
  test('may overlap and touch', () => {
    expect(
      scheduleProblems(2027, [entry('签约', '2026-10-08', '2027-06-30'), entry('离校', '2027-06-30', '2027-06-30')]),
    ).toEqual([]);
  });

  test.each<[CohortEntry[], number, string]>([
    [[entry('签约', '2027-06-30', '2027-06-29')], 0, 'to'],
    [[entry('签约', '2024-12-31', '2027-06-30')], 0, 'from'],
    [[entry('签约', '2027-06-30', '2029-01-01')], 0, 'to'],
    [[entry('签约', '2027-01-01', '2027-02-01'), entry('签约', '2027-03-01', '2027-04-01')], 1, 'label'],
  ])('%j is refused', (entries, index, field) => {
    expect(scheduleProblems(2027, entries)).toEqual([expect.objectContaining({ index, field })]);
  });

  test('moves on by whole years; a leap day has no twin', () => {
    expect(shiftedSchedule([entry('签约', '2027-10-08', '2028-02-29')], 1)).toEqual([
      entry('签约', '2028-10-08', '2029-02-28'),
    ]);
  });
});

describe('the cohort that pages begin with', () => {
  const cohorts = [
    { year: 2028, open: true },
    { year: 2027, open: true, school: 'first' },
    { year: 2027, open: true, school: 'second' },
    { year: 2026, open: false },
  ];
  test.each([
    ['2026-11-28', 2027],
    ['2027-08-31', 2027],
    ['2027-09-01', 2028],
    // all are over: the newest that is still open
    ['2029-10-01', 2028],
  ])('on %s is %i', (today, year) => {
    expect(workingCohort(cohorts, today)?.year).toBe(year);
  });

  test('is the first of several schools, and one that is closed only where none is open', () => {
    expect(workingCohort(cohorts, '2026-11-28')).toBe(cohorts[1]);
    expect(workingCohort([{ year: 2026, open: false }], '2026-11-28')?.year).toBe(2026);
    expect(workingCohort([], '2026-11-28')).toBeUndefined();
  });
});
