import { type CertificationData, EMPTY_CERTIFICATION } from '@qiancheng/shared';
import type { Tx } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';

/** A unit with what is in force of it. */
export interface Company {
  id: string;
  status: string;
  version: number;
  data: CertificationData;
  intro: string;
  logoFileId: string | null;
  certifiedAt: Date | null;
}

interface Row extends Omit<Company, 'data'> {
  data: Omit<CertificationData, 'mergedLicence'>;
  [column: string]: unknown;
}

const DATA = Object.entries({
  name: 'e.name',
  creditCode: `coalesce(e.credit_code, '')`,
  natureCode: 'e.nature_code',
  industryCode: 'e.industry_code',
  sizeCode: `coalesce(e.size_code, '')`,
  registeredCapital: 'e.registered_capital',
  tags: 'e.tags',
  regionCode: 'e.region_code',
  address: 'e.address',
  landline: 'e.landline',
  unitEmail: 'e.unit_email',
  recruitEmail: 'e.recruit_email',
  postcode: 'e.postcode',
})
  .map(([field, column]) => `'${field}', ${column}`)
  .join(', ');

export async function companyOf(
  tx: Tx,
  employerId: string,
  lock: '' | 'for update' | 'for no key update' = '',
): Promise<Company> {
  const row = await tx.maybeOne<Row>(
    `select e.id, e.status, e.version, jsonb_build_object(${DATA}) as data, e.intro, e.logo_file_id as "logoFileId",
            e.certified_at as "certifiedAt"
       from employer e where e.id = $1 ${lock}`,
    [employerId],
  );
  if (!row) throw new AppError('NOT_FOUND');
  return { ...row, data: { ...EMPTY_CERTIFICATION, ...row.data } };
}
