import { PROVINCES } from '../codes/provinces.js';
import { shanghaiDate } from '../process/dates.js';
import { bad, compactCode, good, type Checked } from './text.js';

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const CHECKS = '10X98765432';

/** Residence permits of Hong Kong, Macao and Taiwan residents use these three beside the provinces. */
const RESIDENCE_PERMIT_PREFIXES = ['81', '82', '83'];

/** Nobody alive was born earlier; the oldest example of the standard itself is of 1880. */
const EARLIEST_YEAR = 1850;

/** The check character of the first 17 digits (GB 11643). */
export function residentIdCheck(first17: string): string {
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(first17[index]), 0);
  return CHECKS[sum % 11] as string;
}

/** Whether these are digits of a day that exists in the calendar. */
export function isCalendarDate(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** GB 11643 resident number. Blanks, full-width characters and a small x are forgiven. */
export function checkResidentId(text: string, today: Date | string = new Date()): Checked {
  const value = compactCode(text);
  if (value === '') return bad('请填写身份证号。');
  if (/^\d{15}$/.test(value)) return bad('这是 15 位的旧号码，请填写 18 位的身份证号。');
  if (value.length !== 18) return bad(`身份证号是 18 位，现在是 ${value.length} 位。`);
  if (!/^\d{17}[\dX]$/.test(value)) return bad('身份证号前 17 位是数字，最后一位是数字或 X。');
  const province = value.slice(0, 2);
  if (!Object.hasOwn(PROVINCES, province) && !RESIDENCE_PERMIT_PREFIXES.includes(province)) {
    return bad('身份证号开头的地区代码不存在，请核对前 6 位。');
  }
  const birth = value.slice(6, 14);
  const [year, month, day] = [Number(birth.slice(0, 4)), Number(birth.slice(4, 6)), Number(birth.slice(6))];
  if (year < EARLIEST_YEAR || !isCalendarDate(year, month, day)) {
    return bad('身份证号里的出生日期不存在，请核对第 7 到 14 位。');
  }
  const limit = typeof today === 'string' ? today.slice(0, 10) : shanghaiDate(today);
  if (birth > limit.replace(/-/g, '')) return bad('身份证号里的出生日期晚于今天，请核对第 7 到 14 位。');
  if (residentIdCheck(value) !== value[17]) return bad('身份证号校验位不对，多半抄错了一位，请对照证件核对。');
  return good(value);
}

/** Facts that a valid number holds. */
export function residentIdFacts(value: string): { birthDate: string; genderCode: '1' | '2'; provinceCode: string } {
  const birth = value.slice(6, 14);
  return {
    birthDate: `${birth.slice(0, 4)}-${birth.slice(4, 6)}-${birth.slice(6)}`,
    genderCode: Number(value[16]) % 2 === 1 ? '1' : '2',
    provinceCode: value.slice(0, 2),
  };
}
