import {
  CERTIFICATE_COLUMNS,
  CERTIFICATE_KINDS,
  type CertificateKind,
  type CertificationData,
  type CertificationKind,
  type CertificationStatus,
  EMPTY_CERTIFICATION,
  type ReviewReason,
} from '@qiancheng/shared';

/** A certification as its applicant sees it. */
export interface Certification {
  id: string;
  employerId: string;
  kind: CertificationKind;
  status: CertificationStatus;
  data: CertificationData;
  files: Partial<Record<CertificateKind, string>>;
  reasons: ReviewReason[];
  applicantId: string;
  submittedAt: Date | null;
  dueAt: Date | null;
  decidedAt: Date | null;
  updatedAt: Date;
  version: number;
}

export type StoredCertification = Omit<Certification, 'data' | 'files'> & {
  data: Partial<CertificationData>;
  files: Record<CertificateKind, string | null>;
} & Record<string, unknown>;

const FILES = CERTIFICATE_KINDS.map((kind) => `'${kind}', c.${CERTIFICATE_COLUMNS[kind]}`).join(', ');

export const CERTIFICATION_COLUMNS = `c.id, c.employer_id as "employerId", c.kind, c.status, c.data,
  jsonb_build_object(${FILES}) as files, c.reasons, c.applicant_id as "applicantId", c.submitted_at as "submittedAt",
  c.sla_due_at as "dueAt", c.decided_at as "decidedAt", c.updated_at as "updatedAt", c.version`;

export function certificationOf(row: StoredCertification): Certification {
  return {
    ...row,
    data: { ...EMPTY_CERTIFICATION, ...row.data },
    files: Object.fromEntries(Object.entries(row.files).filter(([, id]) => id !== null)),
  };
}
