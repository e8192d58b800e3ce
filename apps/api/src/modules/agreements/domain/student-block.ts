import type { StudentBlock } from '@qiancheng/shared';
import type { CaseRow } from '../case-row.js';

/** 202706 → 2027-06 */
function month(text: string): string {
  return /^\d{6}$/.test(text) ? `${text.slice(0, 4)}-${text.slice(4)}` : text;
}

/** The graduate's part as the registry has it now; personal numbers as masks, always. */
export function studentBlockOf(
  row: Pick<CaseRow, 'student' | 'college_name' | 'major_name' | 'class_name' | 'address_masked'>,
  own: { healthCode: string | null; opinion: string | null },
): StudentBlock {
  const { student } = row;
  return {
    studentNo: student.student_no,
    name: student.name,
    genderCode: student.gender_code,
    ethnicCode: student.ethnic_code,
    politicalCode: student.political_code,
    trainingModeCode: student.training_mode_code,
    levelCode: student.level_code,
    lengthYears: student.length_years,
    graduationMonth: month(student.graduation_month),
    collegeName: row.college_name,
    majorName: row.major_name,
    className: row.class_name,
    idNo: student.id_no_masked,
    originCode: student.origin_code,
    address: row.address_masked,
    phone: student.phone_masked,
    email: student.email,
    healthCode: own.healthCode,
    opinion: own.opinion,
  };
}
