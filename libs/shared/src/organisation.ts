/** What a school's units are called and how they may be written: the forms, the sheet and the API read this. */

/** Levels of study by the code that a graduate of it gets. */
export const STUDY_LEVELS = [
  { code: '31', name: '本科' },
  { code: '41', name: '专科' },
  { code: '61', name: '高职' },
  { code: '25', name: '二学位' },
  { code: '11', name: '硕士' },
  { code: '01', name: '博士' },
] as const;

export const STUDY_LEVEL_CODES: readonly string[] = STUDY_LEVELS.map((level) => level.code);

export function studyLevelName(code: string): string {
  return STUDY_LEVELS.find((level) => level.code === code)?.name ?? code;
}

export const UNIT_KINDS = ['college', 'major', 'class'] as const;
export type UnitKind = (typeof UNIT_KINDS)[number];
export const UNIT_LABELS: Record<UnitKind, string> = { college: '学院', major: '专业', class: '班级' };

export const UNIT_LIMITS = {
  code: 20,
  name: 60,
  /** Length of study in years; one digit after the point. */
  minYears: 0.5,
  maxYears: 10,
  /** More than this look after no class. */
  counsellors: 10,
} as const;

/** Letters, digits and hyphens, as registries write unit codes. */
export const UNIT_CODE = /^[0-9A-Za-z][0-9A-Za-z-]*$/;
export const UNIT_CODE_TEXT = '只能用字母、数字和连字符。';

/** '2.5' → 2.5; null: not a length of study. */
export function readYears(text: string): number | null {
  if (!/^\d{1,2}(\.\d)?$/.test(text)) return null;
  const years = Number(text);
  return years >= UNIT_LIMITS.minYears && years <= UNIT_LIMITS.maxYears ? years : null;
}

/** One line of a cohort's calendar: days of the school. */
export interface CohortEntry {
  key: string;
  label: string;
  from: string;
  to: string;
}

export const COHORT_LIMITS = { entries: 12, label: 20, yearsBefore: 2, yearsAfter: 1 } as const;

export interface ScheduleProblem {
  index: number;
  field: 'label' | 'from' | 'to';
  message: string;
}

/** What stands in the way of a calendar, by the line: whole sentences. */
export function scheduleProblems(year: number, entries: readonly CohortEntry[]): ScheduleProblem[] {
  const first = `${year - COHORT_LIMITS.yearsBefore}-01-01`;
  const last = `${year + COHORT_LIMITS.yearsAfter}-12-31`;
  return entries.flatMap(({ label, from, to }, index): ScheduleProblem[] => {
    if (entries.findIndex((other) => other.label === label) < index)
      return [{ index, field: 'label', message: `「${label}」写了两次。` }];
    if (from < first || from > last)
      return [{ index, field: 'from', message: `开始日期要在 ${first} 到 ${last} 之间。` }];
    if (to < from) return [{ index, field: 'to', message: '结束不能早于开始。' }];
    return to > last ? [{ index, field: 'to', message: `结束日期不能晚于 ${last}。` }] : [];
  });
}

/** The calendar of a new cohort: that of the one before, as many years later. */
export function shiftedSchedule(entries: readonly CohortEntry[], years: number): CohortEntry[] {
  const shift = (day: string): string => {
    const moved = `${Number(day.slice(0, 4)) + years}${day.slice(4)}`;
    return moved.endsWith('-02-29') ? `${moved.slice(0, 4)}-02-28` : moved;
  };
  return entries.map((entry) => ({ ...entry, from: shift(entry.from), to: shift(entry.to) }));
}

/**
 * The cohort that pages begin with while several are open: the next one to graduate. From September on nobody of this year's is
 * waited for. Without an open one the newest there is.
 */
export function workingCohort<T extends { year: number; open: boolean }>(
  cohorts: readonly T[],
  today: string,
): T | undefined {
  const newest = [...cohorts].sort((a, b) => b.year - a.year);
  const open = newest.filter((cohort) => cohort.open);
  const next = Number(today.slice(0, 4)) + (today.slice(5, 7) >= '09' ? 1 : 0);
  const ahead = open.filter(({ year }) => year >= next);
  const year = ahead.at(-1)?.year;
  return ahead.find((cohort) => cohort.year === year) ?? open[0] ?? newest[0];
}
