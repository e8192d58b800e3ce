import {
  type CertificationData,
  type CertificationField,
  CERTIFICATION_FIELDS,
  CERTIFICATION_LABELS,
  codeName,
  EMPTY_CERTIFICATION,
} from '@qiancheng/shared';
import { regionName } from '@qiancheng/shared/regions';
import type { Tx } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import { nameColumns } from '../kit/unit-rows.js';

/** A unit with what is in force of it. */
export interface UnitFacts {
  id: string;
  status: string;
  certifiedAt: Date | null;
  version: number;
  data: CertificationData;
}

interface Row {
  id: string;
  status: string;
  certifiedAt: Date | null;
  version: number;
  name: string;
  creditCode: string | null;
  natureCode: string;
  industryCode: string;
  sizeCode: string | null;
  registeredCapital: string | null;
  tags: string[];
  regionCode: string;
  address: string;
  landline: string;
  unitEmail: string;
  recruitEmail: string;
  postcode: string;
}

const COLUMNS = `e.id, e.status, e.certified_at as "certifiedAt", e.version, e.name, e.credit_code as "creditCode",
  e.nature_code as "natureCode", e.industry_code as "industryCode", e.size_code as "sizeCode",
  e.registered_capital as "registeredCapital", e.tags, e.region_code as "regionCode", e.address, e.landline,
  e.unit_email as "unitEmail", e.recruit_email as "recruitEmail", e.postcode`;

export async function unitFacts(tx: Tx, employerId: string, lock: '' | 'for update' = ''): Promise<UnitFacts> {
  const row = await tx.maybeOne<Row & Record<string, unknown>>(
    `select ${COLUMNS} from employer e where e.id = $1 ${lock}`,
    [employerId],
  );
  if (!row) throw new AppError('NOT_FOUND');
  const { id, status, certifiedAt, version, creditCode, sizeCode, registeredCapital, ...rest } = row;
  return {
    id,
    status,
    certifiedAt,
    version,
    data: {
      ...EMPTY_CERTIFICATION,
      ...rest,
      creditCode: creditCode ?? '',
      sizeCode: sizeCode ?? '',
      registeredCapital: registeredCapital === null ? null : Number(registeredCapital),
    },
  };
}

/** What was certified replaces what was in force; the unit may sign from now on. */
export async function writeFacts(tx: Tx, employerId: string, data: CertificationData, now: Date): Promise<void> {
  try {
    await tx.exec(
      `update employer set name = $2, name_norm = $3, pinyin = $4, credit_code = $5, nature_code = $6, industry_code = $7,
              size_code = $8, registered_capital = $9, tags = $10, region_code = $11, address = $12, landline = $13,
              unit_email = $14, recruit_email = $15, postcode = $16, status = 'verified', certified_at = $17,
              updated_at = $17, version = version + 1
        where id = $1`,
      [
        employerId,
        ...nameColumns(data.name),
        data.creditCode,
        data.natureCode,
        data.industryCode,
        data.sizeCode || null,
        data.registeredCapital,
        data.tags,
        data.regionCode,
        data.address,
        data.landline,
        data.unitEmail,
        data.recruitEmail,
        data.postcode,
        now,
      ],
    );
  } catch (error) {
    if ((error as { constraint?: string }).constraint !== 'employer_credit_code_key') throw error;
    throw new AppError('CONFLICT', {
      detail: '这个信用代码已经属于单位库里的另一家单位。请退回，或先在单位库里合并。',
      cause: error,
    });
  }
}

/** A value as people read it; empty where there is none. */
export function factText(field: CertificationField, data: CertificationData): string {
  switch (field) {
    case 'natureCode':
      return codeName('natures', data.natureCode);
    case 'industryCode':
      return codeName('industries', data.industryCode);
    case 'sizeCode':
      return codeName('employerSizes', data.sizeCode);
    case 'registeredCapital':
      return data.registeredCapital === null ? '' : `${data.registeredCapital.toLocaleString('en-US')} 万元`;
    case 'tags':
      return data.tags.map((tag) => codeName('employerTags', tag)).join('、');
    case 'regionCode':
      return regionName(data.regionCode);
    case 'mergedLicence':
      return data.mergedLicence ? '是' : '否';
    default:
      return data[field];
  }
}

export interface FactRow {
  field: CertificationField;
  label: string;
  /** null: nothing is in force, or nothing is compared */
  before: string | null;
  after: string;
  changed: boolean;
}

/** Field by field; what differs first, otherwise in the order of the form. Without `before` only what is asked for. */
export function compareFacts(before: CertificationData | null, after: CertificationData): FactRow[] {
  const rows = CERTIFICATION_FIELDS.filter((field) => field !== 'mergedLicence').map((field): FactRow => {
    const [left, right] = [before ? factText(field, before) : null, factText(field, after)];
    return {
      field,
      label: CERTIFICATION_LABELS[field],
      before: left,
      after: right,
      changed: before !== null && left !== right,
    };
  });
  return [...rows.filter((row) => row.changed), ...rows.filter((row) => !row.changed)];
}
