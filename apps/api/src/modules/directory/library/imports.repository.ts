import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { FieldCipher } from '../../../platform/crypto/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import type { LibraryEntry, LibraryIssue } from './check-library-row.js';
import type { LibraryColumn } from './library-sheet.js';
import type { CheckedRow, Verdict } from './library-verdict.js';

export type ImportStatus = 'checking' | 'checked' | 'applying' | 'done' | 'refused';

export interface ImportCounts {
  total: number;
  valid: number;
  errors: number;
  warnings: number;
  matched: number;
  create: number;
  /** Once applied. */
  linked?: number;
  created?: number;
  skipped?: number;
}

export interface ImportRecord {
  id: string;
  fileName: string;
  status: ImportStatus;
  counts: Partial<ImportCounts>;
  refusal: string;
  jobId: string | null;
  createdName: string;
  createdAt: Date;
  appliedAt: Date | null;
  version: number;
  [column: string]: unknown;
}

export interface StoredRow {
  row: number;
  values: Record<LibraryColumn, string>;
  entry: LibraryEntry;
  issues: LibraryIssue[];
  verdict: Verdict;
  result: 'linked' | 'created' | 'skipped' | null;
  resultText: string;
  unitName: string | null;
  [column: string]: unknown;
}

const IMPORT = `i.id, i.file_name as "fileName", i.status, i.counts, i.refusal, i.job_run_id as "jobId",
  i.created_name as "createdName", i.created_at as "createdAt", i.applied_at as "appliedAt", i.version`;
const ROW = `r.row, r.data -> 'values' as values, r.data -> 'entry' as entry, r.issues, r.verdict, r.result,
  r.result_text as "resultText", e.name as "unitName"`;

/** Imports of one school: every statement runs behind the school's fence, and names the school besides. */
@Injectable()
export class ImportsRepository {
  constructor(
    private readonly clock: Clock,
    private readonly cipher: FieldCipher,
  ) {}

  async create(tx: Tx, ctx: RequestContext, fileName: string, bytes: Buffer): Promise<string> {
    const id = randomUUID();
    const sealed = this.cipher.seal('unit_import', 'sheet_enc', id, bytes.toString('base64'));
    await tx.exec(
      `insert into unit_import (school_id, id, file_name, status, sheet_enc, created_by, created_name, created_at)
       values ($1, $2, $3, 'checking', $4, $5, $6, $7)`,
      [ctx.schoolId, id, fileName, sealed, ctx.actor.accountId, ctx.actor.displayName, this.clock.now()],
    );
    return id;
  }

  async get(tx: Tx, ctx: RequestContext, id: string, lock: '' | 'for update' = ''): Promise<ImportRecord> {
    const row = await tx.maybeOne<ImportRecord>(
      `select ${IMPORT} from unit_import i where i.school_id = $1 and i.id = $2 ${lock}`,
      [ctx.schoolId, id],
    );
    if (!row) throw new AppError('NOT_FOUND');
    return row;
  }

  list(tx: Tx, ctx: RequestContext, limit: number, offset: number): Promise<ImportRecord[]> {
    return tx.query<ImportRecord>(
      `select ${IMPORT} from unit_import i where i.school_id = $1 order by i.created_at desc, i.id desc limit $2 offset $3`,
      [ctx.schoolId, limit, offset],
    );
  }

  async sheet(tx: Tx, ctx: RequestContext, id: string): Promise<Buffer | null> {
    const row = await tx.one<{ sealed: Buffer | null }>(
      'select sheet_enc as sealed from unit_import where school_id = $1 and id = $2',
      [ctx.schoolId, id],
    );
    return row.sealed && Buffer.from(this.cipher.open('unit_import', 'sheet_enc', id, row.sealed), 'base64');
  }

  /** A new state, whose job is the one to follow; counts are added to those that are there. */
  async move(
    tx: Tx,
    ctx: RequestContext,
    id: string,
    to: {
      status: ImportStatus;
      jobId?: string;
      counts?: Partial<ImportCounts>;
      refusal?: string;
      forgetSheet?: boolean;
    },
  ): Promise<void> {
    await tx.exec(
      `update unit_import set status = $3, job_run_id = coalesce($4, job_run_id), counts = counts || $5::jsonb, refusal = $6,
              sheet_enc = case when $7 then null else sheet_enc end, version = version + 1,
              applied_at = case when $3 = 'done' then $8::timestamptz else applied_at end
        where school_id = $1 and id = $2`,
      [
        ctx.schoolId,
        id,
        to.status,
        to.jobId ?? null,
        JSON.stringify(to.counts ?? {}),
        to.refusal ?? '',
        to.forgetSheet ?? false,
        this.clock.now(),
      ],
    );
  }

  clearRows(tx: Tx, ctx: RequestContext, id: string): Promise<number> {
    return tx.exec('delete from unit_import_row where school_id = $1 and import_id = $2', [ctx.schoolId, id]);
  }

  async addRows(
    tx: Tx,
    ctx: RequestContext,
    id: string,
    rows: readonly (CheckedRow & { verdict: Verdict; employerId: string | null })[],
  ): Promise<void> {
    const given = rows.map(({ row, values, entry, issues, verdict, employerId }) => ({
      row,
      data: { values, entry },
      issues,
      verdict,
      employer_id: employerId,
    }));
    await tx.exec(
      `insert into unit_import_row (school_id, import_id, row, data, issues, verdict, employer_id)
       select $1, $2, r.row, r.data, r.issues, r.verdict, r.employer_id
         from jsonb_to_recordset($3::jsonb) as r (row integer, data jsonb, issues jsonb, verdict text, employer_id uuid)`,
      [ctx.schoolId, id, JSON.stringify(given)],
    );
  }

  rows(tx: Tx, ctx: RequestContext, id: string, where: string, params: readonly unknown[]): Promise<StoredRow[]> {
    return tx.query<StoredRow>(
      `select ${ROW} from unit_import_row r left join employer e on e.id = r.employer_id
        where r.school_id = $1 and r.import_id = $2 ${where}`,
      [ctx.schoolId, id, ...params],
    );
  }

  /** What is still to be done, in the order of the file. */
  waiting(tx: Tx, ctx: RequestContext, id: string, limit: number): Promise<StoredRow[]> {
    return this.rows(tx, ctx, id, `and r.result is null and r.verdict <> 'error' order by r.row limit $3`, [limit]);
  }

  async finish(
    tx: Tx,
    ctx: RequestContext,
    id: string,
    outcomes: readonly { row: number; employerId: string | null; result: string; text: string }[],
  ): Promise<void> {
    await tx.exec(
      `update unit_import_row r set result = o.result, result_text = o.text, employer_id = coalesce(o."employerId", r.employer_id)
         from jsonb_to_recordset($3::jsonb) as o (row integer, "employerId" uuid, result text, text text)
        where r.school_id = $1 and r.import_id = $2 and r.row = o.row`,
      [ctx.schoolId, id, JSON.stringify(outcomes)],
    );
  }

  async results(
    tx: Tx,
    ctx: RequestContext,
    id: string,
  ): Promise<Required<Pick<ImportCounts, 'linked' | 'created' | 'skipped'>>> {
    return tx.one(
      `select (count(*) filter (where result = 'linked'))::int as linked, (count(*) filter (where result = 'created'))::int as created,
              (count(*) filter (where result = 'skipped'))::int as skipped
         from unit_import_row where school_id = $1 and import_id = $2`,
      [ctx.schoolId, id],
    );
  }
}
