import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/index.js';
import { FieldCipher } from '../../../platform/crypto/index.js';
import type { Tx } from '../../../platform/database/index.js';
import type { CodeChannel } from '../../accounts/index.js';
import type { InvitationStatus } from './http/invitations.dto.js';
import type { MemberRole } from './http/members.dto.js';

export interface Invitation {
  id: string;
  employerId: string;
  employerName: string;
  employerStatus: string;
  role: MemberRole;
  name: string;
  channel: CodeChannel;
  contactMac: Buffer;
  contactEnc: Buffer;
  contactMasked: string;
  tokenMac: Buffer;
  inviter: string;
  createdAt: Date;
  expiresAt: Date;
  acceptedAt: Date | null;
  revokedAt: Date | null;
}

const TABLE = 'member_invitation';
const SELECT = `select i.id, i.employer_id as "employerId", e.name as "employerName", e.status as "employerStatus", i.role,
    i.name, i.channel, i.contact_mac as "contactMac", i.contact_enc as "contactEnc", i.contact_masked as "contactMasked",
    i.token_mac as "tokenMac", a.name as inviter, i.created_at as "createdAt", i.expires_at as "expiresAt",
    i.accepted_at as "acceptedAt", i.revoked_at as "revokedAt"
  from member_invitation i join employer e on e.id = i.employer_id join account a on a.id = i.invited_by`;
const SHOWN = 100;

/** Invitations as they are stored: the contact sealed, of the token a keyed digest. */
@Injectable()
export class InvitationRows {
  constructor(
    private readonly clock: Clock,
    private readonly cipher: FieldCipher,
  ) {}

  ofUnit(tx: Tx, employerId: string): Promise<Invitation[]> {
    return tx.query<Invitation & Record<string, unknown>>(
      `${SELECT} where i.employer_id = $1
        order by (i.accepted_at is null and i.revoked_at is null and i.expires_at > $2) desc, i.created_at desc, i.id desc
        limit $3`,
      [employerId, this.clock.now(), SHOWN],
    );
  }

  byId(tx: Tx, employerId: string, id: string): Promise<Invitation | undefined> {
    return tx.maybeOne<Invitation & Record<string, unknown>>(
      `${SELECT} where i.employer_id = $1 and i.id = $2 for update of i`,
      [employerId, id],
    );
  }

  byToken(tx: Tx, token: string, lock: '' | 'for update of i' = ''): Promise<Invitation | undefined> {
    return tx.maybeOne<Invitation & Record<string, unknown>>(`${SELECT} where i.token_mac = $1 ${lock}`, [
      this.tokenMac(token),
    ]);
  }

  async hasOpen(tx: Tx, employerId: string, contactMac: Buffer): Promise<boolean> {
    const { open } = await tx.one<{ open: boolean }>(
      `select exists (select from member_invitation where employer_id = $1 and contact_mac = $2
          and accepted_at is null and revoked_at is null and expires_at > $3) as open`,
      [employerId, contactMac, this.clock.now()],
    );
    return open;
  }

  statusOf({ acceptedAt, revokedAt, expiresAt }: Invitation): InvitationStatus {
    if (acceptedAt) return 'used';
    if (revokedAt) return 'revoked';
    return expiresAt <= this.clock.now() ? 'expired' : 'open';
  }

  seal(id: string, contact: string): Buffer {
    return this.cipher.seal(TABLE, 'contact_enc', id, contact);
  }

  contactOf({ id, contactEnc }: Invitation): string {
    return this.cipher.open(TABLE, 'contact_enc', id, contactEnc);
  }

  contactMac(channel: CodeChannel, contact: string): Buffer {
    return this.cipher.mac(channel === 'sms' ? 'phone' : 'email', contact);
  }

  tokenMac(token: string): Buffer {
    return this.cipher.mac('invitation_token', token);
  }
}

/** The unit's people change one at a time: two cannot take the same invitation, or write the same one. */
export async function lockStandingUnit(tx: Tx, employerId: string): Promise<{ name: string; standing: boolean }> {
  const { name, status } = await tx.one<{ name: string; status: string }>(
    'select name, status from employer where id = $1 for update',
    [employerId],
  );
  return { name, standing: isStanding(status) };
}

/** A unit that is gone, or was refused, takes nobody in. */
export const isStanding = (status: string): boolean => status === 'verified' || status === 'provisional';
