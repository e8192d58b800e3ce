import type { DueDay } from '@qiancheng/api-client/employer';
import { dayNumber } from '@qiancheng/web-core';

export interface StripDay {
  date: string;
  /** 今天, then the day; the month where it begins */
  label: string;
  /** 4月13日 */
  spoken: string;
  weekend: boolean;
  count: number;
  soon: boolean;
}

const DAY_MS = 86_400_000;

/** Fourteen days from today on, with the invitations that run out on each. */
export function stripDays(due: readonly DueDay[], now: Date, days = 14): StripDay[] {
  const today = dayNumber(now);
  return Array.from({ length: days }, (_, index) => {
    const date = new Date((today + index) * DAY_MS);
    const iso = date.toISOString().slice(0, 10);
    const month = date.getUTCMonth() + 1;
    const day = date.getUTCDate();
    const weekday = date.getUTCDay();
    return {
      date: iso,
      label: index === 0 ? '今天' : day === 1 ? `${month}-1` : String(day),
      spoken: `${month}月${day}日`,
      weekend: weekday === 0 || weekday === 6,
      count: due.find((entry) => entry.date === iso)?.count ?? 0,
      soon: index < 3,
    };
  });
}

const WEEKDAYS = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'];

/** The same for a phone: one line a day that has any, in words. */
export function dueLines(days: readonly StripDay[]): { key: string; text: string; count: number; soon: boolean }[] {
  return days
    .map((day, index) => ({ day, index }))
    .filter(({ day }) => day.count > 0)
    .map(({ day, index }) => {
      const weekday = WEEKDAYS[new Date(`${day.date}T00:00:00Z`).getUTCDay()];
      const when = index === 0 ? '今天' : index === 1 ? '明天' : weekday;
      return { key: day.date, text: `${day.spoken} ${when}`, count: day.count, soon: day.soon };
    });
}
