import { randomUUID } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { emptySourceValues } from '@qiancheng/shared';
import type { Student, World } from '../../../modules/agreements/testing/world.js';
import { FieldCipher } from '../../crypto/index.js';
import type { TestDatabase } from '../../testing/index.js';

/** A submitted version of the victim's source information, and an error of the registry that the victim has reported. */
export async function sourceOf(
  app: NestFastifyApplication,
  { owner }: TestDatabase,
  { schoolId }: World,
  { id: studentId, name }: Student,
): Promise<{ reportId: string }> {
  const cipher = app.get(FieldCipher, { strict: false });
  const reportId = randomUUID();
  const values = JSON.stringify({ ...emptySourceValues(), name });
  await owner.query(
    `insert into source_version (school_id, student_id, no, kind, values_enc, actor_name, at)
     values ($1, $2, 1, 'submitted', $3, $4, now())`,
    [schoolId, studentId, cipher.seal('source_version', 'values_enc', `${studentId}/1`, values), name],
  );
  await owner.query(
    `insert into registry_report (school_id, id, student_id, field, proposed_enc, created_at)
     values ($1, $2, $3, 'class', $4, now())`,
    [schoolId, reportId, studentId, cipher.seal('registry_report', 'proposed_enc', reportId, '软工 2302')],
  );
  return { reportId };
}
