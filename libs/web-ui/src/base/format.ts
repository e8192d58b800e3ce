/**
 * How dates, deadlines and money are written. Everything is told in the schools' time zone, wherever the reader is:
 * a deadline is a legal moment.
 */
const ZONE = 'Asia/Shanghai';

interface Parts {
  year: string;
  month: string;
  day: string;
  hour: string;
  minute: string;
}

const partsFormat = new Intl.DateTimeFormat('en-CA', {
  timeZone: ZONE,
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
});

export type Moment = string | number | Date | null | undefined;

function toDate(moment: Moment): Date | null {
  if (moment === null || moment === undefined || moment === '') return null;
  const date = moment instanceof Date ? moment : new Date(moment);
  return Number.isNaN(date.getTime()) ? null : date;
}

function partsOf(date: Date): Parts {
  const parts: Parts = { year: '', month: '', day: '', hour: '', minute: '' };
  for (const { type, value } of partsFormat.formatToParts(date)) {
    if (type in parts) parts[type as keyof Parts] = value;
  }
  return parts;
}

/** Number of the calendar day in the schools' zone; the difference of two is the number of midnights between. */
export function dayNumber(moment: Moment): number {
  const date = toDate(moment);
  if (!date) return Number.NaN;
  const { year, month, day } = partsOf(date);
  return Date.UTC(Number(year), Number(month) - 1, Number(day)) / 86_400_000;
}

/** For records: 2027-04-14 */
export function formatDate(moment: Moment, fallback = ''): string {
  const date = toDate(moment);
  if (!date) return fallback;
  const { year, month, day } = partsOf(date);
  return `${year}-${month}-${day}`;
}

/** For records: 2027-04-14 23:59 */
export function formatDateTime(moment: Moment, fallback = ''): string {
  const date = toDate(moment);
  if (!date) return fallback;
  const { hour, minute } = partsOf(date);
  return `${formatDate(date)} ${hour}:${minute}`;
}

/** For sentences: 4月14日, with the year when it is another one */
export function formatDay(moment: Moment, now: Moment = new Date()): string {
  const date = toDate(moment);
  if (!date) return '';
  const { year, month, day } = partsOf(date);
  const sameYear = partsOf(toDate(now) ?? new Date()).year === year;
  return `${sameYear ? '' : `${year}年`}${Number(month)}月${Number(day)}日`;
}

/** For sentences: 4月14日 23:59 */
export function formatDayTime(moment: Moment, now: Moment = new Date()): string {
  const date = toDate(moment);
  if (!date) return '';
  const { hour, minute } = partsOf(date);
  return `${formatDay(date, now)} ${hour}:${minute}`;
}

/** For lists of events: 14:02 today, 昨天 21:10, 4月10日 before that */
export function formatWhen(moment: Moment, now: Moment = new Date()): string {
  const date = toDate(moment);
  if (!date) return '';
  const { hour, minute } = partsOf(date);
  const days = dayNumber(now) - dayNumber(date);
  if (days === 0) return `${hour}:${minute}`;
  if (days === 1) return `昨天 ${hour}:${minute}`;
  return formatDay(date, now);
}

export interface DeadlineText {
  /** 还剩 2 天 9 小时, or 已到期 */
  left: string;
  /** 4月14日 23:59 */
  at: string;
  /** within three days: the only case that is shown in amber */
  soon: boolean;
  over: boolean;
  /** share of the time that is left, when the start is known */
  ratio: number;
}

const SOON_MS = 3 * 86_400_000;

export function formatDeadline(deadline: Moment, now: Moment = new Date(), start?: Moment): DeadlineText {
  const end = toDate(deadline);
  const today = toDate(now) ?? new Date();
  if (!end) return { left: '', at: '', soon: false, over: false, ratio: 0 };
  const ms = end.getTime() - today.getTime();
  const begin = toDate(start);
  const whole = begin ? end.getTime() - begin.getTime() : 0;
  const ratio = whole > 0 ? Math.min(1, Math.max(0, ms / whole)) : 0;
  const at = formatDayTime(end, today);
  if (ms <= 0) return { left: '已到期', at, soon: false, over: true, ratio: 0 };
  const minutes = Math.ceil(ms / 60_000);
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor((minutes % 1440) / 60);
  const left =
    days >= 3
      ? `还剩 ${days} 天`
      : days > 0
        ? `还剩 ${days} 天${hours ? ` ${hours} 小时` : ''}`
        : hours > 0
          ? `还剩 ${hours} 小时`
          : `还剩 ${minutes} 分钟`;
  return { left, at, soon: ms < SOON_MS, over: false, ratio };
}

/** 8500 → 8,500; the unit stands beside it, small */
export function formatMoney(amount: number | string | null | undefined, fallback = ''): string {
  if (amount === null || amount === undefined || amount === '') return fallback;
  const value = Number(amount);
  return Number.isFinite(value) ? value.toLocaleString('en-US', { maximumFractionDigits: 2 }) : fallback;
}

export function formatCount(count: number | null | undefined): string {
  return count === null || count === undefined ? '' : count.toLocaleString('en-US');
}

export function formatBytes(bytes: number): string {
  return bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
