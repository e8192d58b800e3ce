import { randomUUID } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Employer, World } from '../../../modules/agreements/testing/world.js';
import { Storage } from '../../storage/index.js';
import type { TestDatabase } from '../../testing/index.js';

/** What hangs on a unit of the victim's school: its papers, its settling there, a request to change what is certified. */
export interface UnitBelongings {
  employerId: string;
  certificationId: string;
  /** Written to one school, for its eyes only. */
  message: string;
}

const MESSAGE = '只写给本校看的入驻说明';

export async function unitBelongings(
  app: NestFastifyApplication,
  { owner }: TestDatabase,
  school: World,
  employer: Employer,
): Promise<UnitBelongings> {
  const fileId = randomUUID();
  const file = await app.get(Storage, { strict: false }).put(Buffer.from(`%PDF-1.7 ${fileId}`));
  await owner.query(
    `insert into uploaded_file (id, account_id, purpose, sha256, mime, size, pages, original_name, created_at)
     values ($1, $2, 'certificate.licence', $3, 'application/pdf', $4, 1, '营业执照.pdf', now())`,
    [fileId, employer.accountId, file.sha256, file.size],
  );
  const certification = async (kind: string, status: string): Promise<string> => {
    const id = randomUUID();
    await owner.query(
      `insert into employer_certification (id, employer_id, kind, status, licence_file_id, applicant_id, created_at, updated_at, submitted_at)
       values ($1, $2, $3, $4, $5, $6, now(), now(), now())`,
      [id, employer.id, kind, status, fileId, employer.accountId],
    );
    return id;
  };
  await certification('initial', 'approved');
  await owner.query('update employer_school set message = $3 where employer_id = $1 and school_id = $2', [
    employer.id,
    school.schoolId,
    MESSAGE,
  ]);
  return { employerId: employer.id, certificationId: await certification('change', 'submitted'), message: MESSAGE };
}

/** Somebody else who works for the unit, too. */
export async function colleagueOf({ owner }: TestDatabase, employerId: string, person: Employer): Promise<string> {
  await owner.query(`insert into employer_member (account_id, employer_id, role) values ($1, $2, 'employer_member')`, [
    person.accountId,
    employerId,
  ]);
  return person.accountId;
}
