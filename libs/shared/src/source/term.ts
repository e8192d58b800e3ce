import { isDay } from '../process/dates.js';
import { COHORT_LIMITS, shiftedSchedule } from '../organisation.js';

/** What becomes of a submission after the last day. Whatever was returned is always taken. */
export const LATE_SUBMISSIONS = ['refuse', 'accept'] as const;
export type LateSubmission = (typeof LATE_SUBMISSIONS)[number];
export const LATE_SUBMISSION_LABELS: Readonly<Record<LateSubmission, string>> = {
  refuse: '不再接收，退回修改的除外',
  accept: '照常接收',
};

/** Until when the students of a cohort submit their source information. */
export interface SourceTerm {
  /** The last day on which it counts as in time. */
  until: string;
  late: LateSubmission;
}

/** 2027-04-30 as people say it within the year. */
export function dayWords(day: string): string {
  return `${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日`;
}

/** What the school has set, in one sentence. */
export function sourceTermWords(term: SourceTerm | null): string {
  if (!term) return '没有设提交截止日，随时可以提交。';
  return `学生最晚 ${term.until} 提交，过后${LATE_SUBMISSION_LABELS[term.late]}。`;
}

/** That of the next cohort, as the calendar goes on. */
export function shiftedTerm({ until, late }: SourceTerm, years: number): SourceTerm {
  const [entry] = shiftedSchedule([{ key: '', label: '', from: until, to: until }], years);
  return { until: entry?.to ?? until, late };
}

/** null: the day will do. */
export function sourceTermProblem(year: number, until: string): string | null {
  const first = `${year - COHORT_LIMITS.yearsBefore}-01-01`;
  const last = `${year + COHORT_LIMITS.yearsAfter}-12-31`;
  if (!isDay(until)) return '写成 2027-04-30 这样的日期。';
  return until < first || until > last ? `截止日要在 ${first} 到 ${last} 之间。` : null;
}

/** 0 on the last day, less than 0 after it. */
export function sourceDaysLeft({ until }: SourceTerm, today: string): number {
  return Math.round((Date.parse(until) - Date.parse(today)) / 86_400_000);
}

/** The last day, where it is over and nothing is taken any more. */
export function sourceClosedOn(term: SourceTerm | null, today: string): string | null {
  return term && term.late === 'refuse' && today > term.until ? term.until : null;
}

/** How the last day stands, for a line of its own. */
export function sourceTermStanding(term: SourceTerm & { daysLeft: number }): string {
  const day = dayWords(term.until);
  if (term.daysLeft < 0) return term.late === 'accept' ? `${day} 已截止，仍接收` : `${day} 已截止`;
  return term.daysLeft === 0 ? '今天截止' : `${day} 截止，还有 ${term.daysLeft} 天`;
}

/** A teacher's reminder to whoever has not submitted, to be sent as it is or changed. */
export function sourceReminder(term: SourceTerm): { title: string; text: string } {
  const day = dayWords(term.until);
  const after = term.late === 'accept' ? '' : '，过后不再接收';
  return {
    title: `请在 ${day} 前提交生源信息`,
    text: `生源信息核验 ${day} 截止${after}。请打开「生源信息」核对、补全后提交。`,
  };
}
