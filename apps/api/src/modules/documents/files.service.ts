import { Injectable } from '@nestjs/common';
import { AuditService } from '../../platform/audit/index.js';
import type { RequestContext } from '../../platform/context/index.js';
import { Db } from '../../platform/database/index.js';
import { AppError } from '../../platform/http/index.js';
import { Storage } from '../../platform/storage/index.js';
import { type DocumentFile, DocumentsRepository } from './documents.repository.js';
import { PrintSources } from './print-source.js';

export interface FileContent {
  bytes: Buffer;
  name: string;
}

@Injectable()
export class FilesService {
  constructor(
    private readonly db: Db,
    private readonly audit: AuditService,
    private readonly documents: DocumentsRepository,
    private readonly sources: PrintSources,
    private readonly storage: Storage,
  ) {}

  /** The stored bytes, for somebody who reaches every agreement in them; the download is written down. */
  async file(ctx: RequestContext, id: string): Promise<FileContent> {
    const within = await this.withSchool(ctx, id);
    const file = await this.db.tx(within, async (tx): Promise<DocumentFile> => {
      const found = await this.documents.file(tx, id);
      if (!found) throw new AppError('NOT_FOUND');
      const cases = await this.documents.casesOf(tx, found);
      const reached = await this.sources.source.facts(tx, within, cases);
      if (cases.length === 0 || reached.length !== cases.length) throw new AppError('NOT_FOUND');
      await this.audit.append(tx, within, {
        schoolId: within.schoolId,
        aggregateType: 'document',
        aggregateId: id,
        action: 'document.download',
        after: { sha256: found.sha256, cases: cases.length },
      });
      return found;
    });
    return { bytes: await this.storage.get(file.sha256), name: file.file_name };
  }

  /** An employer's files lie in several schools; the address of a file names none. */
  private async withSchool(ctx: RequestContext, id: string): Promise<RequestContext> {
    if (ctx.schoolId !== null) return ctx;
    const schoolId = await this.db.system((tx) => this.documents.systemSchoolOf(tx, id));
    if (schoolId === null) throw new AppError('NOT_FOUND');
    return { ...ctx, schoolId };
  }
}
