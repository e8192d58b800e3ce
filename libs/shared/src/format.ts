import { shanghaiDate } from './process/dates.js';

/** 8500 → 8,500; 8500.5 → 8,500.50 */
export function formatAmount(value: number): string {
  const [whole = '', cents] = Number.isInteger(value) ? [String(value)] : value.toFixed(2).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return cents ? `${grouped}.${cents}` : grouped;
}

/** 2027-07-01 → 2027年7月1日 */
export function formatChineseDate(date: Date | string): string {
  const day = typeof date === 'string' ? date.slice(0, 10) : shanghaiDate(date);
  const [year, month, dayOfMonth] = day.split('-').map(Number);
  return `${year}年${month}月${dayOfMonth}日`;
}

/** '2027-06' → 2027年6月 */
export function formatChineseMonth(month: string): string {
  const [year, number] = month.split('-').map(Number);
  return `${year}年${number}月`;
}

/** 2027-05-06 09:20 in Shanghai */
export function formatDateTime(date: Date): string {
  return `${shanghaiDate(date)} ${new Date(date.getTime() + 8 * 3_600_000).toISOString().slice(11, 16)}`;
}
