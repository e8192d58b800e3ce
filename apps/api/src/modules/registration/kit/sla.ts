import { addWorkdays, endOfShanghaiDay, NATIONAL_CALENDAR, type WorkCalendar } from '@qiancheng/shared';

/** The end of the n-th working day after today, in Shanghai: until then there is an answer. */
export function slaDueAt(now: Date, workdays: number, calendar: WorkCalendar = NATIONAL_CALENDAR): Date {
  return endOfShanghaiDay(new Date(`${addWorkdays(now, workdays, calendar)}T04:00:00Z`));
}
