import { SOURCE_FIELDS, SOURCE_GROUPS, SOURCE_KEYS, sourceField, type SourceKey } from './fields.js';

/** What an export can hold besides the fields themselves: where a student belongs, and where the review stands. */
const OF_PLACE = {
  cohort: '届别',
  collegeName: '学院',
  majorName: '专业',
  majorCode: '专业代码',
  className: '班级',
} as const;
const OF_REVIEW = {
  state: '核验状态',
  counsellor: '辅导员审核',
  college: '学院审核',
  center: '学校审核',
  submittedAt: '提交时间',
  returns: '退回次数',
  waitingSince: '等待审核自',
  differs: '差异项',
  findings: '核查问题',
} as const;
const OF_ACCOUNT = { account: '账号', wechat: '微信' } as const;

type PlaceColumn = keyof typeof OF_PLACE;
type ReviewColumn = keyof typeof OF_REVIEW;
type AccountColumn = keyof typeof OF_ACCOUNT;
type CodedKey = {
  [K in SourceKey]: (typeof SOURCE_FIELDS)[K]['kind'] extends 'code' | 'region' ? K : never;
}[SourceKey];
/** `genderCode.code` is the code itself; the field alone is its name in words. */
type CodeColumn = `${CodedKey}.code`;
export type SourceExportColumn = SourceKey | CodeColumn | PlaceColumn | ReviewColumn | AccountColumn;

export interface ExportColumnInfo {
  key: SourceExportColumn;
  label: string;
  group: string;
  /** Personal: masked unless somebody with the right to it asks for clear values. */
  personal: boolean;
}

const hasCode = (key: SourceKey): boolean => ['code', 'region'].includes(sourceField(key).kind);

function ofFields(): ExportColumnInfo[] {
  return SOURCE_KEYS.flatMap((key): ExportColumnInfo[] => {
    const { label, group, personal } = sourceField(key);
    const own = { key, label, group: SOURCE_GROUPS[group], personal: personal === true };
    const code = { key: `${key}.code` as CodeColumn, label: `${label}代码`, group: own.group, personal: false };
    return hasCode(key) ? [own, code] : [own];
  });
}

const plain = (labels: Record<string, string>, group: string): ExportColumnInfo[] =>
  Object.entries(labels).map(([key, label]) => ({ key: key as SourceExportColumn, label, group, personal: false }));

/** Every column of an export, in the order in which they are offered. */
export const SOURCE_EXPORT_COLUMNS: readonly ExportColumnInfo[] = [
  ...ofFields().slice(0, 2),
  ...plain(OF_PLACE, '学院班级'),
  ...ofFields().slice(2),
  ...plain(OF_REVIEW, '审核'),
  ...plain(OF_ACCOUNT, '账号'),
];

export const SOURCE_EXPORT_KEYS = SOURCE_EXPORT_COLUMNS.map(({ key }) => key);
const INFO = new Map(SOURCE_EXPORT_COLUMNS.map((column) => [column.key, column]));

export function exportColumn(key: SourceExportColumn): ExportColumnInfo {
  return INFO.get(key) as ExportColumnInfo;
}

/** The field whose code this column holds. */
export function codeOfColumn(key: SourceExportColumn): SourceKey | null {
  const field = key.endsWith('.code') ? key.slice(0, -'.code'.length) : '';
  return Object.hasOwn(SOURCE_FIELDS, field) ? (field as SourceKey) : null;
}
