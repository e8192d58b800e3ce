import {
  AGREEMENT_BLOCKS,
  SCHOOL_FIELDS,
  STUDENT_FIELDS,
  codeName,
  type AgreementValues,
  type FieldDef,
  type SchoolBlock,
  type StudentBlock,
  type ViewField,
} from '@qiancheng/shared';
import { computed, shallowRef, watchEffect, toValue, type ComputedRef, type MaybeRefOrGetter } from 'vue';
import { formatMoney } from '../base/format.js';
import { loadRegions, type Regions } from '../forms/regions.js';
import type { FieldRow } from './QcFieldBlock.vue';

type AnyField = FieldDef | ViewField<string>;
type CodeTable = Parameters<typeof codeName>[0];

/** A block as an audience sees it: what it may not see is null. */
type Loose<T> = { [K in keyof T]?: T[K] | null };

export interface BlockView {
  key: string;
  label: string;
  rows: FieldRow[];
}

/** One value as people read it. */
export function fieldText(field: AnyField, value: unknown, regions: Regions | null): string {
  if (value === null || value === undefined || value === '') return '';
  const option = (code: unknown): string => field.options?.find((entry) => entry.value === code)?.label ?? String(code);
  switch (field.type) {
    case 'multi':
      return Array.isArray(value) ? value.map(option).join('、') : '';
    case 'code':
      return field.options ? option(value) : codeName(field.table as CodeTable, String(value));
    case 'region':
      return regions ? regions.regionName(String(value)) : '';
    case 'money':
      return `${formatMoney(value as number)} 元`;
    case 'bool':
      return value ? '是' : '否';
    case 'int':
      if (field.key === 'contractYears' && value === 0) return '无固定期限';
      return `${String(value)}${'unit' in field && field.unit ? ` ${field.unit}` : ''}`;
    default:
      return String(value);
  }
}

const WIDE = new Set(['multiline', 'multi']);
const WIDE_KEYS = new Set([
  'address',
  'workAddress',
  'archiveAddress',
  'mailingAddress',
  'workRegionCode',
  'opinion',
  'welfare',
]);
const isWide = (field: AnyField): boolean => WIDE.has(field.type) || WIDE_KEYS.has(field.key);

function rowsOf(fields: readonly AnyField[], block: object | null | undefined, regions: Regions | null): FieldRow[] {
  const values = (block ?? {}) as Record<string, unknown>;
  return fields.map((field) => ({
    key: field.key,
    label: field.label,
    value: fieldText(field, values[field.key], regions),
    wide: isWide(field),
  }));
}

/** The four blocks of an agreement as rows; fields that do not apply (`when`) are left out, warnings stand at their field. */
export function agreementRows(
  values: AgreementValues,
  regions: Regions | null,
  warnings: readonly { path: string; message: string }[] = [],
): BlockView[] {
  return AGREEMENT_BLOCKS.map((block) => ({
    key: block.key,
    label: block.label,
    rows: rowsOf(
      block.fields.filter((field) => !field.when || field.when(values)),
      values[block.key],
      regions,
    ).map((row) => ({
      ...row,
      warning: warnings.find((entry) => entry.path === `${block.key}.${row.key}`)?.message ?? null,
    })),
  }));
}

/** Region names arrive later than the page; the rows follow them. */
export function useAgreementRows(
  source: MaybeRefOrGetter<AgreementValues | null | undefined>,
  warnings: MaybeRefOrGetter<readonly { path: string; message: string }[] | undefined> = [],
): ComputedRef<BlockView[]> {
  const regions = useRegions(() => Boolean(toValue(source)));
  return computed(() => {
    const values = toValue(source);
    return values ? agreementRows(values, regions.value, toValue(warnings) ?? []) : [];
  });
}

export function useStudentRows(
  source: MaybeRefOrGetter<Loose<StudentBlock> | null | undefined>,
  keys?: readonly (keyof StudentBlock)[],
): ComputedRef<FieldRow[]> {
  const regions = useRegions(() => Boolean(toValue(source)));
  const fields = keys ? STUDENT_FIELDS.filter((field) => keys.includes(field.key)) : STUDENT_FIELDS;
  return computed(() => (toValue(source) ? rowsOf(fields, toValue(source), regions.value) : []));
}

export function schoolRows(source: Loose<SchoolBlock> | null | undefined): FieldRow[] {
  return source ? rowsOf(SCHOOL_FIELDS, source, null) : [];
}

function useRegions(needed: () => boolean) {
  const regions = shallowRef<Regions | null>(null);
  watchEffect(() => {
    if (!needed() || regions.value) return;
    void loadRegions().then(
      (data) => (regions.value = data),
      () => undefined,
    );
  });
  return regions;
}
