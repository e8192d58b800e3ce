import { OmitType } from '@nestjs/swagger';
import {
  type CheckSeverity,
  type LevelStanding,
  SOURCE_STATES,
  type SourceState,
  STUDENT_RULE_IDS,
  type StudentRuleId,
} from '@qiancheng/shared';
import { Bool, DateStr, Enums, Int, Obj, Str, Strs, Uuid, Uuids } from '../../../platform/http/index.js';

/** Students that one list, one pasted column or one order may name. */
export const SELECT_MAX = 2000;
/** "All that match": more are several orders. */
export const MATCH_MAX = 10_000;

const SEVERITIES: CheckSeverity[] = ['E', 'W', 'I'];
const STANDINGS: LevelStanding[] = ['passed', 'waiting', 'returned', 'not_reached'];
const codes = { optional: true, max: 100, text: { max: 10 } } as const;
const years = {
  optional: true,
  max: 20,
  text: { pattern: /^\d{1,2}(\.\d)?$/, patternText: '应为年数，如 4 或 2.5。' },
};
const month = { optional: true, pattern: /^\d{4}(0[1-9]|1[0-2])$/, patternText: '应为年月，如 202706。' };

/** How the review stands at each level (F-065). */
export class LevelFilter {
  @Enums(STANDINGS, { optional: true }) counsellor?: LevelStanding[];
  @Enums(STANDINGS, { optional: true }) college?: LevelStanding[];
  @Enums(STANDINGS, { optional: true }) center?: LevelStanding[];
}

/** Both days are meant; an end that is left out is open. */
export class DayRange {
  @DateStr({ optional: true }) from?: string;
  @DateStr({ optional: true }) to?: string;
}

export class MonthRange {
  @Str(month) from?: string;
  @Str(month) to?: string;
}

/** The conditions of the list, of a saved view, of an export, and of a selection that means "all that match". */
export class SourceFilter {
  @Int({ min: 2000, max: 2100, description: '届别' }) cohort!: number;
  @Str({ optional: true, max: 60, description: '姓名、学号、身份证号、拼音或首字母' }) q?: string;
  @Uuids({ optional: true, max: SELECT_MAX, description: '只看这些学生：粘贴的名单' }) ids?: string[];
  @Uuid({ optional: true, description: '只看存好的名单里的学生' }) listId?: string;
  @Uuids({ optional: true, max: 200 }) collegeId?: string[];
  @Uuids({ optional: true, max: 500 }) majorId?: string[];
  @Uuids({ optional: true, max: 500 }) classId?: string[];
  @Enums([...SOURCE_STATES], { optional: true }) state?: SourceState[];
  @Obj(() => LevelFilter, { optional: true }) level?: LevelFilter;
  @Uuids({ optional: true, max: 200, description: '这些辅导员带的班' }) counsellorId?: string[];
  @Bool({ optional: true, description: '轮到我审核' }) mine?: boolean;
  @Bool({ optional: true, description: '学生填报和学校库不同' }) differs?: boolean;
  @Obj(() => DayRange, { optional: true, description: '最近一次提交的日期' }) submitted?: DayRange;
  @Int({ optional: true, min: 1, max: 99, description: '被退回过几次以上' }) returns?: number;
  @Bool({ optional: true, description: '有没有答复的学籍报错' }) reported?: boolean;
  @Enums([...STUDENT_RULE_IDS], { optional: true, description: '核查规则' }) rule?: StudentRuleId[];
  @Enums(SEVERITIES, { optional: true, description: '有这一等级的核查问题' }) severity?: CheckSeverity[];
  @Bool({ optional: true, description: '已经激活账号' }) activated?: boolean;
  @Strs(codes) gender?: string[];
  @Strs(codes) ethnic?: string[];
  @Strs(codes) political?: string[];
  @Strs(codes) degree?: string[];
  @Strs({ ...years, description: '学制，年' }) length?: string[];
  @Obj(() => MonthRange, { optional: true, description: '毕业时间' }) graduation?: MonthRange;
  @Strs(codes) training?: string[];
  @Strs(codes) hardship?: string[];
  @Strs(codes) teacherTraining?: string[];
  @Strs(codes) urbanRural?: string[];
  @Strs({ ...codes, description: '生源地省份的两位代码' }) originProvince?: string[];
}

/** A saved view goes with every cohort. */
export class SourceViewFilter extends OmitType(SourceFilter, ['cohort'] as const) {}

/** Students by id, or all that match a filter; `expected` is the number that the page showed. */
export class SourceSelection {
  @Uuids({ optional: true, max: MATCH_MAX }) ids?: string[];
  @Obj(() => SourceFilter, { optional: true }) filter?: SourceFilter;
  @Int({ optional: true, min: 1, description: '按条件全选时页面上显示的人数；变了就不办' }) expected?: number;
}
