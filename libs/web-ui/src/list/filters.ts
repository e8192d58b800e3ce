/** Conditions of a list: what can be asked, and how a value is written in the address and on its chip. */

export interface FilterOption {
  value: string;
  label: string;
  hint?: string;
}

export interface FilterField {
  /** name in the address */
  key: string;
  label: string;
  kind: 'one' | 'many' | 'dates' | 'months';
  options?: readonly FilterOption[];
  /** heading under 设置筛选字段 */
  group?: string;
  /** on the bar as long as the person has not decided otherwise */
  shown?: boolean;
}

export interface DateRange {
  from: string;
  to: string;
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;

export const splitValues = (value: string | undefined): string[] => (value ? value.split(',').filter(Boolean) : []);
export const joinValues = (values: readonly string[]): string => values.join(',');

export function isDate(text: string): boolean {
  if (!DATE.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** 2027-04 */
export function isMonth(text: string): boolean {
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(text);
}

export type RangeKind = 'dates' | 'months';
const RANGES: Record<RangeKind, (text: string) => boolean> = { dates: isDate, months: isMonth };

/** `2027-04-01..2027-04-26`, of months `2027-01..2027-06`; either end may be open. */
export function parseRange(value: string | undefined, kind: RangeKind = 'dates'): DateRange {
  const [from = '', to = ''] = (value ?? '').split('..');
  const fits = RANGES[kind];
  return { from: fits(from) ? from : '', to: fits(to) ? to : '' };
}

export function formatRange({ from, to }: DateRange): string {
  return from || to ? `${from}..${to}` : '';
}

export function chipText(field: FilterField, value: string | undefined): string {
  if (!value) return '';
  if (field.kind === 'dates' || field.kind === 'months') {
    const { from, to } = parseRange(value, field.kind);
    if (from && to) return from === to ? from : `${from} 至 ${to}`;
    return from ? `${from} 起` : to ? `到 ${to}` : '';
  }
  const values = splitValues(value);
  const first = field.options?.find((option) => option.value === values[0])?.label ?? values[0] ?? '';
  return values.length > 1 ? `${first.length > 6 ? `${first.slice(0, 5)}…` : first}等 ${values.length} 个` : first;
}

/** The keys on the bar: the person's choice when there is one, otherwise the product's; conditions in force always show. */
export function shownFields(
  fields: readonly FilterField[],
  chosen: readonly string[] | null,
  filters: Readonly<Record<string, string>>,
): FilterField[] {
  return fields.filter((field) => filters[field.key] || (chosen ? chosen.includes(field.key) : (field.shown ?? false)));
}
