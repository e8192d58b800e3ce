import {
  AGREEMENT_BLOCKS,
  codeName,
  isCodeTable,
  SCHOOL_FIELDS,
  STUDENT_FIELDS,
  type FieldDef,
  type FieldOption,
  type FieldType,
} from '@qiancheng/shared';
import { regionName } from '@qiancheng/shared/regions';
import type { PrintContent } from './print-source.js';

/** An empty cell is struck, so that nothing can be written into it later. */
export const EMPTY = '／';

/** On paper every choice is shown, chosen or not. */
const SHOWN_AS_BOXES = new Set(['terms.insurance', 'archive.archiveMode', 'archive.hukouMode', 'breach.exits']);

const NONE_WHEN_ZERO: Record<string, string> = {
  'terms.contractYears': '无固定期限',
  'terms.probationMonths': '无',
  'breach.penalty': '无',
  'breach.serviceYears': '无',
};

const UNITS: Record<string, string> = {
  'student.lengthYears': '年',
  'terms.salaryProbation': '元/月',
  'terms.salaryRegular': '元/月',
};

interface Field {
  key: string;
  type: FieldType;
  table?: string;
  options?: readonly FieldOption[];
  unit?: string;
}

/** Every field of the form in the words of the paper. Dates and numbers keep the form in which they are stored. */
export function fieldTexts(content: PrintContent): Map<string, string> {
  const texts = new Map<string, string>();
  const put = (block: string, fields: readonly Field[], values: object): void => {
    for (const field of fields) {
      const path = `${block}.${field.key}`;
      const applies = (field as FieldDef).when?.(content.values) ?? true;
      texts.set(path, applies ? fieldText(path, field, (values as Record<string, unknown>)[field.key]) : EMPTY);
    }
  };
  put('student', STUDENT_FIELDS, content.student);
  for (const block of AGREEMENT_BLOCKS) put(block.key, block.fields, content.values[block.key]);
  put('school', SCHOOL_FIELDS, content.schoolBlock ?? {});
  return texts;
}

function fieldText(path: string, field: Field, value: unknown): string {
  if (SHOWN_AS_BOXES.has(path)) return boxes(field.options ?? [], Array.isArray(value) ? value : [value]);
  if (value === null || value === undefined || value === '') return EMPTY;
  if (Array.isArray(value)) return value.map((each) => coded(field, String(each))).join('、') || EMPTY;
  if (value === 0 && NONE_WHEN_ZERO[path] !== undefined) return NONE_WHEN_ZERO[path];
  const text = String(value);
  if (field.type === 'code') return coded(field, text);
  if (field.type === 'region') return regionName(text) || text;
  const unit = UNITS[path] ?? field.unit;
  return unit ? `${text} ${unit}` : text;
}

function coded(field: Field, code: string): string {
  const option = field.options?.find(({ value }) => value === code);
  if (option) return option.label;
  return (field.table && isCodeTable(field.table) && codeName(field.table, code)) || code;
}

function boxes(options: readonly FieldOption[], chosen: readonly unknown[]): string {
  return options.map(({ value, label }) => `${chosen.includes(value) ? '☑' : '□'}${label}`).join('  ');
}
