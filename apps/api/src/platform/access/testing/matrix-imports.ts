import { randomUUID } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { World } from '../../../modules/agreements/testing/world.js';
import type { RequestContext } from '../../context/index.js';
import { FieldCipher } from '../../crypto/index.js';
import { Storage } from '../../storage/index.js';
import type { TestDatabase } from '../../testing/index.js';
import type { Known } from './samples.js';

/** A sheet of the victim's tree that was looked at, with its report. */
export async function importsOf(
  app: NestFastifyApplication,
  { owner }: TestDatabase,
  world: World,
  { actor }: RequestContext,
): Promise<Known> {
  const [importId, fileId] = [randomUUID(), randomUUID()];
  const file = await app.get(Storage, { strict: false }).put(Buffer.from(`report ${fileId}`));
  await owner.query(
    `insert into uploaded_file (id, school_id, account_id, purpose, sha256, mime, size, original_name, created_at)
     values ($1, $2, $3, 'org.import_report', $4, 'text/csv', $5, '检查结果.csv', now())`,
    [fileId, world.schoolId, actor.accountId, file.sha256, file.size],
  );
  await owner.query(
    `insert into org_import (school_id, id, status, file_name, source_file_id, report_file_id, created_by, created_by_name, created_at)
     values ($1, $2, 'checked', '院系.csv', $3, $3, $4, '老师', now())`,
    [world.schoolId, importId, fileId, actor.accountId],
  );
  return { importId };
}

/** A roster of the victim's school that was judged and waits to be taken over. */
export async function rosterOf(
  app: NestFastifyApplication,
  { owner }: TestDatabase,
  world: World,
  { actor }: RequestContext,
): Promise<Known> {
  const sourceImportId = randomUUID();
  await owner.query(
    `insert into source_import (school_id, id, cohort, account_id, created_name, file_name, status, counts, created_at)
     values ($1, $2, $3, $4, '中心', '名单.xlsx', 'checked', '{"total":1,"errors":0,"fresh":1}', now())`,
    [world.schoolId, sourceImportId, world.cohort, actor.accountId],
  );
  const cipher = app.get(FieldCipher, { strict: false });
  const plan = { values: {}, idType: null, classId: null, collegeId: null, majorIds: null };
  const rows = JSON.stringify([{ line: 2, plan, cells: '' }]);
  const told = { problems: [], keys: [], changes: [], outcome: null, detail: null };
  const lines = JSON.stringify([{ line: 2, studentNo: '20230099', name: '张伟', verdict: 'new', ...told }]);
  await owner.query(
    `insert into source_import_page (school_id, import_id, first_line, lines, rows_enc) values ($1, $2, 2, $3, $4)`,
    [world.schoolId, sourceImportId, lines, cipher.seal('source_import_page', 'rows_enc', `${sourceImportId}/2`, rows)],
  );
  return { sourceImportId };
}
