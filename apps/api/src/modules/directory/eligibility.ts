import type { SchoolPolicy, SourceState } from '@qiancheng/shared';

const ENOUGH: Record<SchoolPolicy['eligibility']['source_state_required'], readonly SourceState[]> = {
  college_approved: ['college_approved', 'school_approved'],
  school_pending_ok: ['college_approved', 'school_approved'],
  school_approved: ['school_approved'],
};

export interface EligibilityRow {
  source_state: SourceState;
  training_mode_code: string;
}

/** The student's state of source information with which this school lets somebody sign. */
export function sourceStatesThatSign(policy: SchoolPolicy): readonly SourceState[] {
  return ENOUGH[policy.eligibility.source_state_required];
}

/** May this student sign at all? The sentence says what is missing, and nothing about anybody else. */
export function eligibilityOf(policy: SchoolPolicy, student: EligibilityRow): { ok: boolean; reason?: string } {
  if (!sourceStatesThatSign(policy).includes(student.source_state)) {
    return { ok: false, reason: '学生的生源信息还没有审核通过。通过以后就能签约。' };
  }
  if (policy.eligibility.training_mode_blocklist.includes(student.training_mode_code)) {
    return { ok: false, reason: '学生是定向或委托培养，只能与定向单位签约，由学校线下办理。' };
  }
  return { ok: true };
}
