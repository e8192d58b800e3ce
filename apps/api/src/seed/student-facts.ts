import type { Client } from 'pg';
import type { StudentBlock } from '@qiancheng/shared';
import type { StudentFacts } from './cases.js';

/** The block that acceptance freezes, read back from the rows that were just written; personal values as masks. */
export async function studentFacts(client: Client, schoolId: number): Promise<StudentFacts> {
  const { rows } = await client.query<{ id: string; block: StudentBlock }>(
    `select s.id, jsonb_build_object('studentNo', s.student_no, 'name', s.name, 'genderCode', s.gender_code, 'ethnicCode', s.ethnic_code,
       'politicalCode', s.political_code, 'trainingModeCode', s.training_mode_code, 'levelCode', s.level_code, 'lengthYears', s.length_years,
       'graduationMonth', left(s.graduation_month, 4) || '-' || right(s.graduation_month, 2), 'collegeName', g.name, 'majorName', m.name, 'className', k.name,
       'idNo', s.id_no_masked, 'originCode', s.origin_code, 'address', null, 'phone', s.phone_masked, 'email', s.email, 'healthCode', null, 'opinion', null) as block
       from student s join college g on g.school_id = s.school_id and g.id = s.college_id
       join major m on m.school_id = s.school_id and m.id = s.major_id
       join school_class k on k.school_id = s.school_id and k.id = s.class_id
      where s.school_id = $1`,
    [schoolId],
  );
  const blocks = new Map(rows.map((row) => [row.id, row.block]));
  return (id) => {
    const block = blocks.get(id);
    if (!block) throw new Error(`seed: no student ${id}`);
    return block;
  };
}
