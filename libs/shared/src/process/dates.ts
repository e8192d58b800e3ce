const DAY = 86_400_000;
/** China has had one zone and no summer time since 1992: a fixed offset is right for every date of this product. */
const SHANGHAI_OFFSET = 8 * 3_600_000;

/** The date in Shanghai, 'YYYY-MM-DD'. */
export function shanghaiDate(at: Date): string {
  return new Date(at.getTime() + SHANGHAI_OFFSET).toISOString().slice(0, 10);
}

/** A day that exists, written 'YYYY-MM-DD'. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** 00:00 in Shanghai of this day 'YYYY-MM-DD', or of one that many days later. */
export function startOfShanghaiDay(day: string, later = 0): Date {
  return new Date(Date.parse(`${day}T00:00:00Z`) - SHANGHAI_OFFSET + later * DAY);
}

/** 23:59:59.999 in Shanghai of the day that holds this instant. */
export function endOfShanghaiDay(at: Date): Date {
  const local = at.getTime() + SHANGHAI_OFFSET;
  return new Date(Math.floor(local / DAY) * DAY + DAY - 1 - SHANGHAI_OFFSET);
}

/** An invitation sent today with n days is open until 23:59:59 of the n-th day after today. */
export function inviteDeadline(sentAt: Date, ttlDays: number, tz: 'Asia/Shanghai' = 'Asia/Shanghai'): Date {
  if (tz !== 'Asia/Shanghai') throw new RangeError(`time zone ${String(tz)} is not supported`);
  if (!Number.isInteger(ttlDays) || ttlDays < 0) throw new RangeError('ttlDays must be a whole number of days');
  return new Date(Math.floor(endOfShanghaiDay(new Date(sentAt.getTime() + ttlDays * DAY)).getTime() / 1000) * 1000);
}

/** Reminders are sent at nine in the morning, in Shanghai, this many days before the deadline. */
export function reminderAt(deadline: Date, daysBefore: number): Date {
  const endOfDay = endOfShanghaiDay(new Date(deadline.getTime() - daysBefore * DAY));
  return new Date(endOfDay.getTime() + 1 - DAY + 9 * 3_600_000);
}
