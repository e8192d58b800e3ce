import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../../platform/database/index.js';
import { AppError } from '../../../../platform/http/index.js';
import type { ImportStatus, OrgImportProgress, OrgImportSummary, OrgImportView } from './org-import.dto.js';

const STATUS_LABELS: Record<ImportStatus, string> = {
  checking: '正在检查',
  checked: '检查完，还没有导入',
  applying: '正在导入',
  applied: '已导入',
  failed: '没有导入',
  discarded: '已放弃',
};

export interface ImportRow {
  id: string;
  status: ImportStatus;
  file_name: string;
  source_file_id: string;
  report_file_id: string | null;
  summary: OrgImportSummary | Record<string, never>;
  problem: string | null;
  created_by_name: string;
  created_at: Date;
  finished_at: Date | null;
  version: number;
  progress: OrgImportProgress | null;
}

const COLUMNS = `i.id, i.status, i.file_name, i.source_file_id, i.report_file_id, i.summary, i.problem, i.created_by_name,
  i.created_at, i.finished_at, i.version,
  (select j.progress from job_run j where j.id = i.job_run_id and j.status in ('queued', 'running')) as progress`;
const RECENT = 20;

export interface ImportPatch {
  status: ImportStatus;
  summary?: OrgImportSummary;
  reportFileId?: string;
  problem?: string | null;
  jobRunId?: string;
  finishedAt?: Date;
}

/** The rows of imports. They belong to the school, not to whoever began them. */
@Injectable()
export class OrgImportStore {
  recent(tx: Tx, schoolId: number): Promise<ImportRow[]> {
    return tx.query<ImportRow & Record<string, unknown>>(
      `select ${COLUMNS} from org_import i where i.school_id = $1 order by i.created_at desc, i.id desc limit ${RECENT}`,
      [schoolId],
    );
  }

  async find(tx: Tx, schoolId: number, id: string): Promise<ImportRow> {
    const row = await tx.maybeOne<ImportRow & Record<string, unknown>>(
      `select ${COLUMNS} from org_import i where i.school_id = $1 and i.id = $2`,
      [schoolId, id],
    );
    if (!row) throw new AppError('NOT_FOUND', { detail: '没有这次导入。' });
    return row;
  }

  async lock(tx: Tx, schoolId: number, id: string): Promise<ImportRow> {
    await tx.query('select 1 from org_import where school_id = $1 and id = $2 for update', [schoolId, id]);
    return this.find(tx, schoolId, id);
  }

  async patch(tx: Tx, schoolId: number, id: string, patch: ImportPatch): Promise<void> {
    await tx.exec(
      `update org_import
          set status = $3, summary = coalesce($4, summary), report_file_id = coalesce($5, report_file_id),
              problem = $6, job_run_id = coalesce($7, job_run_id), finished_at = coalesce($8, finished_at),
              version = version + 1
        where school_id = $1 and id = $2`,
      [
        schoolId,
        id,
        patch.status,
        patch.summary ? JSON.stringify(patch.summary) : null,
        patch.reportFileId ?? null,
        patch.problem ?? null,
        patch.jobRunId ?? null,
        patch.finishedAt ?? null,
      ],
    );
  }
}

export function importView(row: ImportRow): OrgImportView {
  return {
    id: row.id,
    status: row.status,
    statusLabel: STATUS_LABELS[row.status],
    fileName: row.file_name,
    summary: 'rows' in row.summary ? (row.summary as OrgImportSummary) : null,
    problem: row.problem,
    report: row.report_file_id !== null,
    progress: row.progress ? { done: row.progress.done, total: row.progress.total } : null,
    createdByName: row.created_by_name,
    createdAt: row.created_at,
    finishedAt: row.finished_at,
    version: row.version,
  };
}
