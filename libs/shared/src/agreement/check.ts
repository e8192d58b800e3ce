import { isRegionLike } from '../codes/provinces.js';
import { findCode, isCodeTable } from '../codes/index.js';
import { checkCreditCode } from '../validators/credit-code.js';
import { checkEmail, checkMobile, checkPostcode, checkTel } from '../validators/contact.js';
import { isCalendarDate } from '../validators/resident-id.js';
import type { Checked } from '../validators/text.js';
import { formatAmount } from '../format.js';
import { LIMITS } from '../limits.js';
import { AGREEMENT_BLOCKS, type FieldDef } from './fields.js';
import type { AgreementValues } from './values.js';

export type FieldIssueCode = 'REQUIRED' | 'FORMAT' | 'TOO_LONG' | 'RANGE' | 'UNKNOWN_CODE';

export interface FieldIssue {
  /** 'employer.contactName' */
  path: string;
  code: FieldIssueCode;
  message: string;
}

type Found = { code: FieldIssueCode; message: string } | null;

const format = (result: Checked): Found => (result.ok ? null : { code: 'FORMAT', message: result.reason });
const isEmpty = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  (typeof value === 'string' && value.trim() === '') ||
  (Array.isArray(value) && value.length === 0);

function checkNumber(field: FieldDef, value: unknown): Found {
  const { label, unit = '', min = 0, max = Number.MAX_SAFE_INTEGER } = field;
  if (typeof value !== 'number' || !Number.isFinite(value)) return { code: 'FORMAT', message: `${label}请填数字。` };
  if (field.type === 'int' && !Number.isInteger(value)) return { code: 'FORMAT', message: `${label}请填整数。` };
  if (Math.round(value * 100) / 100 !== value) return { code: 'FORMAT', message: `${label}最多写到分。` };
  if (value >= min && value <= max) return null;
  return { code: 'RANGE', message: `${label}应在 ${formatAmount(min)} 到 ${formatAmount(max)} ${unit}之间。` };
}

function checkChoice(field: FieldDef, value: unknown): Found {
  const chosen = field.type === 'multi' ? value : [value];
  const known = (one: unknown): boolean => {
    if (typeof one !== 'string') return false;
    if (field.options) return field.options.some((option) => option.value === one);
    return field.table !== undefined && isCodeTable(field.table) && findCode(field.table, one) !== undefined;
  };
  if (!Array.isArray(chosen) || !chosen.every(known) || new Set(chosen).size !== chosen.length) {
    return { code: 'UNKNOWN_CODE', message: `${field.label}请从列表里选。` };
  }
  return null;
}

function checkDate(field: FieldDef, value: unknown): Found {
  const match = typeof value === 'string' ? /^(\d{4})-(\d{2})-(\d{2})$/.exec(value) : null;
  const real = match && isCalendarDate(Number(match[1]), Number(match[2]), Number(match[3]));
  return real ? null : { code: 'FORMAT', message: `${field.label}请按 2027-07-01 的写法填写真实的日期。` };
}

function checkText(field: FieldDef, value: unknown): Found {
  if (typeof value !== 'string') return { code: 'FORMAT', message: `${field.label}请填文字。` };
  // Controls and direction marks break the printed sheet and hide text from the reader; line ends do not.
  if (/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(value.replace(/[\t\r\n]/g, ''))) {
    return { code: 'FORMAT', message: `${field.label}里有看不见的控制字符，请删掉重写。` };
  }
  if (field.type === 'text' && /[\r\n]/.test(value)) return { code: 'FORMAT', message: `${field.label}只能写一行。` };
  return field.max !== undefined && [...value].length > field.max
    ? { code: 'TOO_LONG', message: `${field.label}最多 ${field.max} 个字，现在 ${[...value].length} 个。` }
    : null;
}

function checkValue(field: FieldDef, value: unknown): Found {
  const text = typeof value === 'string' ? value : '';
  switch (field.type) {
    case 'int':
    case 'money':
      return checkNumber(field, value);
    case 'code':
    case 'multi':
      return checkChoice(field, value);
    case 'date':
      return checkDate(field, value);
    case 'region':
      return isRegionLike(text) ? null : { code: 'UNKNOWN_CODE', message: `${field.label}请从列表里选。` };
    case 'phone':
      return format(checkMobile(text));
    case 'tel':
      return format(checkTel(text));
    case 'email':
      return format(checkEmail(text));
    case 'postcode':
      return format(checkPostcode(text));
    case 'creditCode':
      return format(checkCreditCode(text));
    case 'bool':
      return typeof value === 'boolean' ? null : { code: 'FORMAT', message: `${field.label}请选是或否。` };
    default:
      return checkText(field, value);
  }
}

function walk(values: AgreementValues, check: (field: FieldDef, value: unknown) => Found): FieldIssue[] {
  return AGREEMENT_BLOCKS.flatMap((block) =>
    block.fields.flatMap((field): FieldIssue[] => {
      if (field.when && !field.when(values)) return [];
      const value = (values[block.key] as unknown as Record<string, unknown>)[field.key];
      const found = check(field, value);
      return found ? [{ path: `${block.key}.${field.key}`, ...found }] : [];
    }),
  );
}

/** What keeps the invitation from being sent; empty when it is complete. Contested terms only warn: agreementWarnings. */
export function checkAgreementForm(values: AgreementValues): FieldIssue[] {
  return walk(values, (field, value) => {
    if (!isEmpty(value)) return checkValue(field, value);
    return field.required ? { code: 'REQUIRED', message: `${field.label}还没有填。` } : null;
  });
}

/** What keeps a draft from being saved: half an address is fine, a value of the wrong kind or endless text is not. */
export function checkAgreementDraft(values: AgreementValues): FieldIssue[] {
  return walk(values, (field, value) => {
    if (isEmpty(value)) return null;
    if (field.type === 'int' || field.type === 'money') {
      const number = typeof value === 'number' && Number.isFinite(value);
      return number ? null : { code: 'FORMAT', message: `${field.label}请填数字。` };
    }
    if (field.type === 'code' || field.type === 'multi') return checkChoice(field, value);
    if (field.type === 'bool') return checkValue(field, value);
    return checkText({ ...field, max: field.max ?? LIMITS.addressText }, value);
  });
}
