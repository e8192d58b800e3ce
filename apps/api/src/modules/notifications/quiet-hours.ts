import { shanghaiDate } from '@qiancheng/shared';

const DAY_MS = 24 * 3_600_000;

/**
 * When the quiet hours end in which `now` falls; null outside of them. `22:00` to `07:30` goes over midnight. Clock times
 * of the school, from `from` on and before `to`.
 */
export function quietUntil(now: Date, from: string | null, to: string | null): Date | null {
  if (from === null || to === null || from === to) return null;
  const at = (time: string): number => new Date(`${shanghaiDate(now)}T${time}:00+08:00`).getTime();
  const [begin, end, moment] = [at(from), at(to), now.getTime()];
  if (begin < end) return moment >= begin && moment < end ? new Date(end) : null;
  if (moment >= begin) return new Date(end + DAY_MS);
  return moment < end ? new Date(end) : null;
}
