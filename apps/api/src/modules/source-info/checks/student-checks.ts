import { Injectable } from '@nestjs/common';
import {
  checkStudentRow,
  type SetRule,
  shanghaiDate,
  SOURCE_KEYS,
  type SourceKey,
  STUDENT_RULE_IDS,
  type StudentFinding,
  studentRule,
  type StudentRuleId,
} from '@qiancheng/shared';
import { Clock } from '../../../platform/clock/index.js';
import { FieldCipher } from '../../../platform/crypto/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { registryMac } from '../records/source-columns.js';
import type { SourceRecord } from '../records/source-records.js';

/** What the rules look at: a whole record, or one that was just written. */
export type CheckedRecord = Pick<SourceRecord, 'id' | 'values' | 'idType' | 'cohort' | 'registryMac'> & {
  /** Where the writer knows it: digests of a whole cohort take time. */
  registryDiffers?: readonly SourceKey[];
};

/** The column by which the students of a cohort are compared. */
const SHARED: Record<SetRule['key'], string> = { idNo: 'id_no_mac', examNo: 'exam_no', phone: 'phone_mac' };
const SET_RULES = STUDENT_RULE_IDS.flatMap((id) => {
  const rule = studentRule(id);
  return rule.kind === 'set' ? [{ id, rule }] : [];
});

/**
 * The student rules (★2) at each save: findings of a record are replaced by what holds now. Rules that compare a cohort
 * also put right those who share a value with it, or shared it before.
 */
@Injectable()
export class StudentChecks {
  constructor(
    private readonly cipher: FieldCipher,
    private readonly clock: Clock,
  ) {}

  /** What one row alone gives, nothing written: for forms while somebody types. */
  rowFindings(record: CheckedRecord): StudentFinding[] {
    return checkStudentRow({
      values: record.values,
      idType: record.idType,
      cohort: record.cohort,
      today: shanghaiDate(this.clock.now()),
      registryDiffers: record.registryDiffers ?? this.registryDiffers(record),
    });
  }

  private registryDiffers({ registryMac: macs, values }: CheckedRecord): SourceKey[] {
    return SOURCE_KEYS.filter((key) => {
      const mac = macs[key];
      return mac !== undefined && mac !== registryMac(this.cipher, key, values[key]);
    });
  }

  /** Row rules of these records, as they stand after the change. */
  async saveRows(tx: Tx, records: readonly CheckedRecord[]): Promise<void> {
    if (records.length === 0) return;
    const ids = records.map(({ id }) => id);
    const rowRules = STUDENT_RULE_IDS.filter((id) => studentRule(id).kind === 'row');
    await tx.exec(
      'delete from check_finding where school_id = $1 and student_id = any($2::uuid[]) and rule = any($3::text[])',
      [tx.schoolId, ids, rowRules],
    );
    const found = records.flatMap((record) => this.rowFindings(record).map((one) => ({ student: record.id, ...one })));
    if (found.length === 0) return;
    await tx.exec(
      `insert into check_finding (school_id, student_id, rule, field, severity, detail, found_at)
       select $1, f.student, f.rule, f.field, f.severity, f.detail, $3
         from jsonb_to_recordset($2::jsonb) as f(student uuid, rule text, field text, severity text, detail text)`,
      [tx.schoolId, JSON.stringify(found), this.clock.now()],
    );
  }

  /**
   * The rules that need the others, for one cohort as a whole: one statement a rule.
   * @param changed where only some fields are others than before: what compares none of them stands as it is
   */
  async saveSets(tx: Tx, cohort: number, changed: readonly SourceKey[] = SOURCE_KEYS): Promise<void> {
    for (const { id, rule } of SET_RULES) {
      if (changed.includes(rule.key)) await this.saveSet(tx, cohort, id, rule);
    }
  }

  private async saveSet(tx: Tx, cohort: number, id: StudentRuleId, rule: SetRule): Promise<void> {
    const column = SHARED[rule.key];
    const empty = rule.key === 'examNo' ? `s.exam_no = ''` : `s.${column} is null`;
    const rows = await tx.query<{ student: string; others: number | null }>(
      `select student, others from (
         select s.id as student, case when ${empty} then null
                else (count(*) over (partition by s.${column}))::int - 1 end as others
           from student s where s.school_id = $1 and s.cohort = $2) counted
        where others > 0 ${rule.missing ? 'or others is null' : ''}`,
      [tx.schoolId, cohort],
    );
    const found = rows.map(({ student, others }) => ({
      student,
      detail: others === null ? rule.missing : rule.finding(others),
    }));
    await tx.exec(
      `delete from check_finding f using student s
        where f.school_id = $1 and f.rule = $2 and s.school_id = f.school_id and s.id = f.student_id and s.cohort = $3`,
      [tx.schoolId, id, cohort],
    );
    await tx.exec(
      `insert into check_finding (school_id, student_id, rule, field, severity, detail, found_at)
       select $1, f.student, $3, $4, $5, f.detail, $6
         from jsonb_to_recordset($2::jsonb) as f(student uuid, detail text)`,
      [tx.schoolId, JSON.stringify(found), id, rule.fields[0], rule.severity, this.clock.now()],
    );
  }
}
