import { dayNumber, formatDay } from '@qiancheng/web-core';

export interface Period {
  label: string;
  from: string;
  to: string;
}

/** 3月1日 – 4月30日 */
export function periodText(period: Period, now: Date): string {
  return `${formatDay(period.from, now)} – ${formatDay(period.to, period.from)}`;
}

/** A closed period says so in words; the last month counts the days. */
export function periodState(period: Period, now: Date): string {
  const today = dayNumber(now);
  if (today < dayNumber(period.from)) return '未开始';
  const left = dayNumber(period.to) - today;
  if (left < 0) return '已结束';
  if (left === 0) return '今天截止';
  return left <= 30 ? `还剩 ${left} 天` : '进行中';
}
