import { randomUUID } from 'node:crypto';
import { readYears, STUDY_LEVELS, UNIT_CODE, UNIT_LIMITS, type UnitKind } from '@qiancheng/shared';
import { checkRow, issueOf, type SheetIssue } from '../../../../platform/sheets/index.js';
import type { ExistingClass, ExistingCollege, ExistingMajor, ExistingTree } from './org-existing.js';
import { listedLogins, ORG_SHEET, type OrgKey, type OrgRow } from './org-sheet.js';

export type Change = 'add' | 'edit' | 'same';

interface Planned {
  change: Change;
  /** The line that said it first. */
  row: number;
}
export interface PlannedCollege extends Planned, ExistingCollege {
  was: string | null;
}
export interface PlannedMajor extends Planned, ExistingMajor {
  was: string | null;
}
export interface PlannedClass extends Planned, Omit<ExistingClass, 'students'> {
  collegeId: string;
  was: string | null;
  /** null: the file does not say. */
  wanted: string[] | null;
}

/** What a file would make of the tree. Only worth something where no issue is an error. */
export interface OrgPlan {
  issues: SheetIssue<OrgKey>[];
  colleges: PlannedCollege[];
  majors: PlannedMajor[];
  classes: PlannedClass[];
}

const LEVEL_CODES = new Map<string, string>(STUDY_LEVELS.map(({ name, code }) => [name, code]));
const MAJOR_KEYS = ['majorCode', 'majorName', 'level', 'years'] as const;
const CLASS_KEYS = ['cohort', 'classCode', 'className', 'classYears', 'counsellors'] as const;

/** Compares the lines of a file with the tree and with each other. Pure: the same for the dry run and for the import. */
export function planImport(rows: readonly OrgRow[], tree: ExistingTree): OrgPlan {
  const planner = new Planner(tree);
  for (const row of rows) planner.add(row);
  return planner.plan();
}

class Planner {
  private readonly issues: SheetIssue<OrgKey>[] = [];
  private readonly colleges = new Map<string, PlannedCollege>();
  private readonly majors = new Map<string, PlannedMajor>();
  private readonly classes = new Map<string, PlannedClass>();
  private readonly seenCodes = new Map<string, PlannedClass>();
  private readonly seenNames = new Map<string, PlannedClass>();
  private readonly collegesByCode: Map<string, ExistingCollege>;
  private readonly collegesByName: Map<string, ExistingCollege>;
  private readonly majorsByKey: Map<string, ExistingMajor>;
  private readonly classesByCode: Map<string, ExistingClass>;
  private readonly classesByName: Map<string, ExistingClass>;
  private readonly counsellors: Map<string, string>;

  constructor(private readonly tree: ExistingTree) {
    this.collegesByCode = new Map(tree.colleges.map((one) => [one.code, one]));
    this.collegesByName = new Map(tree.colleges.map((one) => [one.name, one]));
    this.majorsByKey = new Map(tree.majors.map((one) => [majorKey(one.collegeId, one.code, one.levelCode), one]));
    this.classesByCode = new Map(tree.classes.flatMap((one) => (one.code ? [[one.code, one] as const] : [])));
    this.classesByName = new Map(tree.classes.map((one) => [nameKey(one.cohort, one.name), one]));
    this.counsellors = new Map(tree.counsellors.map((one) => [one.login, one.id]));
  }

  plan(): OrgPlan {
    return {
      issues: this.issues,
      colleges: [...this.colleges.values()],
      majors: [...this.majors.values()],
      classes: [...this.classes.values()],
    };
  }

  add(row: OrgRow): void {
    const found = [...checkRow(ORG_SHEET, row), ...shapeIssues(row)];
    if (found.length > 0) {
      this.issues.push(...found);
      return;
    }
    const college = this.college(row);
    if (!college || !MAJOR_KEYS.some((key) => row.values[key])) return;
    const major = this.major(row, college);
    if (major && row.values.className) this.klass(row, college, major);
  }

