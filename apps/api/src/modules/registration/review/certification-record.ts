import {
  CERTIFICATE_COLUMNS,
  type CertificateKind,
  type CertificationData,
  type CertificationKind,
  type CertificationStatus,
  EMPTY_CERTIFICATION,
  type ReviewReason,
} from '@qiancheng/shared';
import type { Tx } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';

/** A certification as the operator reads it. */
export interface CertificationRecord {
  id: string;
  employerId: string;
  kind: CertificationKind;
  status: CertificationStatus;
  data: CertificationData;
  files: Partial<Record<CertificateKind, string>>;
  reasons: ReviewReason[];
  applicantId: string;
  submittedAt: Date | null;
  slaDueAt: Date | null;
  decidedAt: Date | null;
  decidedByName: string | null;
  version: number;
}

interface Row extends Omit<CertificationRecord, 'data' | 'files'> {
  data: Partial<CertificationData>;
  files: Record<CertificateKind, string | null>;
}

const FILES = Object.entries(CERTIFICATE_COLUMNS)
  .map(([kind, column]) => `'${kind}', c.${column}`)
  .join(', ');

const COLUMNS = `c.id, c.employer_id as "employerId", c.kind, c.status, c.data, jsonb_build_object(${FILES}) as files, c.reasons,
  c.applicant_id as "applicantId", c.submitted_at as "submittedAt", c.sla_due_at as "slaDueAt", c.decided_at as "decidedAt",
  c.decided_by_name as "decidedByName", c.version`;

/** What has not been handed in is the applicant's own. */
const SEEN = `c.status <> 'draft'`;

const read = (row: Row): CertificationRecord => ({
  ...row,
  data: { ...EMPTY_CERTIFICATION, ...row.data },
  files: Object.fromEntries(Object.entries(row.files).filter(([, id]) => id !== null)),
});

export async function findCertification(tx: Tx, id: string): Promise<CertificationRecord> {
  const row = await tx.maybeOne<Row & Record<string, unknown>>(
    `select ${COLUMNS} from employer_certification c where c.id = $1 and ${SEEN}`,
    [id],
  );
  if (!row) throw new AppError('NOT_FOUND');
  return read(row);
}

/** For deciding: nobody else decides, and the applicant does not take it back, before this transaction has ended. */
export async function lockCertification(tx: Tx, id: string, version: number): Promise<CertificationRecord> {
  const row = await tx.maybeOne<Row & Record<string, unknown>>(
    `select ${COLUMNS} from employer_certification c where c.id = $1 and ${SEEN} for update`,
    [id],
  );
  if (!row) throw new AppError('NOT_FOUND');
  if (row.version !== version) throw new AppError('STALE_VERSION', { extra: { currentVersion: row.version } });
  return read(row);
}

/** The papers that are in force: those of the last certification that passed. */
export async function papersInForce(tx: Tx, employerId: string): Promise<Partial<Record<CertificateKind, string>>> {
  const row = await tx.maybeOne<Row & Record<string, unknown>>(
    `select ${COLUMNS} from employer_certification c
      where c.employer_id = $1 and c.status = 'approved' and c.kind in ('initial', 'change')
      order by c.decided_at desc, c.id desc limit 1`,
    [employerId],
  );
  return row ? read(row).files : {};
}
