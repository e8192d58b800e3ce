import { Injectable } from '@nestjs/common';
import {
  BASIC_FIELDS,
  certificateLabel,
  type CertificationData,
  type CertificationField,
  CERTIFICATION_LABELS,
  checkCertificationField,
  normaliseCertification,
  OPEN_CERTIFICATION,
  papersAdded,
} from '@qiancheng/shared';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AppError, type FieldError } from '../../../platform/http/index.js';
import { UnitHistory } from '../kit/unit-history.js';
import { type Company, companyOf } from './company-row.js';
import { CompanyViews, employerOf } from './company-views.js';
import type { CompanyProfile, SaveProfileBody } from './http/company.dto.js';

/** What an administrator changes without asking anybody; what stands on the papers goes through a certification. */
@Injectable()
export class CompanyProfiles {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly views: CompanyViews,
    private readonly history: UnitHistory,
  ) {}

  read(ctx: RequestContext): Promise<CompanyProfile> {
    return this.db.read({ schoolId: null }, (tx) => this.views.profile(tx, ctx));
  }

  save(ctx: RequestContext, { version, intro, ...basic }: SaveProfileBody): Promise<CompanyProfile> {
    return this.db.system(async (tx) => {
      const before = await lockVerified(tx, ctx, version);
      const data = normaliseCertification({ ...before.data, ...basic });
      refuse([...wrongFields(data), ...withMorePapers(before.data, data)]);
      await this.write(tx, before.id, data, intro);
      await alongWithChange(tx, before.id, data);
      await this.note(tx, ctx, before, { ...data, intro });
      return this.views.profile(tx, ctx);
    });
  }

  private async write(tx: Tx, id: string, data: CertificationData, intro: string): Promise<void> {
    await tx.exec(
      `update employer set nature_code = $2, industry_code = $3, size_code = $4, registered_capital = $5, tags = $6,
              landline = $7, unit_email = $8, recruit_email = $9, postcode = $10, intro = $11, updated_at = $12,
              version = version + 1 where id = $1`,
      [
        id,
        data.natureCode,
        data.industryCode,
        data.sizeCode,
        data.registeredCapital,
        data.tags,
        data.landline,
        data.unitEmail,
        data.recruitEmail,
        data.postcode,
        intro,
        this.clock.now(),
      ],
    );
  }

  private async note(
    tx: Tx,
    ctx: RequestContext,
    before: Company,
    after: CertificationData & { intro: string },
  ): Promise<void> {
    const changed = BASIC_FIELDS.filter((field) => String(before.data[field]) !== String(after[field]));
    const intro = before.intro !== after.intro;
    if (changed.length === 0 && !intro) return;
    const of = (data: CertificationData) => Object.fromEntries(changed.map((field) => [field, data[field]]));
    await this.history.append(tx, ctx, {
      employerId: before.id,
      action: 'profile.change',
      note: [...changed.map((field) => CERTIFICATION_LABELS[field]), ...(intro ? ['单位简介'] : [])].join('、'),
      before: { ...of(before.data), ...(intro ? { intro: before.intro } : {}) },
      after: { ...of(after), ...(intro ? { intro: after.intro } : {}) },
    });
  }
}

/** @throws AppError STALE_VERSION; NOT_ALLOWED_NOW while the unit's own registration is still open */
export async function lockVerified(tx: Tx, ctx: RequestContext, version?: number): Promise<Company> {
  const company = await companyOf(tx, employerOf(ctx), 'for update');
  if (version !== undefined && version !== company.version) {
    throw new AppError('STALE_VERSION', {
      detail: '单位资料刚刚被同事改过。请对照最新内容，选留哪一份。',
      extra: { currentVersion: company.version },
    });
  }
  if (company.status !== 'verified') {
    throw new AppError('NOT_ALLOWED_NOW', { detail: '单位还没有通过认证。登记资料请在登记进度里改。' });
  }
  return company;
}

function wrongFields(data: CertificationData): FieldError[] {
  return BASIC_FIELDS.flatMap((field) => {
    const message = checkCertificationField(field, data[field]);
    return message === null ? [] : [{ field, code: 'INVALID', message }];
  });
}

/** Another nature or industry may ask for papers that nobody has seen yet. */
function withMorePapers(before: CertificationData, after: CertificationData): FieldError[] {
  const [kind] = papersAdded(before, after);
  if (kind === undefined) return [];
  const field: CertificationField = before.natureCode === after.natureCode ? 'industryCode' : 'natureCode';
  const paper = certificateLabel(kind, after.natureCode);
  return [{ field, code: 'CERTIFICATION', message: `这样改要上传${paper}，请在“认证资料”里变更。` }];
}

function refuse(errors: FieldError[]): void {
  if (errors.length > 0) throw new AppError('VALIDATION_FAILED', { errors });
}

/** A change that is still open was begun with the earlier values; approved later, it must not bring them back. */
async function alongWithChange(tx: Tx, employerId: string, data: CertificationData): Promise<void> {
  const kept = BASIC_FIELDS.filter((field) => field !== 'natureCode' && field !== 'industryCode');
  await tx.exec(
    `update employer_certification set data = data || $2::jsonb
      where employer_id = $1 and kind = 'change' and status = any($3)`,
    [
      employerId,
      JSON.stringify(Object.fromEntries(kept.map((field) => [field, data[field]]))),
      [...OPEN_CERTIFICATION, 'withdrawn'],
    ],
  );
}