  private college(row: OrgRow): PlannedCollege | null {
    const { collegeCode: code, collegeName: name } = row.values;
    const before = this.colleges.get(code);
    if (before && before.name !== name)
      return this.refuse(row, 'collegeName', `第 ${before.row} 行写的是「${before.name}」，同一个代码只能有一个名称`);
    if (before) return before;
    const known = this.collegesByCode.get(code);
    const twin = this.collegesByName.get(name);
    const planned = [...this.colleges.values()].find((other) => other.name === name);
    if (planned) return this.refuse(row, 'collegeName', `和第 ${planned.row} 行的学院同名，代码却不同`);
    if (twin && twin.id !== known?.id)
      return this.refuse(row, 'collegeCode', `学院「${name}」的代码是 ${twin.code}，请改成一样的`);
    const college: PlannedCollege = {
      ...(known ?? { id: randomUUID(), code, active: true }),
      name,
      row: row.row,
      change: !known ? 'add' : known.name === name ? 'same' : 'edit',
      was: known && known.name !== name ? known.name : null,
    };
    this.colleges.set(code, college);
    return college;
  }

  private major(row: OrgRow, college: PlannedCollege): PlannedMajor | null {
    const { majorCode: code, majorName: name, level, years: text } = row.values;
    const levelCode = LEVEL_CODES.get(level) as string;
    const years = readYears(text) as number;
    const key = majorKey(college.id, code, levelCode);
    const before = this.majors.get(key);
    if (before && before.name !== name)
      return this.refuse(row, 'majorName', `第 ${before.row} 行写的是「${before.name}」，同一个专业只能有一个名称`);
    if (before && before.years !== years)
      return this.refuse(row, 'years', `第 ${before.row} 行写的是 ${before.years} 年，同一个专业只能有一个学制`);
    if (before) return before;
    const known = this.majorsByKey.get(key);
    if (!known && !college.active) return this.refuse(row, 'collegeCode', '学院已经停用，请先启用再往下新增');
    const major: PlannedMajor = {
      ...(known ?? { id: randomUUID(), collegeId: college.id, code, levelCode, active: true }),
      name,
      years,
      row: row.row,
      change: !known ? 'add' : known.name === name && known.years === years ? 'same' : 'edit',
      was: known && (known.name !== name || known.years !== years) ? `${known.name}，${known.years} 年` : null,
    };
    this.majors.set(key, major);
    return major;
  }

  private klass(row: OrgRow, college: PlannedCollege, major: PlannedMajor): PlannedClass | null {
    const { classCode, className: name, classYears, cohort: cohortText } = row.values;
    const cohort = Number(cohortText);
    if (!this.tree.cohorts.includes(cohort))
      return this.refuse(row, 'cohort', `还没有 ${cohortText} 届，请先在「届别」里新增`);
    const known = this.known(row, cohort);
    if (known === 'refused') return null;
    const twice =
      this.classes.get(known?.id ?? '') ?? this.seenCodes.get(classCode) ?? this.seenNames.get(nameKey(cohort, name));
    if (twice) return this.refuse(row, 'className', `和第 ${twice.row} 行重复`);
    if (known && known.students > 0 && (known.majorId !== major.id || known.cohort !== cohort))
      return this.refuse(row, 'className', `这个班有 ${known.students} 名学生，不能换专业或届别`);
    if (!known && !major.active) return this.refuse(row, 'majorCode', '专业已经停用，请先启用再往下新增');
    const wanted = this.wanted(row);
    if (wanted === 'refused') return null;
    const years = classYears ? (readYears(classYears) as number) : null;
    const facts = { majorId: major.id, code: classCode || (known?.code ?? null), name, cohort, years };
    const klass: PlannedClass = {
      ...(known ?? { id: randomUUID(), active: true, counsellorIds: [] }),
      ...facts,
      collegeId: college.id,
      row: row.row,
      change: !known ? 'add' : isSame(known, facts) ? 'same' : 'edit',
      was: known && !isSame(known, facts) ? known.name : null,
      wanted,
    };
    this.classes.set(klass.id, klass);
    if (classCode) this.seenCodes.set(classCode, klass);
    this.seenNames.set(nameKey(cohort, name), klass);
    return klass;
  }

