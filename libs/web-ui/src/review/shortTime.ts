import { formatDate, formatDateTime, type Moment } from '../base/format.js';

/** For cells and step lines: 4-26 11:34 in the present year, 2026-09-07 08:00 before. The full date is in `datetime`. */
export function shortTime(moment: Moment, now: Moment = new Date()): string {
  const full = formatDateTime(moment);
  if (!full.startsWith(formatDate(now).slice(0, 5))) return full;
  return full.slice(5).replace(/^0/, '');
}

export function shortDate(moment: Moment, now: Moment = new Date()): string {
  return shortTime(moment, now).split(' ')[0] ?? '';
}
