import { shanghaiDate } from '../process/dates.js';
import { HOLIDAYS } from './holidays.data.js';

/** Days are 'YYYY-MM-DD' in Shanghai. */
export interface WorkCalendar {
  isWorkday(day: string): boolean;
}

const DAY_MS = 86_400_000;
const ms = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** The national table with the days a school adds; a year without a table falls back to its weekends. */
export function makeCalendar(extra: { holidays?: readonly string[]; workdays?: readonly string[] } = {}): WorkCalendar {
  const off = new Set<string>();
  const work = new Set<string>();
  for (const year of Object.values(HOLIDAYS)) {
    for (const [first, last] of year.off) {
      for (let time = ms(first); time <= ms(last); time += DAY_MS) off.add(dayOf(time));
    }
    for (const day of year.work) work.add(day);
  }
  for (const day of extra.holidays ?? []) {
    off.add(day);
    work.delete(day);
  }
  for (const day of extra.workdays ?? []) {
    work.add(day);
    off.delete(day);
  }
  return {
    isWorkday(day) {
      if (work.has(day)) return true;
      if (off.has(day)) return false;
      const weekday = new Date(ms(day)).getUTCDay();
      return weekday !== 0 && weekday !== 6;
    },
  };
}

export const NATIONAL_CALENDAR = makeCalendar();

const asDay = (date: Date | string): string => (typeof date === 'string' ? date.slice(0, 10) : shanghaiDate(date));

/** The n-th working day after this day, which itself does not count. */
export function addWorkdays(date: Date | string, n: number, calendar: WorkCalendar = NATIONAL_CALENDAR): string {
  if (!Number.isInteger(n)) throw new RangeError('n must be a whole number of working days');
  const step = n < 0 ? -DAY_MS : DAY_MS;
  let time = ms(asDay(date));
  if (Number.isNaN(time)) throw new RangeError(`not a date: ${String(date)}`);
  for (let left = Math.abs(n); left > 0;) {
    time += step;
    if (calendar.isWorkday(dayOf(time))) left -= 1;
  }
  return dayOf(time);
}

/** By month, the working days up to each of its days; counted once a calendar, for lists ask for every row that waits. */
const counted = new WeakMap<WorkCalendar, Map<number, number[]>>();

/** @param month year × 12 + month from 0 */
function countsOf(calendar: WorkCalendar, month: number): number[] {
  const months = counted.get(calendar) ?? new Map<number, number[]>();
  counted.set(calendar, months);
  const known = months.get(month);
  if (known) return known;
  const counts = [0];
  const startOf = (at: number): number => Date.UTC(Math.floor(at / 12), at % 12);
  for (let time = startOf(month); time < startOf(month + 1); time += DAY_MS) {
    counts.push((counts.at(-1) ?? 0) + (calendar.isWorkday(dayOf(time)) ? 1 : 0));
  }
  months.set(month, counts);
  return counts;
}

/** Working days from the first day's month on, up to and with this day. */
function countedTo(calendar: WorkCalendar, from: number, time: number): number {
  const day = new Date(time);
  const month = day.getUTCFullYear() * 12 + day.getUTCMonth();
  let sum = countsOf(calendar, month)[day.getUTCDate()] ?? 0;
  for (let before = from; before < month; before += 1) sum += countsOf(calendar, before).at(-1) ?? 0;
  return sum;
}

/** How many working days have begun after the first day, up to and with the last: what "已等 n 个工作日" counts. */
export function workdaysBetween(
  from: Date | string,
  to: Date | string,
  calendar: WorkCalendar = NATIONAL_CALENDAR,
): number {
  const [start, end] = [ms(asDay(from)), ms(asDay(to))];
  if (Number.isNaN(start) || Number.isNaN(end)) throw new RangeError(`not dates: ${String(from)}, ${String(to)}`);
  const [first, last] = [Math.min(start, end), Math.max(start, end)];
  const month = new Date(first).getUTCFullYear() * 12 + new Date(first).getUTCMonth();
  const count = countedTo(calendar, month, last) - countedTo(calendar, month, first);
  return start <= end ? count : -count;
}
