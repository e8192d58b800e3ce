import type { TeacherCaseRow } from '@qiancheng/api-client/teacher';
import { shortDate, shortTime, type ColumnDef } from '@qiancheng/web-ui';
import { formatMoney } from '@qiancheng/web-core';

const SLOT_WORDS: Record<string, string> = {
  student: '学生',
  employer: '单位',
  superior: '主管部门',
  college: '学院',
  school: '学校',
};

const text = (value: string | number | null): string => (value === null ? '' : String(value));
const money = (value: number | null): string => formatMoney(value);

type Row = TeacherCaseRow;

/** The 28 columns of the list. Hidden ones are one tick away in 显示列; the server sorts by the names in `sortable`. */
export const CASE_COLUMNS = [
  { key: 'studentName', label: '姓名', width: 150, locked: true, sortable: true, text: (row: Row) => row.studentName },
  { key: 'studentNo', label: '学号', width: 104, sortable: true, text: (row: Row) => row.studentNo },
  { key: 'state', label: '状态', width: 132, text: (row: Row) => row.stateLabel },
  { key: 'waitingFor', label: '轮到', width: 104, text: (row: Row) => text(row.waitingFor) },
  { key: 'waited', label: '等了', width: 92, sortable: 'waiting' },
  { key: 'employerName', label: '用人单位', width: 220, sortable: true, text: (row: Row) => row.employerName },
  { key: 'post', label: '岗位', width: 150, text: (row: Row) => text(row.post) },
  { key: 'collegeName', label: '学院', width: 150, text: (row: Row) => text(row.collegeName) },
  { key: 'majorName', label: '专业', width: 150, text: (row: Row) => text(row.majorName) },
  { key: 'className', label: '班级', width: 96, text: (row: Row) => text(row.className) },
  { key: 'agreementNo', label: '协议编号', width: 184, sortable: true, text: (row: Row) => text(row.agreementNo) },
  {
    key: 'slotsDone',
    label: '已签章',
    width: 148,
    text: (row: Row) => row.slotsDone.map((slot) => SLOT_WORDS[slot] ?? slot).join('、'),
  },
  { key: 'printed', label: '打印次数', width: 84, align: 'right', text: (row: Row) => row.printed || '' },
  {
    key: 'acceptedAt',
    label: '应约时间',
    width: 108,
    sortable: 'accepted',
    text: (row: Row) => shortTime(row.acceptedAt),
  },
  {
    key: 'updatedAt',
    label: '最近变动',
    width: 108,
    sortable: 'updated',
    text: (row: Row) => shortTime(row.updatedAt),
  },
  {
    key: 'salaryRegular',
    label: '转正月薪',
    width: 92,
    align: 'right',
    sortable: 'salary',
    hidden: true,
    text: (row: Row) => money(row.salaryRegular),
  },
  { key: 'penalty', label: '违约金', width: 84, align: 'right', hidden: true, text: (row: Row) => money(row.penalty) },
  { key: 'startDate', label: '报到日期', width: 104, hidden: true, text: (row: Row) => text(row.startDate) },
  { key: 'workRegion', label: '工作地点', width: 190, hidden: true, text: (row: Row) => text(row.workRegion) },
  { key: 'levelName', label: '学历层次', width: 104, hidden: true, text: (row: Row) => text(row.levelName) },
  { key: 'genderName', label: '性别', width: 60, hidden: true, text: (row: Row) => text(row.genderName) },
  { key: 'originName', label: '生源所在地', width: 210, hidden: true, text: (row: Row) => text(row.originName) },
  { key: 'creditCode', label: '信用代码', width: 172, hidden: true, text: (row: Row) => row.creditCode },
  { key: 'employerNature', label: '单位性质', width: 116, hidden: true, text: (row: Row) => text(row.employerNature) },
  {
    key: 'employerIndustry',
    label: '单位行业',
    width: 150,
    hidden: true,
    text: (row: Row) => text(row.employerIndustry),
  },
  {
    key: 'sentAt',
    label: '邀约时间',
    width: 108,
    sortable: 'sent',
    hidden: true,
    text: (row: Row) => shortTime(row.sentAt),
  },
  {
    key: 'signedAt',
    label: '完成时间',
    width: 108,
    sortable: 'signed',
    hidden: true,
    text: (row: Row) => shortTime(row.signedAt),
  },
  {
    key: 'deadlineAt',
    label: '截止',
    width: 100,
    sortable: 'deadline',
    hidden: true,
    text: (row: Row) => shortDate(row.deadlineAt),
  },
] as const satisfies readonly ColumnDef<string, Row>[];

export type CaseColumn = (typeof CASE_COLUMNS)[number]['key'];
