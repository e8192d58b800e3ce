import { isRegionLike } from '../codes/provinces.js';
import { findCode, isCodeTable } from '../codes/index.js';
import { checkCreditCode } from '../validators/credit-code.js';
import { checkEmail, checkMobile, checkPostcode, checkTel } from '../validators/contact.js';
import { isCalendarDate } from '../validators/resident-id.js';
import type { Checked } from '../validators/text.js';
import { AGREEMENT_BLOCKS, type FieldDef } from './fields.js';
import { longestProbation } from './warnings.js';
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
  const unit = field.unit ? ` ${field.unit}` : '';
  if (typeof value !== 'number' || !Number.isFinite(value))
    return { code: 'FORMAT', message: `${field.label}请填数字。` };
  const whole =
    field.type === 'int'
      ? Number.isInteger(value)
      : Number.isInteger(Math.round(value * 100)) && Math.abs(value * 100 - Math.round(value * 100)) < 1e-6;
  if (!whole)
    return {
      code: 'FORMAT',
      message: field.type === 'int' ? `${field.label}请填整数。` : `${field.label}最多写到分。`,
    };
  const [min, max] = [field.min ?? 0, field.max ?? Number.MAX_SAFE_INTEGER];
  return value < min || value > max
    ? {
        code: 'RANGE',
        message: `${field.label}应在 ${min.toLocaleString('en-US')} 到 ${max.toLocaleString('en-US')}${unit}之间。`,
      }
    : null;
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
  // C0 controls break the printed sheet and hide text from the reader.
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069]/.test(value)) {
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

/** Rules between fields that the law fixes. */
function checkTogether(values: AgreementValues): FieldIssue[] {
  const { contractYears, probationMonths } = values.terms;
  if (contractYears === null || probationMonths === null) return [];
  const longest = longestProbation(contractYears);
  if (probationMonths <= longest) return [];
  const term = contractYears === 0 ? '无固定期限合同' : `${contractYears} 年合同`;
  return [{ path: 'terms.probationMonths', code: 'RANGE', message: `${term}的试用期最多 ${longest} 个月。` }];
}

function walk(values: AgreementValues, required: boolean): FieldIssue[] {
  return AGREEMENT_BLOCKS.flatMap((block) =>
    block.fields.flatMap((field): FieldIssue[] => {
      if (field.when && !field.when(values)) return [];
      const path = `${block.key}.${field.key}`;
      const value = (values[block.key] as unknown as Record<string, unknown>)[field.key];
      if (isEmpty(value))
        return field.required && required ? [{ path, code: 'REQUIRED', message: `${field.label}还没有填。` }] : [];
      const found = checkValue(field, value);
      return found ? [{ path, ...found }] : [];
    }),
  );
}

/** What keeps the invitation from being sent; empty when it is complete. */
export function checkAgreementForm(values: AgreementValues): FieldIssue[] {
  const issues = walk(values, true);
  const bad = new Set(issues.map((issue) => issue.path));
  return [...issues, ...checkTogether(values).filter((issue) => !bad.has(issue.path))];
}

/** What keeps a draft from being saved: half-filled is fine, unreadable is not. */
export function checkAgreementDraft(values: AgreementValues): FieldIssue[] {
  return walk(values, false).filter((issue) => issue.code !== 'RANGE');
}
