import { isRegionLike } from '../codes/index.js';
import { readCode } from '../codes/old-codes.js';
import { checkEmail, checkMobile, checkPostcode, checkTel } from '../validators/contact.js';
import { normaliseName } from '../validators/names.js';
import { checkResidentId, isCalendarDate } from '../validators/resident-id.js';
import { bad, type Checked, good, toHalfWidth } from '../validators/text.js';
import {
  isRegistryField,
  SOURCE_KEYS,
  type SourceField,
  sourceField,
  type SourceKey,
  type SourceValues,
} from './fields.js';

export interface SourceCheckContext {
  /** YYYY-MM-DD */
  today: string;
  cohort: number;
  /** Residents have an ID card; other documents are taken as they are written. */
  idType?: string;
}

export interface SourceError {
  field: SourceKey;
  message: string;
}

const RESIDENT = '居民身份证';
const LEAST_ADDRESS = 8;

/** One line of text without control characters; blanks inside stay, at the ends they go. */
function line(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\p{Cc}\u200b-\u200d\u2060\ufeff]/gu, '')
    .trim();
}

function digits(text: string): string {
  return toHalfWidth(text).replace(/[\s\-/.年月日]/g, '');
}

/** 2023-9, 2023年9月, 202309 → 202309 */
function checkMonth(text: string, label: string): Checked {
  const parts = /^(\d{4})\D*(\d{1,2})\D*$/.exec(toHalfWidth(text).trim());
  const month = parts ? Number(parts[2]) : 0;
  if (!parts || month < 1 || month > 12) return bad(`${label}写年月，例如 202309。`);
  return good(`${parts[1]}${String(month).padStart(2, '0')}`);
}

/** 2005-4-18, 2005年4月18日, 20050418 → 2005-04-18 */
function checkDay(text: string, label: string, today: string): Checked {
  const plain = toHalfWidth(text).trim();
  const parts = /^(\d{4})\D+(\d{1,2})\D+(\d{1,2})\D*$/.exec(plain) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(digits(plain));
  if (!parts) return bad(`${label}写年月日，例如 2005-04-18。`);
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  if (!isCalendarDate(year, month, day)) return bad(`${label}没有这一天，请核对。`);
  const value = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  return value > today ? bad(`${label}晚于今天，请核对。`) : good(value);
}

/** By code, also of another width, by name, or by a writing of old; the code comes out (codes-and-fields §5). */
function checkCode(text: string, { table, label }: SourceField, cohort: number): Checked {
  if (!table) return bad(`${label}没有代码表。`);
  const read = readCode(table, text, cohort);
  return read ? good(read.code) : bad(`${label}没有「${line(text).slice(0, 20)}」这一项，请从选项里选。`);
}

function checkYears(text: string, label: string): Checked {
  const value = Number(toHalfWidth(text).replace(/年$/, '').trim());
  if (!(value >= 1 && value <= 10) || (value * 2) % 1 !== 0)
    return bad(`${label}是 1 到 10 年，可以带半年，例如 2.5。`);
  return good(String(value));
}

function checkAddress(text: string): Checked {
  const value = line(text);
  if ([...value].length < LEAST_ADDRESS || !/\d|[一二三四五六七八九十]/.test(value)) {
    return bad('写到门牌号，例如 民安街道新建路 12 号 3 栋 502。');
  }
  return good(value);
}

function checkByKind(field: SourceField, text: string, ctx: SourceCheckContext): Checked {
  const { label, kind } = field;
  switch (kind) {
    case 'name': {
      const value = normaliseName(text);
      return value === '' || /\d/.test(value) ? bad(`${label}里不应该有数字。`) : good(value);
    }
    case 'id_no': {
      if ((ctx.idType ?? RESIDENT) === RESIDENT) return checkResidentId(text, ctx.today);
      const value = toHalfWidth(text).replace(/\s/g, '').toUpperCase();
      return /^[A-Z0-9]{5,20}$/.test(value) ? good(value) : bad('证件号是 5 到 20 位字母和数字。');
    }
    case 'student_no': {
      const value = toHalfWidth(text).replace(/\s/g, '');
      return /^[A-Za-z0-9_-]{1,30}$/.test(value) ? good(value) : bad('学号是 30 位以内的字母和数字。');
    }
    case 'exam_no': {
      const value = digits(text);
      return /^\d{8,20}$/.test(value) ? good(value) : bad('考生号是数字，一般 14 位，请对照学籍核对。');
    }
    case 'code':
      return checkCode(text, field, ctx.cohort);
    case 'region': {
      const value = digits(text);
      if (!/^\d{6}$/.test(value) || !isRegionLike(value)) return bad(`${label}的代码不对，请重新选。`);
      return value.endsWith('00') ? bad('选到县（区）。') : good(value);
    }
    case 'month':
      return checkMonth(text, label);
    case 'date':
      return checkDay(text, label, ctx.today);
    case 'years':
      return checkYears(text, label);
    case 'mobile':
      return checkMobile(text);
    case 'tel':
      return checkTel(text);
    case 'email':
      return checkEmail(text);
    case 'qq': {
      const value = digits(text);
      return /^[1-9]\d{4,11}$/.test(value) ? good(value) : bad('QQ 号是 5 到 12 位数字。');
    }
    case 'postcode':
      return checkPostcode(text);
    case 'address':
      return checkAddress(text);
    default:
      return good(line(text));
  }
}

/** One value: normalised, or what is wrong with it. Nothing is right for every field here; `required` is the form's. */
export function checkSourceValue(key: SourceKey, text: string, ctx: SourceCheckContext): Checked {
  const field = sourceField(key);
  if (line(text) === '') return good('');
  const most = field.max ?? 60;
  if ([...text].length > most) return bad(`${field.label}最多 ${most} 个字，现在是 ${[...text].length} 个。`);
  return checkByKind(field, text, ctx);
}

/** Rules between two fields of one form. */
function between(values: SourceValues): SourceError[] {
  const errors: SourceError[] = [];
  if (values.emergencyPhone !== '' && values.emergencyPhone === values.phone) {
    errors.push({ field: 'emergencyPhone', message: '和你本人的号码相同，请填另一个人的。' });
  }
  return errors;
}

/** The fields that this student fills in: everything that is not of the registry. */
export function studentFields(registryFields: readonly string[]): SourceKey[] {
  return SOURCE_KEYS.filter((key) => !isRegistryField(key, registryFields));
}

/** Everything that keeps a form from being submitted, in the order of the fields. Empty: it can be. */
export function checkSourceForm(
  values: SourceValues,
  registryFields: readonly string[],
  ctx: SourceCheckContext,
): SourceError[] {
  const own = studentFields(registryFields);
  const single = own.flatMap((key): SourceError[] => {
    if (values[key] === '') {
      return sourceField(key).required ? [{ field: key, message: `请填写${sourceField(key).label}。` }] : [];
    }
    const checked = checkSourceValue(key, values[key], ctx);
    return checked.ok ? [] : [{ field: key, message: checked.reason }];
  });
  return [...single, ...between(values).filter(({ field }) => own.includes(field))];
}

/** Where the student's values are others than the school's; fields of the registry are not compared. */
export function sourceDifferences(
  school: SourceValues,
  student: SourceValues,
  registryFields: readonly string[],
): SourceKey[] {
  return studentFields(registryFields).filter((key) => school[key] !== student[key]);
}
