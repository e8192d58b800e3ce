import {
  codeName,
  formatAmount,
  formatChineseDate,
  formatChineseMonth,
  isCodeTable,
  type FieldOption,
  type FieldType,
} from '@qiancheng/shared';
import { regionName } from '@qiancheng/shared/regions';

export interface ShownField {
  key: string;
  type: FieldType;
  table?: string;
  options?: readonly FieldOption[];
  unit?: string;
}

/** A stored value in the words of the paper; null when there is none. */
export function displayValue(field: ShownField, value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null;
  if (Array.isArray(value)) return value.length === 0 ? null : value.map((one) => coded(field, String(one))).join('、');
  const text = String(value);
  switch (field.type) {
    case 'code':
      return coded(field, text);
    case 'region':
      return regionName(text);
    case 'money':
      return `${formatAmount(Number(value))} 元`;
    case 'int':
      return field.key === 'contractYears' && Number(value) === 0 ? '无固定期限' : withUnit(field, text);
    case 'date':
      return formatChineseDate(text);
    default:
      return field.key === 'graduationMonth' ? formatChineseMonth(text) : text;
  }
}

function withUnit(field: ShownField, text: string): string {
  const unit = field.unit ?? (field.key === 'lengthYears' ? '年' : '');
  return unit ? `${text} ${unit}` : text;
}

function coded(field: ShownField, code: string): string {
  const option = field.options?.find(({ value }) => value === code);
  if (option) return option.label;
  return field.table && isCodeTable(field.table) ? codeName(field.table, code) : code;
}