  /** By its code, else by cohort and name; a code and a name of two different classes contradict each other. */
  private known(row: OrgRow, cohort: number): ExistingClass | undefined | 'refused' {
    const { classCode, className } = row.values;
    const byCode = classCode ? this.classesByCode.get(classCode) : undefined;
    const byName = this.classesByName.get(nameKey(cohort, className));
    if (byCode && byName && byCode.id !== byName.id)
      return (
        this.refuse(row, 'className', `${cohort} 届的「${className}」是另一个班，代码 ${byName.code ?? '没有填'}`) ??
        'refused'
      );
    if (!byCode && byName?.code && classCode && byName.code !== classCode)
      return this.refuse(row, 'classCode', `「${className}」的代码是 ${byName.code}，请改成一样的`) ?? 'refused';
    return byCode ?? byName;
  }

  private wanted(row: OrgRow): string[] | null | 'refused' {
    const logins = listedLogins(row.values.counsellors);
    if (logins.length === 0) return null;
    const unknown = logins.filter((login) => !this.counsellors.has(login.toLowerCase()));
    if (unknown.length > 0)
      return (
        this.refuse(row, 'counsellors', `没有按班级带学生的辅导员 ${unknown.join('、')}，请先在「教师账号」里开通`) ??
        'refused'
      );
    if (logins.length > UNIT_LIMITS.counsellors)
      return this.refuse(row, 'counsellors', `一个班最多 ${UNIT_LIMITS.counsellors} 位辅导员`) ?? 'refused';
    return logins.map((login) => this.counsellors.get(login.toLowerCase()) as string);
  }

  private refuse(row: OrgRow, key: OrgKey, reason: string): null {
    this.issues.push(issueOf(ORG_SHEET, row, key, reason));
    return null;
  }
}

const majorKey = (collegeId: string, code: string, level: string): string => `${collegeId}/${code}/${level}`;
const nameKey = (cohort: number, name: string): string => `${cohort}/${name}`;

function isSame(
  known: Pick<ExistingClass, 'majorId' | 'code' | 'name' | 'cohort' | 'years'>,
  now: Pick<ExistingClass, 'majorId' | 'code' | 'name' | 'cohort' | 'years'>,
): boolean {
  const keys = ['majorId', 'code', 'name', 'cohort', 'years'] as const;
  return keys.every((key) => known[key] === now[key]);
}

/** What a line says of a level it must say whole, and from the top down. */
function shapeIssues(row: OrgRow): SheetIssue<OrgKey>[] {
  const { values } = row;
  const issues: SheetIssue<OrgKey>[] = [];
  const say = (key: OrgKey, reason: string): void => void issues.push(issueOf(ORG_SHEET, row, key, reason));
  const asksClass = CLASS_KEYS.some((key) => values[key]);
  const asksMajor = asksClass || MAJOR_KEYS.some((key) => values[key]);
  if (asksMajor) for (const key of MAJOR_KEYS) if (!values[key]) say(key, '写了专业或班级，这一列就要填');
  if (asksClass)
    for (const key of ['cohort', 'className'] as const) if (!values[key]) say(key, '写了班级，这一列就要填');
  for (const key of ['collegeCode', 'majorCode', 'classCode'] as const) {
    if (values[key] && !UNIT_CODE.test(values[key])) say(key, '只能用字母、数字和连字符');
    if (values[key].length > UNIT_LIMITS.code) say(key, `不能超过 ${UNIT_LIMITS.code} 个字`);
  }
  for (const key of ['collegeName', 'majorName', 'className'] as const)
    if ([...values[key]].length > UNIT_LIMITS.name) say(key, `不能超过 ${UNIT_LIMITS.name} 个字`);
  for (const key of ['years', 'classYears'] as const)
    if (values[key] && readYears(values[key]) === null)
      say(key, `学制在 ${UNIT_LIMITS.minYears} 到 ${UNIT_LIMITS.maxYears} 年之间，最多一位小数`);
  return issues;
}

/** How many of each kind are added, changed, left as they are. */
export function countsOf(plan: OrgPlan): Record<UnitKind, Record<Change, number>> {
  const count = (list: readonly Planned[]): Record<Change, number> => ({
    add: list.filter((one) => one.change === 'add').length,
    edit: list.filter((one) => one.change === 'edit').length,
    same: list.filter((one) => one.change === 'same').length,
  });
  return { college: count(plan.colleges), major: count(plan.majors), class: count(plan.classes) };
}
