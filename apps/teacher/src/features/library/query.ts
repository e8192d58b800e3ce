import type { LibraryRow } from '@qiancheng/api-client/teacher';
import {
  SETTLEMENT_STATUS_LABELS,
  UNIT_STATUS_LABELS,
  codeName,
  codesOf,
  type SettlementStatus,
} from '@qiancheng/shared';
import { regionShort } from '@qiancheng/shared/regions';
import type { ColumnDef, FilterField } from '@qiancheng/web-ui';
import { provinceOptions } from '../units/options.js';

export const FILTERS = ['q', 'known', 'status', 'natureCode', 'regionCode'] as const;
export const natureOptions = codesOf('natures').map(({ code, name }) => ({ value: code, label: name }));

export const FIELDS: readonly FilterField[] = [
  {
    key: 'known',
    label: '来源',
    kind: 'one',
    shown: true,
    options: [
      { value: 'settled', label: '已入驻' },
      { value: 'imported', label: '学校导入' },
    ],
  },
  {
    key: 'status',
    label: '状态',
    kind: 'one',
    shown: true,
    options: (['verified', 'provisional', 'cancelled'] as const).map((value) => ({
      value,
      label: UNIT_STATUS_LABELS[value],
    })),
  },
  { key: 'natureCode', label: '性质', kind: 'one', shown: true, options: natureOptions },
  { key: 'regionCode', label: '地区', kind: 'one', shown: true, options: provinceOptions },
];

export type LibraryColumn =
  'name' | 'code' | 'status' | 'settlement' | 'contact' | 'nature' | 'industry' | 'region' | 'note';

const settlementText = (row: LibraryRow): string =>
  row.settlement ? SETTLEMENT_STATUS_LABELS[row.settlement as SettlementStatus] : '没有申请';

export const COLUMNS: readonly ColumnDef<LibraryColumn, LibraryRow>[] = [
  { key: 'name', label: '单位', width: 320, locked: true, text: (row) => row.name },
  { key: 'code', label: '信用代码', width: 180, text: (row) => row.creditCode ?? row.legacyCode ?? '没有代码' },
  { key: 'status', label: '平台认证', width: 100, text: (row) => UNIT_STATUS_LABELS[row.status] },
  { key: 'settlement', label: '入驻本校', width: 110, text: settlementText },
  { key: 'contact', label: '联系人', width: 120, text: (row) => row.contact ?? '' },
  { key: 'nature', label: '性质', width: 120, text: (row) => codeName('natures', row.natureCode) },
  { key: 'industry', label: '行业', width: 200, text: (row) => codeName('industries', row.industryCode) },
  { key: 'region', label: '地区', width: 120, text: (row) => regionShort(row.regionCode) },
  { key: 'note', label: '备注', width: 160, text: (row) => row.note },
];
