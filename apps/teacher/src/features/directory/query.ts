import type { UnitBrief, UnitRow } from '@qiancheng/api-client/platform';
import { UNIT_STATUSES, UNIT_STATUS_LABELS, codeName, codesOf } from '@qiancheng/shared';
import { regionShort } from '@qiancheng/shared/regions';
import { formatDate, type ColumnDef, type FilterField } from '@qiancheng/web-ui';
import { provinceOptions } from '../units/options.js';

export const FILTERS = ['q', 'status', 'natureCode', 'regionCode', 'flag'] as const;

export const FIELDS: readonly FilterField[] = [
  {
    key: 'status',
    label: '状态',
    kind: 'one',
    shown: true,
    options: UNIT_STATUSES.map((value) => ({ value, label: UNIT_STATUS_LABELS[value] })),
  },
  {
    key: 'flag',
    label: '要处理的',
    kind: 'one',
    shown: true,
    options: [
      { value: 'duplicates', label: '疑似重复' },
      { value: 'to_check', label: '别名待核对' },
      { value: 'without_code', label: '没有信用代码' },
      { value: 'unused', label: '从未使用' },
      { value: 'branches', label: '分支机构' },
    ],
  },
  {
    key: 'natureCode',
    label: '性质',
    kind: 'one',
    shown: true,
    options: codesOf('natures').map(({ code, name }) => ({ value: code, label: name })),
  },
  { key: 'regionCode', label: '地区', kind: 'one', shown: true, options: provinceOptions },
];

export type UnitColumn =
  | 'name'
  | 'code'
  | 'status'
  | 'nature'
  | 'region'
  | 'schools'
  | 'members'
  | 'aliases'
  | 'duplicates'
  | 'parent'
  | 'created';

const some = (count: number): string => (count > 0 ? String(count) : '');

export const COLUMNS: readonly ColumnDef<UnitColumn, UnitRow>[] = [
  { key: 'name', label: '单位', width: 320, locked: true, text: (row) => row.name },
  { key: 'code', label: '代码', width: 180, text: codeText },
  {
    key: 'status',
    label: '状态',
    width: 150,
    text: (row) => UNIT_STATUS_LABELS[row.status] + (row.cancelledOn ? ` ${row.cancelledOn}` : ''),
  },
  { key: 'duplicates', label: '疑似重复', width: 84, align: 'right', text: (row) => some(row.duplicates) },
  { key: 'schools', label: '入驻学校', width: 84, align: 'right', text: (row) => some(row.schools) },
  { key: 'members', label: '成员', width: 64, align: 'right', text: (row) => some(row.members) },
  { key: 'aliases', label: '别名', width: 64, align: 'right', text: (row) => some(row.aliases) },
  { key: 'nature', label: '性质', width: 120, text: (row) => codeName('natures', row.natureCode) },
  { key: 'region', label: '地区', width: 120, text: (row) => regionShort(row.regionCode) },
  { key: 'parent', label: '上级单位', width: 200, text: (row) => row.parentName ?? '' },
  { key: 'created', label: '登记日期', width: 110, text: (row) => formatDate(row.createdAt) },
];

export function codeText(unit: Pick<UnitBrief, 'creditCode' | 'legacyCode'>): string {
  return unit.creditCode ?? (unit.legacyCode ? `${unit.legacyCode}（旧）` : '没有代码');
}

/** What tells two units of one name apart. */
export function briefText(unit: UnitBrief): string {
  const parts = [codeText(unit), codeName('natures', unit.natureCode), regionShort(unit.regionCode)];
  return parts.filter(Boolean).join(' · ');
}
