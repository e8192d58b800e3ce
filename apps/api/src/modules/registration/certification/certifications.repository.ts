import { Injectable } from '@nestjs/common';
import {
  CERTIFICATE_COLUMNS,
  type CertificateKind,
  type CertificationData,
  type CertificationKind,
  type CertificationStatus,
  CERTIFICATION_FIELDS,
  type ReviewReason,
  type ReviewSubject,
} from '@qiancheng/shared';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import {
  type Certification,
  CERTIFICATION_COLUMNS,
  certificationOf,
  type StoredCertification,
} from './certification-row.js';

export interface NewCertification {
  employerId: string;
  kind: CertificationKind;
  status: Extract<CertificationStatus, 'draft' | 'submitted'>;
  data: CertificationData | Record<string, never>;
  files: Partial<Record<CertificateKind, string>>;
  dueAt: Date | null;
}

/** More applications than one person ever has. */
const MOST_LISTED = 50;
const OPEN_INDEXES = ['employer_certification_open', 'employer_certification_takeover'];

/**
 * Who reaches a certification in the employers' portal: the unit's administrators; whoever asks to become one; and whoever
 * registers the unit, until it is approved. Nobody else, and a former administrator no more.
 */
function reachable(account: string): string {
  const administers = `exists (select from employer_member m where m.employer_id = c.employer_id
    and m.account_id = ${account} and m.status = 'active' and m.role = 'employer_admin')`;
  return `(case c.kind when 'takeover' then c.applicant_id = ${account}
    when 'initial' then ${administers} or (c.applicant_id = ${account} and c.status <> 'approved')
    else ${administers} end)`;
}

@Injectable()
export class Certifications {
  constructor(private readonly clock: Clock) {}

  async find(tx: Tx, ctx: RequestContext, id: string): Promise<Certification | undefined> {
    return this.one(tx, ctx, id, '');
  }

  /** @throws AppError NOT_FOUND, STALE_VERSION */
  async lock(tx: Tx, ctx: RequestContext, id: string, version?: number): Promise<Certification> {
    const row = await this.one(tx, ctx, id, 'for update of c');
    if (!row) throw new AppError('NOT_FOUND');
    if (version !== undefined && version !== row.version) {
      throw new AppError('STALE_VERSION', {
        detail: '这份申请刚刚有人办过。请看过最新内容后再操作。',
        extra: { currentVersion: row.version },
      });
    }
    return row;
  }

  /** What this person may see, newest first; open ones and those that are over. */
  async list(tx: Tx, ctx: RequestContext): Promise<Certification[]> {
    const rows = await tx.query<StoredCertification>(
      `select ${CERTIFICATION_COLUMNS} from employer_certification c
        where c.kind <> 'change' and ${reachable('$1')} order by c.created_at desc, c.id desc limit ${MOST_LISTED}`,
      [ctx.actor.accountId],
    );
    return rows.map(certificationOf);
  }

  /** This person's last registration of a unit, if it was refused. */
  async refused(tx: Tx, ctx: RequestContext, creditCode: string): Promise<Certification | undefined> {
    const row = await tx.maybeOne<StoredCertification>(
      `select ${CERTIFICATION_COLUMNS} from employer_certification c
        where c.applicant_id = $1 and c.kind = 'initial' and c.status = 'rejected' and c.data ->> 'creditCode' = $2
        order by c.created_at desc, c.id desc limit 1`,
      [ctx.actor.accountId, creditCode],
    );
    return row ? certificationOf(row) : undefined;
  }

  /** The unit's last change of what was certified, whatever has become of it. */
  async lastChange(tx: Tx, ctx: RequestContext, employerId: string): Promise<Certification | undefined> {
    const row = await tx.maybeOne<StoredCertification>(
      `select ${CERTIFICATION_COLUMNS} from employer_certification c
        where c.employer_id = $1 and c.kind = 'change' and ${reachable('$2')} order by c.created_at desc, c.id desc limit 1`,
      [employerId, ctx.actor.accountId],
    );
    return row ? certificationOf(row) : undefined;
  }

