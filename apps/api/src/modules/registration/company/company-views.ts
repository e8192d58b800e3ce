import { Injectable } from '@nestjs/common';
import { type CertificateKind, CERTIFICATE_COLUMNS } from '@qiancheng/shared';
import type { RequestContext } from '../../../platform/context/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import { OwnCertificationViews } from '../certification/own-certification-views.js';
import { Certifications } from '../certification/certifications.repository.js';
import { type PaperIds, Papers } from '../certification/papers.js';
import { companyOf } from './company-row.js';
import type { CompanyProfile, LogoView } from './http/company.dto.js';

/** The unit that somebody acts for; people of no unit have no profile to see. */
export function employerOf(ctx: RequestContext): string {
  if (ctx.scope.kind !== 'employer') throw new AppError('NOT_FOUND');
  return ctx.scope.employerId;
}

@Injectable()
export class CompanyViews {
  constructor(
    private readonly papers: Papers,
    private readonly certifications: Certifications,
    private readonly changes: OwnCertificationViews,
  ) {}

  async profile(tx: Tx, ctx: RequestContext): Promise<CompanyProfile> {
    const company = await companyOf(tx, employerOf(ctx));
    const writable = ctx.actor.grants.some((grant) => grant.role === 'employer_admin');
    const change = writable ? await this.certifications.lastChange(tx, ctx, company.id) : undefined;
    return {
      employerId: company.id,
      status: company.status,
      version: company.version,
      data: company.data,
      intro: company.intro,
      logo: await logoOf(tx, company.logoFileId),
      certifiedAt: company.certifiedAt?.toISOString() ?? null,
      writable,
      papers: writable ? await this.papers.views(tx, await papersInForce(tx, company.id)) : [],
      change: change ? await this.changes.view(tx, change) : null,
    };
  }
}

async function logoOf(tx: Tx, fileId: string | null): Promise<LogoView | null> {
  if (fileId === null) return null;
  const row = await tx.maybeOne<LogoView & Record<string, unknown>>(
    'select id as "fileId", size from uploaded_file where id = $1',
    [fileId],
  );
  return row ?? null;
}

/** The papers of the last certification that was approved. */
export async function papersInForce(tx: Tx, employerId: string): Promise<PaperIds> {
  const columns = Object.entries(CERTIFICATE_COLUMNS).map(([kind, column]) => `${column} as "${kind}"`);
  const row = await tx.maybeOne<Record<CertificateKind, string | null>>(
    `select ${columns.join(', ')} from employer_certification
      where employer_id = $1 and status = 'approved' and kind in ('initial', 'change') order by decided_at desc, id desc limit 1`,
    [employerId],
  );
  return Object.fromEntries(Object.entries(row ?? {}).filter(([, id]) => id !== null));
}
