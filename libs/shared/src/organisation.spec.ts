import { readYears, scheduleProblems, shiftedSchedule, studyLevelName, type CohortEntry } from './organisation.js';

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
