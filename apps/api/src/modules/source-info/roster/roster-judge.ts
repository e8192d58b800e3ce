import { Injectable } from '@nestjs/common';
import {
  checkStudentRow,
  emptySourceValues,
  isSourceKey,
  SOURCE_KEYS,
  type SourceKey,
  sourceField,
  type SourceValues,
  type StudentFinding,
} from '@qiancheng/shared';
import type { RequestContext } from '../../../platform/context/index.js';
import { FieldCipher } from '../../../platform/crypto/index.js';
import type { Tx } from '../../../platform/database/index.js';
import type { SheetRow } from '../../../platform/sheets/index.js';
import { type SourceRecord, SourceRecords } from '../records/source-records.js';
import {
  checkRosterRow,
  completeNew,
  problemOf,
  type RosterContext,
  type RosterPlan,
  type RosterProblem,
} from './check-roster-row.js';
import { columnFor, type RosterKey } from './roster-sheet.js';

export type Verdict = 'error' | 'new' | 'update' | 'same';

export interface JudgedRow {
  row: SheetRow<RosterKey>;
  plan: RosterPlan;
  problems: RosterProblem[];
  verdict: Verdict;
  changes: string[];
}

/** Rows of the file so far, by what nobody shares with another. */
export type SeenRows = Map<string, number>;

/** A student of the school who bears a number of the sheet. */
export interface Bearer {
  line: number;
  key: 'idNo' | 'examNo';
  studentNo: string;
}

interface Bearing extends Record<string, unknown> {
  number: string;
  /** Student number of whoever bears it. */
  no: string;
  cohort: number;
}

const RESIDENT = '居民身份证';
const SHARED = ['studentNo', 'idNo', 'examNo'] as const;
/** Told beside the row; the others are decided elsewhere: by the field itself, by the registry, by the student. */
const NOT_TOLD = new Set(['DC-01', 'DC-05']);
const CLASS = 'class';
const ID_TYPE = 'idType';

/** What a chunk of the sheet would do to the school, nothing written. */
@Injectable()
export class RosterJudge {
  constructor(
    private readonly records: SourceRecords,
    private readonly cipher: FieldCipher,
  ) {}

  async judge(
    tx: Tx,
    ctx: RequestContext,
    rows: readonly SheetRow<RosterKey>[],
    given: RosterContext,
    seen: SeenRows,
  ): Promise<JudgedRow[]> {
    const checked = rows.map((row) => ({ row, ...checkRosterRow(row, given) }));
    const numbers = checked.flatMap(({ plan }) => plan.values.studentNo ?? []);
    const present = await this.present(tx, ctx, numbers);
    const bearers = Map.groupBy(await this.bearers(tx, given.cohort, checked.map(lined)), ({ line }) => line);
    return checked.map(({ row, plan, problems }) => {
      const record = present.get(plan.values.studentNo ?? '');
      const all = [
        ...problems,
        ...inFile(row, plan, seen),
        ...inSchool(row, plan, bearers.get(row.row) ?? []),
        ...(record ? againstRecord(row, plan, record, given) : []),
      ];
      const whole =
        record || plan.values.studentNo === undefined ? { problems: [], plan } : completeNew(row, plan, given);
      // one reason a cell
      const rules = record && record.cohort !== given.cohort ? [] : found(row, whole.plan, record, given);
      for (const problem of [...whole.problems, ...rules]) {
        if (!all.some(({ key }) => key === problem.key)) all.push(problem);
      }
      const changes = record ? changesOf(record, whole.plan, SOURCE_KEYS) : [];
      const wrong = all.some(({ severity }) => severity === 'error');
      const verdict = wrong ? 'error' : !record ? 'new' : changes.length > 0 ? 'update' : 'same';
      return { row, plan: whole.plan, problems: all, verdict, changes };
    });
  }

  /** Students of the school by their numbers. @param lock `for update of s` */
  async present(
    tx: Tx,
    ctx: RequestContext,
    numbers: readonly string[],
    lock = '',
  ): Promise<Map<string, SourceRecord>> {
    const ids = await tx.query<{ id: string }>(
      'select id from student where school_id = $1 and student_no = any($2::text[])',
      [tx.schoolId, numbers],
    );
    if (ids.length === 0) return new Map();
    const found = await this.records.findMany(
      tx,
      ctx,
      ids.map(({ id }) => id),
      lock,
    );
    return new Map(found.map((record) => [record.values.studentNo, record]));
  }

  /** Others of the cohort with the same ID or exam number. */
  async bearers(
    tx: Tx,
    cohort: number,
    rows: readonly { line: number; values: Partial<SourceValues> }[],
  ): Promise<Bearer[]> {
    const macs = new Map(rows.map(({ line, values }) => [line, values.idNo ? this.macOf(values.idNo) : '']));
    const bearers = await this.bearing(
      tx,
      cohort,
      [...macs.values()].filter(Boolean),
      rows.flatMap(({ values }) => values.examNo || []),
    );
    return rows.flatMap(({ line, values }): Bearer[] =>
      [
        { key: 'idNo' as const, studentNo: bearers.byMac.get(macs.get(line) ?? '') },
        { key: 'examNo' as const, studentNo: bearers.byExam.get(values.examNo ?? '') },
      ].flatMap(({ key, studentNo }) =>
        studentNo === undefined || studentNo === values.studentNo ? [] : [{ line, key, studentNo }],
      ),
    );
  }

