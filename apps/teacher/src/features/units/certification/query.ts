import type { CertificationRow, ListCertificationsData } from '@qiancheng/api-client/platform';
import { CERTIFICATION_KINDS, CERTIFICATION_KIND_LABELS, codesOf } from '@qiancheng/shared';
import { shortTime, type ColumnDef, type FilterField } from '@qiancheng/web-ui';
import { DUE_OPTIONS, provinceOptions } from '../options.js';

export type CertificationQuery = NonNullable<ListCertificationsData['query']>;

export const TABS = [
  { key: 'submitted', label: '待审' },
  { key: 'returned', label: '已退回' },
  { key: 'approved', label: '已通过' },
  { key: 'rejected', label: '已拒绝' },
  { key: 'all', label: '全部' },
] as const;
export type Tab = (typeof TABS)[number]['key'];

export const tabOf = (status: unknown): Tab => TABS.find((tab) => tab.key === status)?.key ?? 'submitted';
export const tabLabel = (status: string): string => TABS.find((tab) => tab.key === status)?.label ?? '';

export const FILTERS = ['q', 'kind', 'nature', 'region', 'due'] as const;

/** What waits is taken by its deadline, what is decided by how new it is: the server's own order, named for the arrow. */
export const sortOf = (status: string, sort: string): string =>
  sort || (status === 'submitted' ? 'due' : status === 'all' ? '-submitted' : '-decided');

export function certificationQuery(
  status: string,
  filters: Readonly<Record<string, string>>,
  sort: string,
): CertificationQuery {
  const list = (name: string): string[] | undefined => filters[name]?.split(',').filter(Boolean);
  return {
    status: tabOf(status),
    ...(filters['q'] ? { q: filters['q'] } : {}),
    ...(filters['kind'] ? { kind: list('kind') as NonNullable<CertificationQuery['kind']> } : {}),
    ...(filters['nature'] ? { nature: list('nature') ?? [] } : {}),
    ...(filters['region'] ? { region: list('region') ?? [] } : {}),
    ...(filters['due'] ? { due: filters['due'] as NonNullable<CertificationQuery['due']> } : {}),
    ...(sort ? { sort: sort as NonNullable<CertificationQuery['sort']> } : {}),
  };
}

const natureOptions = codesOf('natures').map(({ code, name }) => ({ value: code, label: name }));

export function fieldsOf(tab: Tab): FilterField[] {
  return [
    ...(tab === 'submitted'
      ? [{ key: 'due', label: '时限', kind: 'one' as const, group: '进度', shown: true, options: DUE_OPTIONS }]
      : []),
    {
      key: 'kind',
      label: '申请类型',
      kind: 'many',
      group: '进度',
      shown: true,
      options: CERTIFICATION_KINDS.map((kind) => ({ value: kind, label: CERTIFICATION_KIND_LABELS[kind] })),
    },
    { key: 'nature', label: '单位性质', kind: 'many', group: '单位', shown: true, options: natureOptions },
    { key: 'region', label: '所在地', kind: 'many', group: '单位', shown: true, options: provinceOptions },
  ];
}

type Row = CertificationRow;
export const COLUMNS = [
  { key: 'name', label: '单位', width: 280, locked: true, sortable: true, text: (row: Row) => row.name },
  { key: 'kind', label: '申请类型', width: 104, text: (row: Row) => row.kindLabel },
  { key: 'deadline', label: '时限', width: 148, sortable: 'due' },
  { key: 'status', label: '状态', width: 104, text: (row: Row) => row.statusLabel },
  { key: 'creditCode', label: '信用代码', width: 176, text: (row: Row) => row.creditCode },
  { key: 'nature', label: '性质', width: 108, text: (row: Row) => row.natureName },
  { key: 'region', label: '所在地', width: 108, text: (row: Row) => row.regionName },
  { key: 'applicant', label: '申请人', width: 92, text: (row: Row) => row.applicantName },
  { key: 'submitted', label: '提交时间', width: 112, sortable: true, text: (row: Row) => shortTime(row.submittedAt) },
  {
    key: 'submissions',
    label: '第几次',
    width: 72,
    align: 'right',
    text: (row: Row) => (row.submissions > 1 ? `第 ${row.submissions} 次` : ''),
  },
  { key: 'decided', label: '审核时间', width: 112, sortable: true, text: (row: Row) => shortTime(row.decidedAt) },
  { key: 'decidedBy', label: '审核人', width: 92, text: (row: Row) => row.decidedByName },
] as const satisfies readonly ColumnDef<string, Row>[];
/** What says nothing under a tab is left out there, whatever the person has chosen. */
export function fitsTab(key: string, tab: Tab): boolean {
  if (key === 'status') return tab === 'all';
  if (key === 'deadline') return tab === 'submitted' || tab === 'all';
  if (key === 'decided' || key === 'decidedBy') return tab !== 'submitted';
  return true;
}

export type CertificationColumn = (typeof COLUMNS)[number]['key'];
