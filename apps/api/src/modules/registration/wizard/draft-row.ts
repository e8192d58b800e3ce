import {
  CERTIFICATE_COLUMNS,
  CERTIFICATE_KINDS,
  type CertificateKind,
  type CertificationData,
  EMPTY_CERTIFICATION,
  type ServiceAsked,
} from '@qiancheng/shared';
import type { WizardPath } from '../kit/unit-standing.js';

export interface SchoolAsked {
  schoolId: number;
  services: ServiceAsked[];
}

/** What somebody has typed so far. Nothing of it is a registration yet. */
export interface Draft {
  id: string;
  accountId: string | null;
  path: WizardPath;
  employerId: string | null;
  name: string;
  creditCode: string;
  login: string;
  person: string;
  phoneMasked: string | null;
  phoneEnc: Buffer | null;
  phoneVerifiedAt: Date | null;
  email: string | null;
  emailVerifiedAt: Date | null;
  data: CertificationData;
  schools: SchoolAsked[];
  message: string;
  files: Partial<Record<CertificateKind, string>>;
  updatedAt: Date;
  version: number;
}

type StoredDraft = Omit<Draft, 'data' | 'files'> & {
  data: Partial<CertificationData>;
  files: Record<CertificateKind, string | null>;
} & Record<string, unknown>;

const FILES = CERTIFICATE_KINDS.map((kind) => `'${kind}', d.${CERTIFICATE_COLUMNS[kind]}`).join(', ');

export const DRAFT_COLUMNS = `d.id, d.account_id as "accountId", d.path, d.employer_id as "employerId", d.name,
  d.credit_code as "creditCode", d.login, d.person, d.phone_masked as "phoneMasked", d.phone_enc as "phoneEnc",
  d.phone_verified_at as "phoneVerifiedAt", d.email, d.email_verified_at as "emailVerifiedAt", d.data, d.schools, d.message,
  jsonb_build_object(${FILES}) as files, d.updated_at as "updatedAt", d.version`;

export function draftOf(row: StoredDraft): Draft {
  return {
    ...row,
    // The first step's name and code are the data's: they are typed once.
    data: { ...EMPTY_CERTIFICATION, ...row.data, name: row.data.name || row.name, creditCode: row.creditCode },
    files: Object.fromEntries(Object.entries(row.files).filter(([, id]) => id !== null)),
  };
}

export type { StoredDraft };
