import { STUDY_LEVELS } from '@qiancheng/shared';
import { defineSheet, type SheetRow } from '../../../../platform/sheets/index.js';

const LEVELS = STUDY_LEVELS.map((level) => level.name);

/** A line is a class with all that it belongs to; a college or a major without classes has a line of its own. */
export const ORG_SHEET = defineSheet({
  name: '学院专业班级',
  notes: [
    '每行一个班级，写上它的专业和学院。还没有班级的专业、还没有专业的学院也可以单独写一行，后面的列留空。',
    '按代码认：代码已经有的就更新名称等内容，没有的就新增；文件里没有写的不会删除。',
    '班级没有代码时，按届别和班级名称认。',
    '改学院、专业、班级的名称，不会改动已经签好的协议。',
  ],
  columns: [
    { key: 'collegeCode', header: '学院代码', aliases: ['院系代码'], required: true, width: 12, example: '01' },
    {
      key: 'collegeName',
      header: '学院名称',
      aliases: ['学院', '院系', '院系名称'],
      required: true,
      width: 26,
      example: '计算机与信息学院',
    },
    { key: 'majorCode', header: '专业代码', width: 12, note: '国标代码，例如 080902', example: '080902' },
    { key: 'majorName', header: '专业名称', aliases: ['专业'], width: 26, example: '软件工程' },
    { key: 'level', header: '层次', aliases: ['培养层次', '学历层次'], options: LEVELS, width: 10, example: '本科' },
    {
      key: 'years',
      header: '学制',
      aliases: ['学制（年）'],
      kind: 'decimal',
      width: 8,
      note: '年，可以是 2.5',
      example: '4',
    },
    {
      key: 'cohort',
      header: '届别',
      aliases: ['毕业届别', '毕业年份'],
      width: 10,
      note: '毕业的年份；要先在「届别」里新增',
      example: '2027',
    },
    { key: 'classCode', header: '班级代码', aliases: ['班级编号'], width: 14, note: '没有可以不填', example: 'RJ2301' },
    { key: 'className', header: '班级名称', aliases: ['班级'], width: 24, example: '软件工程2301班' },
    {
      key: 'classYears',
      header: '班级学制',
      kind: 'decimal',
      width: 10,
      note: '和专业的学制不同时才填，例如专升本班',
      example: '2',
    },
    {
      key: 'counsellors',
      header: '辅导员账号',
      aliases: ['辅导员工号'],
      width: 20,
      note: '多个用顿号或逗号分开；不填就不改动',
      example: 'counsellor01',
    },
  ],
});

export type OrgKey = (typeof ORG_SHEET)['columns'][number]['key'];
export type OrgRow = SheetRow<OrgKey>;

/** Logins as people separate them. */
export function listedLogins(text: string): string[] {
  return [...new Set(text.split(/[、，,;；\s]+/).filter(Boolean))];
}
