import { randomUUID } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { World } from '../../../modules/agreements/testing/world.js';
import type { RequestContext } from '../../context/index.js';
import { FieldCipher } from '../../crypto/index.js';
import type { TestDatabase } from '../../testing/index.js';

/** The victim's own view of the list, and an export of theirs that is ready to be fetched. */
export async function sourceListsOf(
  app: NestFastifyApplication,
  { owner }: TestDatabase,
  world: World,
  { actor }: RequestContext,
  studentId: string,
): Promise<{ viewId: string; exportId: string }> {
  const [viewId, exportId, fileId] = [randomUUID(), randomUUID(), randomUUID()];
  await owner.query(
    `insert into source_view (school_id, id, account_id, name, filter, created_at, updated_at) values ($1, $2, $3, '我的', '{}', now(), now())`,
    [world.schoolId, viewId, actor.accountId],
  );
  const content = Buffer.from('PK');
  const cipher = app.get(FieldCipher, { strict: false });
  await owner.query(
    `insert into sealed_file (school_id, id, account_id, kind, file_name, media_type, size, once, parts, created_at, expires_at)
     values ($1, $2, $3, 'source_export', 'a.xlsx', 'application/zip', $4, false, 1, now(), '2100-01-01')`,
    [world.schoolId, fileId, actor.accountId, content.length],
  );
  await owner.query(`insert into sealed_file_part (school_id, file_id, no, content_enc) values ($1, $2, 0, $3)`, [
    world.schoolId,
    fileId,
    cipher.seal('sealed_file_part', 'content_enc', `${fileId}/0`, content),
  ]);
  await owner.query(
    `insert into source_export (school_id, id, account_id, purpose, columns, clear, expected, student_ids, sealed_file_id, created_at, finished_at)
     values ($1, $2, $3, '上报', '{name}', false, 1, $4, $5, now(), now())`,
    [world.schoolId, exportId, actor.accountId, [studentId], fileId],
  );
  return { viewId, exportId };
}
