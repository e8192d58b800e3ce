import { formatDate, formatDateTime } from '@qiancheng/web-core';

type Moment = string | null | undefined;

/** For cells and step lines: 4-26 11:34 in the present year, 2026-09-07 08:00 before. The full date is in `datetime`. */
export function shortTime(moment: Moment, now = new Date()): string {
  const full = formatDateTime(moment);
  if (!full.startsWith(formatDate(now).slice(0, 5))) return full;
  return full.slice(5).replace(/^0/, '');
}

export function shortDate(moment: Moment, now = new Date()): string {
  return shortTime(moment, now).split(' ')[0] ?? '';
}

const WEEKDAYS = new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', weekday: 'long' });

/** 4月26日 星期一 14:32 */
export function nowSentence(now: Date): string {
  const [date = '', time = ''] = formatDateTime(now).split(' ');
  const [, month, day] = date.split('-').map(Number);
  return `${month}月${day}日 ${WEEKDAYS.format(now)} ${time}`;
}

/** 2027-04-26 in the schools' time zone */
export const todayText = (): string => formatDate(new Date());
