import {
  endOfShanghaiDay,
  NATIONAL_CALENDAR,
  shanghaiDate,
  type WorkCalendar,
  workdaysBetween,
} from '@qiancheng/shared';
import type { TermView } from './http/review.dto.js';

export const DUE_STATES = ['late', 'today', 'later'] as const;
export type DueState = (typeof DUE_STATES)[number];

/** Until when there is an answer, and how many working days are left after today; below zero: how many it is late. */
export function termView(dueAt: Date | null, now: Date, calendar: WorkCalendar = NATIONAL_CALENDAR): TermView | null {
  if (!dueAt) return null;
  return {
    at: dueAt.toISOString(),
    workdaysLeft: workdaysBetween(now, dueAt, calendar),
    state: dueAt < now ? 'late' : shanghaiDate(dueAt) === shanghaiDate(now) ? 'today' : 'later',
  };
}

/** The same as a condition; `column` is a timestamptz. */
export function dueWhere(column: string, due: DueState, now: Date, bind: (value: unknown) => string): string {
  switch (due) {
    case 'late':
      return `${column} < ${bind(now)}`;
    case 'today':
      return `${column} >= ${bind(now)} and ${column} <= ${bind(endOfShanghaiDay(now))}`;
    case 'later':
      return `${column} > ${bind(endOfShanghaiDay(now))}`;
  }
}
