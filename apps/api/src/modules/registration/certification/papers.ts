import { Injectable } from '@nestjs/common';
import { CERTIFICATE_KINDS, type CertificateKind, LIMITS } from '@qiancheng/shared';
import type { RequestContext } from '../../../platform/context/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { AppError, type Upload } from '../../../platform/http/index.js';
import {
  type AcceptedFile,
  type StoredUpload,
  UploadedFiles,
  UploadInspector,
} from '../../../platform/uploads/index.js';
import type { FileView } from './http/papers.dto.js';

export type PaperIds = Partial<Record<CertificateKind, string>>;

const POLICY = {
  kinds: ['image', 'pdf'],
  maxBytes: LIMITS.certificateBytes,
  maxPages: LIMITS.certificatePages,
} as const;

/** Licences and letters of units: who may see one is decided by the row that names it, never here. */
@Injectable()
export class Papers {
  constructor(
    private readonly inspector: UploadInspector,
    private readonly files: UploadedFiles,
  ) {}

  /** Before any transaction: looking into a file takes its time. */
  accept(upload: Upload): Promise<AcceptedFile> {
    return this.inspector.accept(upload, POLICY);
  }

  async store(tx: Tx, ctx: RequestContext, kind: CertificateKind, file: AcceptedFile): Promise<string> {
    return (await this.files.store(tx, ctx, `certificate.${kind}`, file)).id;
  }

  open(ids: PaperIds, kind: CertificateKind): Promise<StoredUpload> {
    const id = ids[kind];
    if (id === undefined) throw new AppError('NOT_FOUND', { detail: '还没有上传这份文件。' });
    return this.files.open(id);
  }

  async views(tx: Tx, ids: PaperIds): Promise<FileView[]> {
    const rows = await tx.query<Omit<FileView, 'kind'> & Record<string, unknown>>(
      `select id as "fileId", original_name as name, mime, size, pages from uploaded_file where id = any($1::uuid[])`,
      [Object.values(ids)],
    );
    return CERTIFICATE_KINDS.flatMap((kind) => {
      const row = rows.find((one) => one.fileId === ids[kind]);
      return row ? [{ ...row, kind }] : [];
    });
  }
}
