import { formatDay, formatDayTime, formatMoney } from '@qiancheng/web-core';

/** A sentence whose dates stay in one piece when the line breaks. */
export type Sentence = (string | { nb: string })[];

export const day = (moment: string | null | undefined, now?: Date): { nb: string } => ({ nb: formatDay(moment, now) });
export const dayTime = (moment: string | null | undefined, now?: Date): { nb: string } => ({
  nb: formatDayTime(moment, now),
});

/** Parts that are there, joined as in a sentence: 软件开发工程师，长沙 */
export const joined = (...parts: (string | null | undefined)[]): string => parts.filter(Boolean).join('，');

/** 8,500 元, never parted from its unit at the end of a line */
export const yuan = (amount: number): string => `${formatMoney(amount)}\u00a0元`;
