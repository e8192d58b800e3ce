import { Injectable } from '@nestjs/common';
import { LIMITS, namesNumber, type ReportField } from '@qiancheng/shared';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { AppError, type Upload } from '../../../platform/http/index.js';
import {
  type AcceptedFile,
  type StoredUpload,
  UploadedFiles,
  UploadInspector,
} from '../../../platform/uploads/index.js';

/** What is known of a paper beside its bytes. */
export interface ReportFile {
  fileId: string;
  name: string;
  mime: string;
  size: number;
  pages: number | null;
}

export const REPORT_FILE_PURPOSE = 'source.report';

const POLICY = {
  kinds: ['image', 'pdf'],
  maxBytes: LIMITS.certificateBytes,
  maxPages: LIMITS.certificatePages,
} as const;

/** Papers of reports on the registry. Who may see or change one is decided by the report that it belongs to, never here. */
@Injectable()
export class ReportFiles {
  constructor(
    private readonly inspector: UploadInspector,
    private readonly files: UploadedFiles,
    private readonly clock: Clock,
  ) {}

  /** Before any transaction: looking into a file takes its time. A name that has a number of a person in it is not kept. */
  async accept(upload: Upload): Promise<AcceptedFile> {
    const file = await this.inspector.accept(upload, POLICY);
    return namesNumber(file.name) ? { ...file, name: `材料.${file.extension}` } : file;
  }

  /** The student's row and the report are locked. */
  async add(tx: Tx, ctx: RequestContext, studentId: string, reportId: string, file: AcceptedFile): Promise<void> {
    const { here, all } = await tx.one<{ here: number; all: number }>(
      `select count(*) filter (where f.report_id = $3)::int as here, count(*)::int as all
         from registry_report_file f join registry_report r on r.school_id = f.school_id and r.id = f.report_id
        where f.school_id = $1 and r.student_id = $2`,
      [tx.schoolId, studentId, reportId],
    );
    if (here >= LIMITS.reportFiles) {
      throw new AppError('CONFLICT', { detail: `一项最多附 ${LIMITS.reportFiles} 份材料，先去掉一份。` });
    }
    if (all >= LIMITS.reportFilesOfStudent) {
      throw new AppError('CONFLICT', {
        detail: `所有报告一共最多附 ${LIMITS.reportFilesOfStudent} 份材料。先撤回一项，或者等学院答复。`,
      });
    }
    const { id } = await this.files.store(tx, ctx, REPORT_FILE_PURPOSE, file);
    await tx.exec(
      'insert into registry_report_file (school_id, report_id, file_id, added_at) values ($1, $2, $3, $4)',
      [tx.schoolId, reportId, id, this.clock.now()],
    );
  }

  /** From now on nobody sees them; the sweep takes the bytes. @param fileId all of the report where it is left out */
  async remove(tx: Tx, reportId: string, fileId?: string): Promise<number> {
    return tx.exec(
      `delete from registry_report_file where school_id = $1 and report_id = $2 and ($3::uuid is null or file_id = $3)`,
      [tx.schoolId, reportId, fileId ?? null],
    );
  }

  /** The field of the report that this paper belongs to, if it belongs to one of this student's. */
  async find(tx: Tx, studentId: string, reportId: string, fileId: string): Promise<{ field: ReportField } | undefined> {
    return tx.maybeOne<{ field: ReportField }>(
      `select r.field from registry_report_file f join registry_report r on r.school_id = f.school_id and r.id = f.report_id
        where f.school_id = $1 and r.student_id = $2 and f.report_id = $3 and f.file_id = $4`,
      [tx.schoolId, studentId, reportId, fileId],
    );
  }

  /** The bytes of one that was found. */
  open(fileId: string): Promise<StoredUpload> {
    return this.files.open(fileId);
  }

  async ofReports(tx: Tx, reportIds: readonly string[]): Promise<(reportId: string) => ReportFile[]> {
    if (reportIds.length === 0) return () => [];
    const rows = await tx.query<ReportFile & { reportId: string }>(
      `select f.report_id as "reportId", u.id as "fileId", u.original_name as name, u.mime, u.size, u.pages
         from registry_report_file f join uploaded_file u on u.id = f.file_id
        where f.school_id = $1 and f.report_id = any($2::uuid[]) order by f.added_at, f.file_id`,
      [tx.schoolId, reportIds],
    );
    const byReport = Map.groupBy(rows, ({ reportId }) => reportId);
    return (reportId) => (byReport.get(reportId) ?? []).map(({ reportId: _, ...file }) => file);
  }
}
