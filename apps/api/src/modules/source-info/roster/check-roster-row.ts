import {
  type Checked,
  checkSourceValue,
  codeName,
  isRegistryField,
  readCode,
  SOURCE_KEYS,
  type SourceKey,
  sourceField,
  type SourceValues,
} from '@qiancheng/shared';
import { regionName, regionOf } from '@qiancheng/shared/regions';
import type { SheetRow } from '../../../platform/sheets/index.js';
import { shownCell, withoutNumbers } from './roster-cells.js';
import { CODE_AND_NAME, columnFor, ID_TYPES, ROSTER_SHEET, type RosterKey } from './roster-sheet.js';
import type { RosterUnits } from './roster-units.js';

export interface RosterProblem {
  key: RosterKey;
  header: string;
  /** A personal one as a mask. */
  value: string;
  reason: string;
  severity: 'error' | 'warning';
}

/** What a row says once it is understood. A field that is missing is empty in the sheet: what is there stays. */
export interface RosterPlan {
  values: Partial<SourceValues>;
  idType: string | null;
  classId: string | null;
  /** Named besides the class; they are compared, never written. */
  collegeId: string | null;
  majorIds: readonly string[] | null;
}

export interface RosterContext {
  cohort: number;
  /** YYYY-MM-DD */
  today: string;
  school: { code: string; name: string };
  registryFields: readonly string[];
  units: RosterUnits;
  /** Columns that the file has: what is missing in all rows is said once. */
  columns: ReadonlySet<RosterKey>;
  /** What the codes of this file came to so far. */
  memo: Map<string, CodeFound>;
}

interface CodeFound {
  checked: Checked;
  old: boolean;
}

const HEADERS = new Map(ROSTER_SHEET.columns.map(({ key, header }) => [key, header]));
const RESIDENT = '居民身份证';
const PAIRS = CODE_AND_NAME as Partial<Record<SourceKey, readonly [RosterKey, RosterKey]>>;

export function problemOf(
  row: SheetRow<RosterKey>,
  key: RosterKey,
  reason: string,
  severity: RosterProblem['severity'] = 'error',
): RosterProblem {
  return {
    key,
    header: HEADERS.get(key) ?? '',
    value: shownCell(key, row.values[key]),
    reason: withoutNumbers(reason.replace(/。$/, '')),
    severity,
  };
}

/** Everything that the file alone can tell of a row. */
export function checkRosterRow(
  row: SheetRow<RosterKey>,
  ctx: RosterContext,
): { problems: RosterProblem[]; plan: RosterPlan } {
  const problems: RosterProblem[] = row.issues.map((issue) =>
    problemOf(row, issue.key ?? 'studentNo', issue.reason, issue.severity),
  );
  const add = (key: RosterKey, reason: string, severity: RosterProblem['severity'] = 'error'): void => {
    // one reason a cell: what was not read needs no second
    if (!problems.some((problem) => problem.key === key)) problems.push(problemOf(row, key, reason, severity));
  };
  const { values: cells } = row;
  const idType = cells.idType === '' ? null : cells.idType;
  if (idType !== null && !ID_TYPES.includes(idType)) add('idType', `只能填：${ID_TYPES.join('、')}`);
  if (cells.studentNo === '') add('studentNo', '不能为空');
  const values: Partial<SourceValues> = {};
  for (const key of SOURCE_KEYS) {
    const pair = PAIRS[key];
    const value = pair
      ? readPair(key, pair, cells, ctx, add)
      : readSingle(key, cells[key as RosterKey], { ...ctx, idType: idType ?? RESIDENT }, add);
    if (value !== '') values[key] = value;
  }
  const units = ctx.units.find(cells);
  for (const { key, reason } of units.problems) add(key, reason);
  checkSchool(cells, ctx, add);
  if (values.graduationMonth && !values.graduationMonth.startsWith(String(ctx.cohort))) {
    add('graduationMonth', `不在 ${ctx.cohort} 年，请核对是不是这一届`, 'warning');
  }
  return {
    problems,
    plan: {
      values,
      idType,
      classId: units.class?.id ?? null,
      collegeId: units.collegeId,
      majorIds: units.majorIds,
    },
  };
}

type Add = (key: RosterKey, reason: string, severity?: RosterProblem['severity']) => void;