  /** @throws AppError CONFLICT when there is an open one already */
  async insert(tx: Tx, ctx: RequestContext, certification: NewCertification): Promise<string> {
    const { employerId, kind, status, data, files, dueAt } = certification;
    const now = this.clock.now();
    return openOnce(async () => {
      const row = await tx.one<{ id: string }>(
        `insert into employer_certification (employer_id, kind, status, data, licence_file_id, org_code_file_id,
           school_licence_file_id, authorisation_file_id, applicant_id, created_at, updated_at, submitted_at, sla_due_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11, $12) returning id`,
        [
          employerId,
          kind,
          status,
          JSON.stringify(data),
          files.licence ?? null,
          files.orgCode ?? null,
          files.schoolLicence ?? null,
          files.authorisation ?? null,
          ctx.actor.accountId,
          now,
          status === 'submitted' ? now : null,
          dueAt,
        ],
      );
      return row.id;
    });
  }

  async save(tx: Tx, before: Certification, data: CertificationData): Promise<void> {
    const changed = CERTIFICATION_FIELDS.filter((field) => String(before.data[field]) !== String(data[field]));
    await tx.exec(
      'update employer_certification set data = $2, reasons = $3, updated_at = $4, version = version + 1 where id = $1',
      [before.id, JSON.stringify(data), JSON.stringify(repaired(before.reasons, changed)), this.clock.now()],
    );
  }

  /** Files are apart from the version, as in the wizard. */
  async attach(tx: Tx, before: Certification, kind: CertificateKind, fileId: string | null): Promise<void> {
    const reasons = fileId === null ? before.reasons : repaired(before.reasons, [kind]);
    await tx.exec(
      `update employer_certification set ${CERTIFICATE_COLUMNS[kind]} = $2, reasons = $3, updated_at = $4 where id = $1`,
      [before.id, fileId, JSON.stringify(reasons), this.clock.now()],
    );
  }

  /** What was never handed in leaves no trace. */
  async discard(tx: Tx, id: string): Promise<void> {
    await tx.exec(`delete from employer_certification where id = $1 and status = 'draft'`, [id]);
  }

  /** Handed in as it is stored, or with the data in one way of writing. */
  async submit(
    tx: Tx,
    { id, status }: Pick<Certification, 'id' | 'status'>,
    data: CertificationData | null,
    dueAt: Date,
  ): Promise<void> {
    const set = `status = 'submitted', reasons = '[]', data = coalesce($5, data), submitted_at = $3, sla_due_at = $4,
      decided_at = null, decided_by = null, decided_by_name = null, updated_at = $3`;
    const stored = data ? JSON.stringify(data) : null;
    await openOnce(() => this.move(tx, set, [id, status, this.clock.now(), dueAt, stored]));
  }

  async withdraw(tx: Tx, id: string, from: CertificationStatus): Promise<void> {
    await this.move(tx, `status = 'withdrawn', sla_due_at = null, updated_at = $3`, [id, from, this.clock.now()]);
  }

  private async move(tx: Tx, set: string, values: unknown[]): Promise<void> {
    const moved = await tx.exec(
      `update employer_certification set ${set}, version = version + 1 where id = $1 and status = $2`,
      values,
    );
    if (moved !== 1) throw new AppError('CONFLICT');
  }

  private async one(
    tx: Tx,
    ctx: RequestContext,
    id: string,
    lock: '' | 'for update of c',
  ): Promise<Certification | undefined> {
    const row = await tx.maybeOne<StoredCertification>(
      `select ${CERTIFICATION_COLUMNS} from employer_certification c where c.id = $1 and ${reachable('$2')} ${lock}`,
      [id, ctx.actor.accountId],
    );
    return row ? certificationOf(row) : undefined;
  }
}

function repaired(reasons: readonly ReviewReason[], subjects: readonly ReviewSubject[]): ReviewReason[] {
  return reasons.map((reason) => (subjects.includes(reason.field) ? { ...reason, repaired: true } : reason));
}

/** The partial unique indexes have the last word on "one open application". */
async function openOnce<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!OPEN_INDEXES.includes((error as { constraint?: string }).constraint ?? '')) throw error;
    throw new AppError('CONFLICT', {
      detail: '已经有一份没有办完的申请。请刷新页面，在那一份上继续。',
      cause: error,
    });
  }
}