  /**
   * Asked by lists and not by a join, and by the number alone, whatever the cohort: statistics know nothing of a cohort that is
   * just coming in, and what goes through the cohort, once or once a row, would be chosen.
   */
  private async bearing(
    tx: Tx,
    cohort: number,
    macs: readonly string[],
    exams: readonly string[],
  ): Promise<{ byMac: Map<string, string>; byExam: Map<string, string> }> {
    const byMac = await tx.query<Bearing>(
      `select encode(id_no_mac, 'hex') as number, student_no as no, cohort from student
        where school_id = $1 and id_no_mac = any($2::bytea[])`,
      [tx.schoolId, macs.map((mac) => Buffer.from(mac, 'hex'))],
    );
    const byExam = await tx.query<Bearing>(
      `select exam_no as number, student_no as no, cohort from student
        where school_id = $1 and exam_no = any($2::text[]) and exam_no <> ''`,
      [tx.schoolId, exams],
    );
    const ofCohort = (rows: readonly Bearing[]): Map<string, string> =>
      new Map(rows.filter((row) => row.cohort === cohort).map(({ number, no }) => [number, no]));
    return { byMac: ofCohort(byMac), byExam: ofCohort(byExam) };
  }

  private macOf(idNo: string): string {
    return this.cipher.macText('id_no', idNo, 'hex');
  }
}

const lined = ({ row, plan }: Pick<JudgedRow, 'row' | 'plan'>): { line: number; values: Partial<SourceValues> } => ({
  line: row.row,
  values: plan.values,
});

/** Fields that the sheet has otherwise than the school, and what else of the record changes. */
export function changesOf(record: SourceRecord, plan: RosterPlan, keys: readonly SourceKey[]): string[] {
  const fields: string[] = keys.filter(
    (key) => plan.values[key] !== undefined && plan.values[key] !== record.values[key],
  );
  if (plan.classId !== null && plan.classId !== record.classId) fields.push(CLASS);
  if (plan.idType !== null && plan.idType !== record.idType) fields.push(ID_TYPE);
  return fields;
}

export function changeLabel(change: string): string {
  if (change === CLASS) return '班级';
  return isSourceKey(change) ? sourceField(change).label : '证件类型';
}

function inFile(row: SheetRow<RosterKey>, { values }: RosterPlan, seen: SeenRows): RosterProblem[] {
  return SHARED.flatMap((key) => {
    const value = values[key];
    if (!value) return [];
    const name = `${key} ${value}`;
    const before = seen.get(name);
    if (before === undefined) seen.set(name, row.row);
    return before === undefined ? [] : [problemOf(row, key, `和第 ${before} 行的${sourceField(key).label}相同`)];
  });
}

function inSchool(row: SheetRow<RosterKey>, { values }: RosterPlan, bearers: readonly Bearer[]): RosterProblem[] {
  if (values.studentNo === undefined) return [];
  return bearers.map(({ key, studentNo }) =>
    problemOf(row, key, `本届学号 ${studentNo} 的学生已经用了这个${sourceField(key).label}`),
  );
}

function againstRecord(
  row: SheetRow<RosterKey>,
  plan: RosterPlan,
  record: SourceRecord,
  { cohort, units }: RosterContext,
): RosterProblem[] {
  if (record.cohort !== cohort) {
    return [problemOf(row, 'studentNo', `这个学号在 ${record.cohort} 届，不在 ${cohort} 届；要换届请用“移届”`)];
  }
  if (units.class(plan.classId)) return [];
  const problems: RosterProblem[] = [];
  if (plan.collegeId !== null && plan.collegeId !== record.collegeId) {
    problems.push(problemOf(row, 'college', `现在是“${record.collegeName}”，要换请填新的班级`));
  }
  if (plan.majorIds !== null && !plan.majorIds.includes(record.majorId)) {
    problems.push(problemOf(row, 'major', `现在是“${record.majorName}”，要换请填新的班级`));
  }
  return problems;
}

/** The rules of one student (★2), as the record would stand after the import. */
function found(
  row: SheetRow<RosterKey>,
  plan: RosterPlan,
  record: SourceRecord | undefined,
  { cohort, today }: RosterContext,
): RosterProblem[] {
  const values = { ...(record?.values ?? emptySourceValues()), ...plan.values };
  const idType = plan.idType ?? record?.idType ?? RESIDENT;
  return checkStudentRow({ values, idType, cohort, today, registryDiffers: [] })
    .filter((finding) => told(finding, values))
    .map(({ field, detail }) => problemOf(row, columnFor(field), detail, 'warning'));
}

/** A phone that the sheet has not is the student's to fill in. */
function told({ rule }: StudentFinding, values: SourceValues): boolean {
  return !NOT_TOLD.has(rule) && !(rule === 'DC-10' && values.phone === '');
}
