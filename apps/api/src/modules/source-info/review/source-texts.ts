import {
  codeName,
  isSourceKey,
  maskAddress,
  maskMobile,
  maskName,
  maskResidentId,
  maskTel,
  sourceField,
  type SourceKey,
} from '@qiancheng/shared';
import { regionName } from '@qiancheng/shared/regions';

const MASKS: Partial<Record<SourceKey, (value: string) => string>> = {
  idNo: maskResidentId,
  phone: maskMobile,
  address: maskAddress,
  homePhone: maskTel,
  emergencyName: maskName,
  emergencyPhone: maskMobile,
};

export const isPersonal = (key: SourceKey): boolean => sourceField(key).personal === true;

/** What staff read of a value: a code with its name, a region in full, personal ones covered. */
export function shownText(key: SourceKey, value: string, cohort?: number): string {
  if (value === '') return '';
  if (isPersonal(key)) return (MASKS[key] ?? (() => '****'))(value);
  const { kind, table } = sourceField(key);
  if (kind === 'code' && table) return `${value} ${codeName(table, value, cohort)}`.trim();
  if (kind === 'region') return `${value} ${regionName(value)}`.trim();
  if (kind === 'month') return `${value.slice(0, 4)}-${value.slice(4)}`;
  return value;
}

/** For audit rows and results: never clear personal data. */
export function maskedValues(
  values: Partial<Record<SourceKey, string>>,
  keys: readonly SourceKey[],
): Partial<Record<SourceKey, string>> {
  return Object.fromEntries(
    keys.map((key) => [key, isPersonal(key) ? shownText(key, values[key] ?? '') : (values[key] ?? '')]),
  );
}

export const fieldLabel = (key: string): string => (isSourceKey(key) ? sourceField(key).label : key);
