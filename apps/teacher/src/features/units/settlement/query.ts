import type { ListSettlementsData, SettlementRow } from '@qiancheng/api-client/teacher';
import { codesOf } from '@qiancheng/shared';
import { parseRange, shortTime, type ColumnDef, type FilterField } from '@qiancheng/web-ui';
import { DUE_OPTIONS, provinceOptions } from '../options.js';

export type SettlementQuery = NonNullable<ListSettlementsData['query']>;

export const TABS = [
  { key: 'pending', label: '待审' },
  { key: 'approved', label: '已入驻' },
  { key: 'returned', label: '已退回' },
  { key: 'rejected', label: '已拒绝' },
  { key: 'suspended', label: '已暂停' },
  { key: 'all', label: '全部' },
] as const;
export type Tab = (typeof TABS)[number]['key'];

export const tabOf = (status: unknown): Tab => TABS.find((tab) => tab.key === status)?.key ?? 'pending';
export const tabLabel = (status: string): string => TABS.find((tab) => tab.key === status)?.label ?? '';

export const FILTERS = ['q', 'nature', 'industry', 'region', 'due', 'asked'] as const;

/** What waits is taken by its deadline, what is decided by how new it is: the server's own order, named for the arrow. */
export const sortOf = (status: string, sort: string): string =>
  sort || (status === 'pending' ? 'due' : status === 'all' ? '-requested' : '-decided');

export function settlementQuery(
  status: string,
  filters: Readonly<Record<string, string>>,
  sort: string,
): SettlementQuery {
  const list = (name: string): string[] | undefined => filters[name]?.split(',').filter(Boolean);
  const asked = parseRange(filters['asked']);
  return {
    status: tabOf(status),
    ...(filters['q'] ? { q: filters['q'] } : {}),
    ...(filters['nature'] ? { nature: list('nature') ?? [] } : {}),
    ...(filters['industry'] ? { industry: list('industry') ?? [] } : {}),
    ...(filters['region'] ? { region: list('region') ?? [] } : {}),
    ...(filters['due'] ? { due: filters['due'] as NonNullable<SettlementQuery['due']> } : {}),
    ...(asked.from ? { from: asked.from } : {}),
    ...(asked.to ? { to: asked.to } : {}),
    ...(sort ? { sort: sort as NonNullable<SettlementQuery['sort']> } : {}),
  };
}

const options = (table: 'natures' | 'industries') =>
  codesOf(table).map(({ code, name }) => ({ value: code, label: name }));

export function fieldsOf(tab: Tab): FilterField[] {
  return [
    ...(tab === 'pending'
      ? [{ key: 'due', label: '时限', kind: 'one' as const, group: '进度', shown: true, options: DUE_OPTIONS }]
      : []),
    { key: 'asked', label: '申请日期', kind: 'dates', group: '进度', shown: true },
    { key: 'nature', label: '单位性质', kind: 'many', group: '单位', shown: true, options: options('natures') },
    { key: 'industry', label: '所属行业', kind: 'many', group: '单位', shown: true, options: options('industries') },
    { key: 'region', label: '所在地', kind: 'many', group: '单位', shown: true, options: provinceOptions },
  ];
}

type Row = SettlementRow;
export const COLUMNS = [
  { key: 'name', label: '单位', width: 280, locked: true, sortable: true, text: (row: Row) => row.name },
  { key: 'status', label: '状态', width: 104, text: (row: Row) => row.statusLabel },
  { key: 'deadline', label: '时限', width: 148, sortable: 'due' },
  { key: 'nature', label: '性质', width: 108, text: (row: Row) => row.natureName },
  { key: 'industry', label: '行业', width: 150, text: (row: Row) => row.industryName },
  { key: 'size', label: '规模', width: 108, text: (row: Row) => row.sizeName },
  { key: 'region', label: '所在地', width: 108, text: (row: Row) => row.regionName },
  { key: 'services', label: '申请的服务', width: 180, text: (row: Row) => row.services },
  { key: 'contact', label: '经办人', width: 92, text: (row: Row) => row.contactName },
  {
    key: 'agreements',
    label: '协议',
    width: 72,
    align: 'right',
    sortable: true,
    text: (row: Row) => (row.agreements ? row.agreements.toLocaleString('en-US') : ''),
  },
  { key: 'requested', label: '申请时间', width: 112, sortable: true, text: (row: Row) => shortTime(row.requestedAt) },
  { key: 'decided', label: '审核时间', width: 112, sortable: true, text: (row: Row) => shortTime(row.decidedAt) },
  { key: 'decidedBy', label: '审核人', width: 92, text: (row: Row) => row.decidedByName },
  { key: 'creditCode', label: '信用代码', width: 176, hidden: true, text: (row: Row) => row.creditCode },
] as const satisfies readonly ColumnDef<string, Row>[];
/** What says nothing under a tab is left out there, whatever the person has chosen. */
export function fitsTab(key: string, tab: Tab): boolean {
  if (key === 'status') return tab === 'all';
  if (key === 'deadline') return tab === 'pending' || tab === 'all';
  if (key === 'decided' || key === 'decidedBy') return tab !== 'pending';
  return true;
}

export type SettlementColumn = (typeof COLUMNS)[number]['key'];
