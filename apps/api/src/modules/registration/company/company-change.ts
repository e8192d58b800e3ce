import { Injectable } from '@nestjs/common';
import { EDITABLE_CERTIFICATION, type CertificateKind } from '@qiancheng/shared';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import type { StoredUpload } from '../../../platform/uploads/index.js';
import { OwnCertificationViews } from '../certification/own-certification-views.js';
import { Certifications } from '../certification/certifications.repository.js';
import type { CertificationView } from '../certification/http/status.dto.js';
import { Papers } from '../certification/papers.js';
import { lockVerified } from './company-profile.js';
import { employerOf, papersInForce } from './company-views.js';

/** Changes what was certified: a copy of it is edited and handed in; until it is approved, the old stays in force. */
@Injectable()
export class CompanyChanges {
  constructor(
    private readonly db: Db,
    private readonly certifications: Certifications,
    private readonly views: OwnCertificationViews,
    private readonly papers: Papers,
  ) {}

  /** The one that is open, or a new copy. Pressed twice, or by two administrators, it is the same one. */
  begin(ctx: RequestContext): Promise<CertificationView> {
    return this.db.system(async (tx) => {
      const company = await lockVerified(tx, ctx);
      const last = await this.certifications.lastChange(tx, ctx, company.id);
      if (last && EDITABLE_CERTIFICATION.includes(last.status)) return this.views.view(tx, last);
      if (last?.status === 'submitted')
        throw new AppError('NOT_ALLOWED_NOW', { detail: '上一次变更还在审核。要再改，请先撤回。' });
      const { authorisation: _letter, ...files } = await papersInForce(tx, company.id);
      const id = await this.certifications.insert(tx, ctx, {
        employerId: company.id,
        kind: 'change',
        status: 'draft',
        data: company.data,
        files,
        dueAt: null,
      });
      return this.views.view(tx, await this.certifications.lock(tx, ctx, id));
    });
  }

  async openPaper(ctx: RequestContext, kind: CertificateKind): Promise<StoredUpload> {
    const ids = await this.db.read({ schoolId: null }, (tx) => papersInForce(tx, employerOf(ctx)));
    return this.papers.open(ids, kind);
  }
}
