import { Injectable } from '@nestjs/common';
import { CERTIFICATE_KINDS, type CertificateKind } from '@qiancheng/shared';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import { type StoredUpload, UploadedFiles } from '../../../platform/uploads/index.js';
import { findCertification, papersInForce } from './certification-record.js';
import type { Papers } from './papers.js';
import { findSettlement } from './settlement-record.js';

/** The papers themselves, for whoever decides on them: a file is reached through the row that names it, never by its own id. */
@Injectable()
export class PaperFiles {
  constructor(
    private readonly db: Db,
    private readonly files: UploadedFiles,
  ) {}

  ofCertification(ctx: RequestContext, id: string, kind: string): Promise<StoredUpload> {
    return this.open(ctx, kind, async (tx) => (await findCertification(tx, id)).files);
  }

  /** The paper that was in force before, beside the one of a change. */
  replaced(ctx: RequestContext, id: string, kind: string): Promise<StoredUpload> {
    return this.open(ctx, kind, async (tx) => papersInForce(tx, (await findCertification(tx, id)).employerId));
  }

  ofSettlement(ctx: RequestContext, employerId: string, kind: string): Promise<StoredUpload> {
    return this.open(ctx, kind, async (tx) =>
      papersInForce(tx, (await findSettlement(tx, ctx, employerId)).employerId),
    );
  }

  private async open(ctx: RequestContext, kind: string, find: (tx: Tx) => Promise<Papers>): Promise<StoredUpload> {
    if (!isKind(kind)) throw new AppError('NOT_FOUND');
    const fileId = (await this.db.read(ctx, find))[kind];
    if (!fileId) throw new AppError('NOT_FOUND');
    return this.files.open(fileId);
  }
}

function isKind(kind: string): kind is CertificateKind {
  return (CERTIFICATE_KINDS as readonly string[]).includes(kind);
}
