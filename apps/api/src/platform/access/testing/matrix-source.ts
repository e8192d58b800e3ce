import { randomUUID } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { emptySourceValues } from '@qiancheng/shared';
import type { Student, World } from '../../../modules/agreements/testing/world.js';
import { FieldCipher } from '../../crypto/index.js';
import { Storage } from '../../storage/index.js';
import type { TestDatabase } from '../../testing/index.js';

/** A submitted version of the victim's source information, and an error of the registry that the victim has reported with a paper. */
export async function sourceOf(
  app: NestFastifyApplication,
  { owner }: TestDatabase,
  { schoolId }: World,
  { id: studentId, accountId, name }: Student,
): Promise<{ reportId: string; fileId: string }> {
  const cipher = app.get(FieldCipher, { strict: false });
  const [reportId, fileId] = [randomUUID(), randomUUID()];
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
  const { sha256, size } = await app.get(Storage, { strict: false }).put(Buffer.from(`paper ${fileId}`));
  await owner.query(
    `insert into uploaded_file (id, school_id, account_id, purpose, sha256, mime, size, original_name, created_at)
     values ($1, $2, $3, 'source.report', $4, 'image/jpeg', $5, '户口簿（只给经办人看）.jpg', now())`,
    [fileId, schoolId, accountId, sha256, size],
  );
  await owner.query(
    'insert into registry_report_file (school_id, report_id, file_id, added_at) values ($1, $2, $3, now())',
    [schoolId, reportId, fileId],
  );
  return { reportId, fileId };
}
