import { Injectable } from '@nestjs/common';
import { CERTIFICATE_COLUMNS, type CertificateKind, type CertificationData } from '@qiancheng/shared';
import { Clock } from '../../../platform/clock/index.js';
import { FieldCipher } from '../../../platform/crypto/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import type { WizardPath } from '../kit/unit-standing.js';
import { type Draft, DRAFT_COLUMNS, draftOf, type SchoolAsked, type StoredDraft } from './draft-row.js';

/** Before there is an account, a draft belongs to whoever has the cookie. */
export type DraftOwner = { token: string } | { accountId: string };

export interface NewDraft {
  path: WizardPath;
  employerId: string | null;
  name: string;
  creditCode: string;
}

export interface DraftPatch {
  login?: string;
  person?: string;
  message?: string;
  data?: CertificationData;
  schools?: SchoolAsked[];
}

const DAY_MS = 86_400_000;
/** So long a draft waits for somebody to come back; each save starts it anew. */
export const KEEP_DRAFT_DAYS = 30;

/** Every query takes the owner; another's draft reads as absent. */
@Injectable()
export class Drafts {
  constructor(
    private readonly clock: Clock,
    private readonly cipher: FieldCipher,
  ) {}

  async find(tx: Tx, owner: DraftOwner, lock: '' | 'for update' = ''): Promise<Draft | undefined> {
    const { condition, key } = this.ownedBy(owner);
    const row = await tx.maybeOne<StoredDraft>(
      `select ${DRAFT_COLUMNS} from registration_draft d where ${condition} and d.expires_at > $2 ${lock}`,
      [key, this.clock.now()],
    );
    return row ? draftOf(row) : undefined;
  }

  /** @throws AppError NOT_FOUND, STALE_VERSION with the version that is there */
  async lock(tx: Tx, owner: DraftOwner, version?: number): Promise<Draft> {
    const draft = await this.find(tx, owner, 'for update');
    if (!draft) throw new AppError('NOT_FOUND', { detail: '没有登记草稿，或者已经过期。请从第一步开始。' });
    if (version !== undefined && version !== draft.version) {
      throw new AppError('STALE_VERSION', {
        detail: '登记资料刚刚在另一个页面改过。请看过最新内容后再保存。',
        extra: { currentVersion: draft.version },
      });
    }
    return draft;
  }

  /** A new beginning takes the place of an earlier one of the same owner. */
  async start(tx: Tx, owner: DraftOwner, draft: NewDraft): Promise<void> {
    await this.drop(tx, owner);
    const { key } = this.ownedBy(owner);
    const now = this.clock.now();
    await tx.exec(
      `insert into registration_draft (${'token' in owner ? 'token_mac' : 'account_id'}, path, employer_id, name, credit_code,
         created_at, updated_at, expires_at) values ($1, $2, $3, $4, $5, $6, $6, $7)`,
      [key, draft.path, draft.employerId, draft.name, draft.creditCode, now, expiry(now)],
    );
  }

  async save(tx: Tx, id: string, patch: DraftPatch): Promise<void> {
    const now = this.clock.now();
    await tx.exec(
      `update registration_draft set login = coalesce($2, login), person = coalesce($3, person),
              message = coalesce($4, message), data = coalesce($5, data), schools = coalesce($6, schools),
              updated_at = $7, expires_at = $8, version = version + 1 where id = $1`,
      [
        id,
        patch.login ?? null,
        patch.person ?? null,
        patch.message ?? null,
        patch.data ? JSON.stringify(patch.data) : null,
        patch.schools ? JSON.stringify(patch.schools) : null,
        now,
        expiry(now),
      ],
    );
  }

  /** The name or the code was mistyped: the rest of what was filled in stays. */
  async rename(tx: Tx, id: string, draft: NewDraft): Promise<void> {
    await tx.exec(
      `update registration_draft set path = $2, employer_id = $3, name = $4, credit_code = $5,
              data = data || jsonb_build_object('name', $4::text), updated_at = $6, version = version + 1 where id = $1`,
      [id, draft.path, draft.employerId, draft.name, draft.creditCode, this.clock.now()],
    );
  }

  /** Who has proven a phone or mail to be theirs; the phone is sealed. */
  async proven(tx: Tx, id: string, channel: 'sms' | 'mail', target: string, masked: string): Promise<void> {
    const now = this.clock.now();
    if (channel === 'mail') {
      await tx.exec('update registration_draft set email = $2, email_verified_at = $3, updated_at = $3 where id = $1', [
        id,
        target,
        now,
      ]);
      return;
    }
    await tx.exec(
      `update registration_draft set phone_enc = $2, phone_masked = $3, phone_verified_at = $4, updated_at = $4 where id = $1`,
      [id, this.cipher.seal('registration_draft', 'phone_enc', id, target), masked, now],
    );
  }

  phoneOf(draft: Draft): string | null {
    return draft.phoneEnc ? this.cipher.open('registration_draft', 'phone_enc', draft.id, draft.phoneEnc) : null;
  }

  /** From now on the draft is the account's; what was proven stands at the account. */
  async handOver(tx: Tx, id: string, accountId: string): Promise<void> {
    await tx.exec(
      `update registration_draft set token_mac = null, account_id = $2, phone_enc = null, phone_masked = null, email = null,
              updated_at = $3, version = version + 1 where id = $1`,
      [id, accountId, this.clock.now()],
    );
  }

  /** Files are apart from the version: they are put in one by one while the rest is being typed. */
  async attach(tx: Tx, id: string, kind: CertificateKind, fileId: string | null): Promise<void> {
    await tx.exec(`update registration_draft set ${CERTIFICATE_COLUMNS[kind]} = $2, updated_at = $3 where id = $1`, [
      id,
      fileId,
      this.clock.now(),
    ]);
  }

  async drop(tx: Tx, owner: DraftOwner): Promise<void> {
    const { condition, key } = this.ownedBy(owner);
    await tx.exec(`delete from registration_draft d where ${condition}`, [key]);
  }

  private ownedBy(owner: DraftOwner): { condition: string; key: Buffer | string } {
    return 'token' in owner
      ? { condition: 'd.token_mac = $1', key: this.cipher.mac('registration', owner.token) }
      : { condition: 'd.account_id = $1', key: owner.accountId };
  }
}

function expiry(now: Date): Date {
  return new Date(now.getTime() + KEEP_DRAFT_DAYS * DAY_MS);
}
