import { codeName } from '../codes/index.js';
import { sourceField, type SourceKey } from './fields.js';

/** 土家族 for 15, 2027-06 for 202706: a value as people read it. Regions are named by whoever has their table at hand. */
export function sourceText(key: SourceKey, value: string, regionName: (code: string) => string): string {
  if (value === '') return '';
  const { kind, table } = sourceField(key);
  if (kind === 'code' && table) return codeName(table, value);
  if (kind === 'region') return regionName(value) || value;
  if (kind === 'month' && /^\d{6}$/.test(value)) return `${value.slice(0, 4)}-${value.slice(4)}`;
  return kind === 'years' ? `${value} 年` : value;
}
