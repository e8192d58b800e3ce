import { randomUUID } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Employer, World } from '../../../modules/agreements/testing/world.js';
import { FieldCipher } from '../../crypto/index.js';
import { Storage } from '../../storage/index.js';
import type { TestDatabase } from '../../testing/index.js';

export interface RegistrationBelongings {
  ownCertificationId: string;
  /** A unit that the person has asked to be let into. */
  joinId: string;
  memberInvitationId: string;
  /** Of that invitation. */
  token: string;
}

/** What a person of a unit has under way: a draft, a returned change, a request to join, papers and a logo. */
export async function registrationBelongings(
  app: NestFastifyApplication,
  { owner }: TestDatabase,
  world: World,
  { id: employerId, accountId }: Employer,
): Promise<RegistrationBelongings> {
  const [fileId, ownCertificationId] = [randomUUID(), randomUUID()];
  const file = await app.get(Storage, { strict: false }).put(Buffer.from(`picture ${fileId}`));
  await owner.query(
    `insert into uploaded_file (id, account_id, purpose, sha256, mime, size, original_name, created_at)
     values ($1, $2, 'logo', $3, 'image/png', $4, 'a.png', now())`,
    [fileId, accountId, file.sha256, file.size],
  );
  await owner.query('update employer set logo_file_id = $2 where id = $1', [employerId, fileId]);
  await owner.query(
    `insert into employer_certification (id, employer_id, kind, status, licence_file_id, applicant_id, created_at, updated_at)
     values ($1, $2, 'change', 'returned', $3, $4, now(), now()), (gen_random_uuid(), $2, 'initial', 'approved', $3, $4, now(), now())`,
    [ownCertificationId, employerId, fileId, accountId],
  );
  await owner.query(
    `insert into registration_draft (account_id, path, name, credit_code, licence_file_id, created_at, updated_at, expires_at)
     values ($1, 'register', '云麓数据科技有限公司', '91110108551385082Q', $2, now(), now(), now() + interval '99 years')`,
    [accountId, fileId],
  );
  const { id: joinId } = await world.employer();
  await owner.query(
    `insert into employer_member (account_id, employer_id, role, status) values ($1, $2, 'employer_member', 'requested')`,
    [accountId, joinId],
  );
  const [memberInvitationId, token] = [randomUUID(), 'K7MP2XQ49HTR'];
  const cipher = app.get(FieldCipher, { strict: false });
  await owner.query(
    `insert into member_invitation (id, employer_id, role, name, channel, contact_mac, contact_enc, contact_masked, token_mac,
       invited_by, created_at, expires_at)
     values ($1, $2, 'employer_member', '令狐远', 'sms', $3, $4, '138****8888', $5, $6, now(), now() + interval '99 years')`,
    [
      memberInvitationId,
      employerId,
      cipher.mac('phone', '13800008888'),
      cipher.seal('member_invitation', 'contact_enc', memberInvitationId, '13800008888'),
      cipher.mac('invitation_token', token),
      accountId,
    ],
  );
  return { ownCertificationId, joinId, memberInvitationId, token };
}
