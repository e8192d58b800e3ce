import { Injectable } from '@nestjs/common';
import { reportFieldLabel } from '@qiancheng/shared';
import { holdsFor } from '../../../platform/access/index.js';
import { AuditService } from '../../../platform/audit/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import type { StoredUpload } from '../../../platform/uploads/index.js';
import { PersonalAccesses } from '../../people/index.js';
import { SourceRecords } from '../records/source-records.js';
import { ReportFiles } from '../student/report-files.js';

/** The papers of a report, for whoever answers it. Numbers stand on them in clear: the student reads who has looked. */
@Injectable()
export class ReportPapers {
  constructor(
    private readonly db: Db,
    private readonly records: SourceRecords,
    private readonly files: ReportFiles,
    private readonly accesses: PersonalAccesses,
    private readonly audit: AuditService,
  ) {}

  async open(ctx: RequestContext, id: string, reportId: string, fileId: string): Promise<StoredUpload> {
    await this.db.tx(ctx, async (tx) => {
      const record = await this.records.find(tx, ctx, id);
      const report = record && (await this.files.find(tx, id, reportId, fileId));
      if (!record || !report) throw new AppError('NOT_FOUND');
      if (!holdsFor(ctx, 'source.edit', record)) throw new AppError('FORBIDDEN');
      const reason = `核对学籍报错：${reportFieldLabel(report.field)}`;
      await this.audit.append(tx, ctx, {
        schoolId: tx.schoolId,
        aggregateType: 'source',
        aggregateId: id,
        action: 'source.report_file_open',
        after: { field: report.field, fileId },
      });
      await this.accesses.note(tx, ctx, { studentIds: [id], kind: 'reveal', fields: ['reportFiles'], reason });
    });
    return this.files.open(fileId);
  }
}
