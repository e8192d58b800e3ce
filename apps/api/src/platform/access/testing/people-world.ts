import { randomUUID } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { World } from '../../../modules/agreements/testing/world.js';
import type { RequestContext } from '../../context/index.js';
import { FieldCipher } from '../../crypto/index.js';
import type { TestDatabase } from '../../testing/index.js';

export interface PeopleNames {
  staffId: string;
  studentActId: string;
  sourceActId: string;
  staffImportId: string;
}

/** A teacher of the victim's college; orders of the centre, one with its slips, and an import with its passwords. */
export async function peopleOf(
  app: NestFastifyApplication,
  { owner }: TestDatabase,
  world: World,
  { actor }: RequestContext,
  college: RequestContext,
): Promise<PeopleNames> {
  const cipher = app.get(FieldCipher, { strict: false });
  const sealedFile = async (kind: string): Promise<string> => {
    const id = randomUUID();
    const content = cipher.seal('sealed_file', 'content_enc', id, Buffer.from('%PDF-1.7').toString('base64'));
    await owner.query(
      `insert into sealed_file (school_id, id, account_id, kind, file_name, media_type, size, once, content_enc, created_at, expires_at)
       values ($1, $2, $3, $4, 'a.pdf', 'application/pdf', 8, false, $5, now(), '2100-01-01')`,
      [world.schoolId, id, actor.accountId, kind, content],
    );
    return id;
  };
  const [studentActId, staffImportId, rowId] = [randomUUID(), randomUUID(), randomUUID()];
  await owner.query(
    `insert into student_act (school_id, id, account_id, action, reason, sealed_file_id, created_at, finished_at)
     values ($1, $2, $3, 'slips', '新生', $4, now(), now())`,
    [world.schoolId, studentActId, actor.accountId, await sealedFile('activation_slips')],
  );
  const sourceActId = randomUUID();
  await owner.query(
    `insert into source_act (school_id, id, account_id, act, options, created_at, finished_at)
     values ($1, $2, $3, 'pass', '{}', now(), now())`,
    [world.schoolId, sourceActId, actor.accountId],
  );
  await owner.query(
    `insert into staff_import (school_id, id, account_id, file_name, status, sealed_file_id, created_at)
     values ($1, $2, $3, 'a.xlsx', 'checked', $4, now())`,
    [world.schoolId, staffImportId, actor.accountId, await sealedFile('initial_passwords')],
  );
  const values = { login: 'T1', name: '张伟', phone: '', email: '', role: '审计员', colleges: '', classes: '' };
  const secret = cipher.seal('staff_import_row', 'values_enc', rowId, JSON.stringify({ values, plan: null }));
  await owner.query(
    `insert into staff_import_row (school_id, id, import_id, line, login, name, values_enc, exists_already)
     values ($1, $2, $3, 2, 'T1', '张伟', $4, false)`,
    [world.schoolId, rowId, staffImportId, secret],
  );
  return { staffId: college.actor.accountId ?? '', studentActId, sourceActId, staffImportId };
}
