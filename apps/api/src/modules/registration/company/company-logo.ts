import { Injectable } from '@nestjs/common';
import { LIMITS } from '@qiancheng/shared';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AppError, type Upload } from '../../../platform/http/index.js';
import { type StoredUpload, UploadedFiles, UploadInspector } from '../../../platform/uploads/index.js';
import { UnitHistory } from '../kit/unit-history.js';
import { lockVerified } from './company-profile.js';
import { companyOf } from './company-row.js';
import { CompanyViews, employerOf } from './company-views.js';
import type { CompanyProfile } from './http/company.dto.js';

const POLICY = { kinds: ['image'], maxBytes: LIMITS.logoBytes } as const;

@Injectable()
export class CompanyLogos {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly inspector: UploadInspector,
    private readonly files: UploadedFiles,
    private readonly history: UnitHistory,
    private readonly views: CompanyViews,
  ) {}

  async replace(ctx: RequestContext, upload: Upload): Promise<CompanyProfile> {
    const file = await this.inspector.accept(upload, POLICY);
    return this.set(ctx, async (tx) => (await this.files.store(tx, ctx, 'logo', file)).id);
  }

  remove(ctx: RequestContext): Promise<CompanyProfile> {
    return this.set(ctx, () => Promise.resolve(null));
  }

  async open(ctx: RequestContext): Promise<StoredUpload> {
    const { logoFileId } = await this.db.read({ schoolId: null }, (tx) => companyOf(tx, employerOf(ctx)));
    if (logoFileId === null) throw new AppError('NOT_FOUND', { detail: '还没有上传单位标志。' });
    return this.files.open(logoFileId);
  }

  /** The picture stands apart from the form and its version: the last one put in is shown. */
  private set(ctx: RequestContext, fileOf: (tx: Tx) => Promise<string | null>): Promise<CompanyProfile> {
    return this.db.system(async (tx) => {
      const company = await lockVerified(tx, ctx);
      const fileId = await fileOf(tx);
      await tx.exec('update employer set logo_file_id = $2, updated_at = $3 where id = $1', [
        company.id,
        fileId,
        this.clock.now(),
      ]);
      await this.history.append(tx, ctx, {
        employerId: company.id,
        action: 'profile.logo',
        before: { logoFileId: company.logoFileId },
        after: { logoFileId: fileId },
      });
      return this.views.profile(tx, ctx);
    });
  }
}
