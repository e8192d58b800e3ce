import type { SourceListRow } from '@qiancheng/api-client/teacher';
import { CHECK_SEVERITY_LABELS, type SourceExportColumn, SOURCE_FIELDS, type SourceKey } from '@qiancheng/shared';
import { shortTime, type ColumnDef } from '@qiancheng/web-ui';

type Row = SourceListRow;
const field = (key: SourceKey, width: number, more: object = {}) => ({
  key,
  label: SOURCE_FIELDS[key].label,
  width,
  text: (row: Row) => row.fields[key] ?? '',
  ...more,
});

export const findingsText = (row: Row): string => {
  const counts = (['E', 'W', 'I'] as const).map((severity) => ({
    severity,
    count: row.findings.filter((one) => one.severity === severity).length,
  }));
  return counts
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => `${CHECK_SEVERITY_LABELS[severity]} ${count}`)
    .join('，');
};

/** The columns of the list. Those that are hidden are one tick away in 显示列; the server sorts by the names in `sortable`. */
export const SOURCE_COLUMNS = [
  { key: 'name', label: '姓名', width: 132, locked: true, sortable: true, text: (row: Row) => row.name },
  { key: 'studentNo', label: '学号', width: 108, sortable: true, text: (row: Row) => row.studentNo },
  { key: 'counsellor', label: '辅导员审核', width: 104 },
  { key: 'college', label: '学院审核', width: 104 },
  { key: 'center', label: '学校审核', width: 104 },
  { key: 'differs', label: '差异', width: 72, sortable: true, align: 'right' },
  { key: 'findings', label: '核查问题', width: 116 },
  { key: 'waited', label: '等了', width: 116, sortable: 'waiting' },
  {
    key: 'submittedAt',
    label: '提交时间',
    width: 104,
    sortable: 'submitted',
    text: (row: Row) => shortTime(row.submittedAt),
  },
  { key: 'collegeName', label: '学院', width: 156, sortable: 'college', text: (row: Row) => row.collegeName },
  { key: 'majorName', label: '专业', width: 156, sortable: 'major', text: (row: Row) => row.majorName },
  { key: 'className', label: '班级', width: 100, sortable: 'class', text: (row: Row) => row.className },
  field('phone', 116),
  field('idNo', 176),
  field('originCode', 220, { sortable: 'origin' }),
  field('genderCode', 60),
  field('ethnicCode', 84),
  field('politicalCode', 104),
  field('levelCode', 116, { sortable: 'level' }),
  field('hardshipCode', 116),
  { key: 'account', label: '账号', width: 84, text: (row: Row) => row.accountLabel },
  { key: 'state', label: '核验状态', width: 116, sortable: true, hidden: true, text: (row: Row) => row.stateLabel },
  { key: 'wechat', label: '微信', width: 76, hidden: true, text: (row: Row) => (row.wechat ? '已绑定' : '') },
  { key: 'reported', label: '学籍报错', width: 92, hidden: true, text: (row: Row) => (row.reported ? '没有答复' : '') },
  {
    key: 'returns',
    label: '退回次数',
    width: 92,
    sortable: true,
    hidden: true,
    align: 'right',
    text: (row: Row) => (row.returns ? `${row.returns} 次` : ''),
  },
  { key: 'majorCode', label: '专业代码', width: 92, hidden: true, text: (row: Row) => row.majorCode },
  field('majorDirection', 132, { hidden: true }),
  field('examNo', 148, { hidden: true }),
  field('birthDate', 104, { hidden: true }),
  field('lengthYears', 68, { hidden: true }),
  field('trainingModeCode', 104, { hidden: true }),
  field('directedUnit', 156, { hidden: true }),
  field('enrolledMonth', 92, { hidden: true }),
  field('graduationMonth', 92, { hidden: true }),
  field('campus', 104, { hidden: true }),
  field('teacherTrainingCode', 116, { hidden: true }),
  field('urbanRuralCode', 92, { hidden: true }),
  field('originNote', 156, { hidden: true }),
  field('policeStationBefore', 200, { hidden: true }),
  field('householdMovedIn', 108, { hidden: true }),
  field('archiveMovedIn', 108, { hidden: true }),
  field('archiveUnitBefore', 180, { hidden: true }),
  field('email', 180, { hidden: true }),
  field('qq', 104, { hidden: true }),
  field('homePostcode', 84, { hidden: true }),
] as const satisfies readonly ColumnDef<string, Row>[];

export type SourceColumn = (typeof SOURCE_COLUMNS)[number]['key'];

/** What is on screen, as the columns of an export; what is only a picture there has its words here. */
export function exportColumnsOf(shown: readonly string[]): SourceExportColumn[] {
  const other: Record<string, SourceExportColumn | null> = { waited: 'waitingSince', reported: null };
  return shown.flatMap((key) => {
    const column = key in other ? other[key] : (key as SourceExportColumn);
    return column ? [column] : [];
  });
}
