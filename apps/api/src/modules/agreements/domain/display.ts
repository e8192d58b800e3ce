import { codeName, type CodeTable, isCodeTable, type FieldOption, type FieldType } from '@qiancheng/shared';
import { regionName } from '@qiancheng/shared/regions';

interface Displayed {
  type: FieldType;
  key: string;
  table?: string;
  options?: readonly FieldOption[];
  unit?: string;
}

const labelIn = (options: readonly FieldOption[], value: unknown): string => options.find((option) => option.value === value)?.label ?? String(value);

/** A stored value in words, as it stands on screen and on paper; null when there is none. */
export function displayValue(field: Displayed, value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null;
  if (Array.isArray(value)) return value.length === 0 ? null : value.map((one) => labelIn(field.options ?? [], one)).join('、');
  if (field.key === 'contractYears' && value === 0) return '无固定期限';
  if (field.options) return labelIn(field.options, value);
  if (field.type === 'region') return regionName(String(value));
  if (field.type === 'code' && field.table && isCodeTable(field.table)) return codeName(field.table as CodeTable, String(value));
  if (field.type === 'money') return `${Number(value).toLocaleString('en-US')} 元`;
  return field.unit ? `${String(value)} ${field.unit}` : String(value);
}
