import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { SourceExportColumn } from '@qiancheng/shared';
import { Clock } from '../../../../platform/clock/index.js';
import type { RequestContext } from '../../../../platform/context/index.js';
import type { Tx } from '../../../../platform/database/index.js';
import type { SourceFilter } from '../source-filter.dto.js';
import { inSlices } from './export-rights.js';

export interface NewExport {
  purpose: string;
  columns: readonly SourceExportColumn[];
  clear: boolean;
  askedIds: readonly string[] | null;
  filter: SourceFilter | null;
  expected: number;
}

export interface ExportRecord extends Record<string, unknown> {
  id: string;
  purpose: string;
  columns: SourceExportColumn[];
  clear: boolean;
  askedIds: string[] | null;
  filter: SourceFilter | null;
  expected: number;
  sealedFileId: string | null;
  finishedAt: Date | null;
}

const RECORD = `id, purpose, columns, clear, asked_ids as "askedIds", filter, expected, sealed_file_id as "sealedFileId", finished_at as "finishedAt"`;

@Injectable()
export class ExportsRepository {
  constructor(private readonly clock: Clock) {}

  async create(tx: Tx, ctx: RequestContext, one: NewExport): Promise<string> {
    const id = randomUUID();
    await tx.exec(
      `insert into source_export (school_id, id, account_id, purpose, columns, clear, asked_ids, filter, expected, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        tx.schoolId,
        id,
        ctx.actor.accountId,
        one.purpose,
        one.columns,
        one.clear,
        one.askedIds,
        one.filter ? JSON.stringify(one.filter) : null,
        one.expected,
        this.clock.now(),
      ],
    );
    return id;
  }

  get(tx: Tx, id: string): Promise<ExportRecord> {
    return tx.one<ExportRecord>(`select ${RECORD} from source_export where school_id = $1 and id = $2`, [
      tx.schoolId,
      id,
    ]);
  }

  async setJob(tx: Tx, id: string, jobRunId: string): Promise<void> {
    await tx.exec('update source_export set job_run_id = $3 where school_id = $1 and id = $2', [
      tx.schoolId,
      id,
      jobRunId,
    ]);
  }

  async setFile(tx: Tx, id: string, fileId: string): Promise<void> {
    await tx.exec('update source_export set sealed_file_id = $3 where school_id = $1 and id = $2', [
      tx.schoolId,
      id,
      fileId,
    ]);
  }

  async finish(tx: Tx, id: string, studentIds: readonly string[]): Promise<void> {
    for (const slice of inSlices(studentIds)) {
      await tx.exec(
        `update source_export set student_ids = coalesce(student_ids, '{}') || $3::uuid[] where school_id = $1 and id = $2`,
        [tx.schoolId, id, slice],
      );
    }
    await tx.exec(
      `update source_export set student_ids = coalesce(student_ids, '{}'), finished_at = $3 where school_id = $1 and id = $2`,
      [tx.schoolId, id, this.clock.now()],
    );
  }
}
