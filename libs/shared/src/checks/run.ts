import type { CheckSeverity, StudentRow } from './rule.js';
import type { SourceKey } from '../source/fields.js';
import { STUDENT_RULE_IDS, studentRule, type StudentRuleId } from './student-rules.js';

/** What a rule found of one student. The detail names no personal value. */
export interface StudentFinding {
  rule: StudentRuleId;
  severity: CheckSeverity;
  field: SourceKey;
  detail: string;
}

/** The findings that one row alone can have: shown beside the field at each save (★2). */
export function checkStudentRow(student: StudentRow): StudentFinding[] {
  return STUDENT_RULE_IDS.flatMap((id) => {
    const rule = studentRule(id);
    const detail = rule.kind === 'row' ? rule.test(student) : null;
    return detail === null ? [] : [{ rule: id, severity: rule.severity, field: rule.fields[0] as SourceKey, detail }];
  });
}