function checkSchool(cells: SheetRow<RosterKey>['values'], { school }: RosterContext, add: Add): void {
  if (cells.schoolCode !== '' && cells.schoolCode !== school.code) add('schoolCode', `本校的代码是 ${school.code}`);
  if (cells.schoolName !== '' && cells.schoolName !== school.name)
    add('schoolName', `不是本校，本校是“${school.name}”`);
}

function readSingle(key: SourceKey, text: string, ctx: RosterContext & { idType: string }, add: Add): string {
  if (text === '') return '';
  const column = key as RosterKey;
  const field = sourceField(key);
  if (field.kind === 'code') return readOne(key, column, text, ctx, add);
  // a month that Excel keeps as a day
  const month = field.kind === 'month' ? text.replace(/^(\d{4}-\d{2})-\d{2}$/, '$1') : text;
  const checked = checkSourceValue(key, month, ctx);
  if (checked.ok) return checked.value;
  add(column, checked.reason);
  return '';
}

/** Code and name in two columns: one is enough, two have to say the same. */
function readPair(
  key: SourceKey,
  [codeColumn, nameColumn]: readonly [RosterKey, RosterKey],
  cells: SheetRow<RosterKey>['values'],
  ctx: RosterContext,
  add: Add,
): string {
  const [code, name] = [cells[codeColumn], cells[nameColumn]];
  const byCode = code === '' ? '' : readOne(key, codeColumn, code, ctx, add);
  const byName = name === '' ? '' : readOne(key, nameColumn, name, ctx, add);
  if (byCode === '' || byName === '' || byCode === byName) return byCode || byName;
  add(nameColumn, `代码是“${nameOf(key, byCode)}”，名称写的是另一个，请改成一样的`);
  return '';
}

function nameOf(key: SourceKey, code: string): string {
  const { table } = sourceField(key);
  return table ? codeName(table, code) : regionName(code);
}

function readOne(key: SourceKey, column: RosterKey, text: string, ctx: RosterContext, add: Add): string {
  const known = `${key} ${text}`;
  const found = ctx.memo.get(known) ?? readCell(key, text, ctx);
  ctx.memo.set(known, found);
  const { checked, old } = found;
  if (!checked.ok) {
    add(column, checked.reason);
    return '';
  }
  if (old) add(column, `旧的写法，按“${nameOf(key, checked.value)}”导入`, 'warning');
  return checked.value;
}

function readCell(key: SourceKey, text: string, ctx: RosterContext): CodeFound {
  const { table, kind } = sourceField(key);
  if (kind === 'region') return { checked: checkSourceValue(key, regionOf(text) ?? text, ctx), old: false };
  const read = table && readCode(table, text, ctx.cohort);
  return { checked: read ? { ok: true, value: read.code } : checkSourceValue(key, text, ctx), old: read?.old ?? false };
}

/** A new record cannot be without them. */
const NEEDED: readonly SourceKey[] = ['name', 'idNo', 'genderCode', 'trainingModeCode', 'graduationMonth'];
/** What the class's major says where the sheet says nothing. */
const OF_THE_MAJOR = { levelCode: 'levelCode', lengthYears: 'lengthYears' } as const;

/** What a student who is not there yet is in want of; fills in what the major says. */
export function completeNew(
  row: SheetRow<RosterKey>,
  plan: RosterPlan,
  ctx: RosterContext,
): { problems: RosterProblem[]; plan: RosterPlan } {
  const values = { ...plan.values };
  const own = ctx.units.class(plan.classId);
  for (const [field, from] of Object.entries(OF_THE_MAJOR) as [SourceKey, keyof typeof OF_THE_MAJOR][]) {
    if (own && !values[field]) values[field] = own[from];
  }
  const missing = NEEDED.filter((key) => !values[key]).map((key) => problemOf(row, columnFor(key), '新学生要填这一列'));
  if (plan.classId === null) missing.push(problemOf(row, 'class', '新学生要填班级'));
  const empty = SOURCE_KEYS.filter((key) => {
    const asked = key === 'examNo' || sourceField(key).required;
    return asked && !values[key] && !NEEDED.includes(key) && isRegistryField(key, ctx.registryFields);
  });
  const warned = empty
    .filter((key) => ctx.columns.has(columnFor(key)))
    .map((key) => problemOf(row, columnFor(key), '空着；学籍的内容学生自己不能补', 'warning'));
  return { problems: [...missing, ...warned], plan: { ...plan, values } };
}
