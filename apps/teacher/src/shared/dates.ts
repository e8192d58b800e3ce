import { formatDate, formatDateTime } from '@qiancheng/web-core';

const WEEKDAYS = new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', weekday: 'long' });

/** 4月26日 星期一 14:32 */
export function nowSentence(now: Date): string {
  const [date = '', time = ''] = formatDateTime(now).split(' ');
  const [, month, day] = date.split('-').map(Number);
  return `${month}月${day}日 ${WEEKDAYS.format(now)} ${time}`;
}

/** 2027-04-26 in the schools' time zone */
export const todayText = (): string => formatDate(new Date());
