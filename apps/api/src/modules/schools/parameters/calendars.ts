import { makeCalendar, type SchoolPolicy, type WorkCalendar } from '@qiancheng/shared';

const known = new WeakMap<SchoolPolicy, WorkCalendar>();

/** The school's working days; parameters of a version never change, so the calendar is made once. */
export function calendarOf(policy: SchoolPolicy): WorkCalendar {
  const found = known.get(policy);
  if (found) return found;
  const made = makeCalendar({ holidays: policy.calendar.extra_holidays, workdays: policy.calendar.extra_workdays });
  known.set(policy, made);
  return made;
}
