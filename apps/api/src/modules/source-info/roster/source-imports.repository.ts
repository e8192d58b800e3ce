import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { FieldCipher } from '../../../platform/crypto/index.js';
import type { Tx } from '../../../platform/database/index.js';
import type { JobStatus } from '../../../platform/jobs/index.js';
import type { RosterPlan, RosterProblem } from './check-roster-row.js';
import type { JudgedRow, Verdict } from './roster-judge.js';
import { ROSTER_KEYS, type RosterKey, type RosterValues } from './roster-sheet.js';

export type ImportStatus = 'checking' | 'refused' | 'checked' | 'running' | 'done';
export type ExistingChoice = 'update' | 'registry' | 'skip';
export type RowOutcome = 'created' | 'updated' | 'unchanged' | 'skipped' | 'failed';

export interface SourceImportCounts {
  total: number;
  errors: number;
  warnings: number;
  fresh: number;
  update: number;
  same: number;
  created: number;
  updated: number;
  unchanged: number;
  skipped: number;
  failed: number;
}
export const NO_COUNTS: SourceImportCounts = {
  total: 0,
  errors: 0,
  warnings: 0,
  fresh: 0,
  update: 0,
  same: 0,
  created: 0,
  updated: 0,
  unchanged: 0,
  skipped: 0,
  failed: 0,
};

export interface SourceImport extends Record<string, unknown> {
  id: string;
  cohort: number;
  accountId: string;
  createdName: string;
  fileName: string;
  status: ImportStatus;
  refusal: string | null;
  existing: ExistingChoice | null;
  counts: Partial<SourceImportCounts>;
  unknownColumns: string[];
  missingColumns: string[];
  version: number;
  jobRunId: string | null;
  jobStatus: JobStatus | null;
  createdAt: Date;
  doneAt: Date | null;
  /** Its rows are still there. */
  open: boolean;
}

/** What a row holds until its days are over. */
interface RowSecret {
  cells: string[];
  plan: RosterPlan;
}

export interface WaitingRow {
  line: number;
  /** What the check said; the school may have changed since. */
  verdict: Verdict;
  plan: RosterPlan;
}

export interface Outcome {
  line: number;
  outcome: RowOutcome;
  detail: string | null;
}

export interface RowIssues extends Record<string, unknown> {
  line: number;
  problems: RosterProblem[];
  outcome: RowOutcome | null;
  detail: string | null;
}

const TO_LOOK_AT = `(problems <> '[]' or outcome in ('failed', 'skipped'))`;
const WAITS = `outcome is null and verdict <> 'error'`;
const IMPORT = `i.id, i.cohort, i.account_id as "accountId", i.created_name as "createdName", i.file_name as "fileName", i.status,
  i.refusal, i.existing, i.counts, i.unknown_columns as "unknownColumns", i.missing_columns as "missingColumns", i.version,
  i.job_run_id as "jobRunId", (select j.status from job_run j where j.id = i.job_run_id) as "jobStatus", i.created_at as "createdAt", i.done_at as "doneAt",
  exists (select from source_import_row r where r.school_id = i.school_id and r.import_id = i.id) as open`;

/** Whether its job will go on by itself. */
export function isAlive({ jobStatus }: SourceImport): boolean {
  return jobStatus === 'queued' || jobStatus === 'running';
}

/** Imports of one school; every statement runs behind the school's fence, and names the school besides. */
@Injectable()
export class SourceImportsRepository {
  constructor(
    private readonly clock: Clock,
    private readonly cipher: FieldCipher,
  ) {}

  async create(tx: Tx, ctx: RequestContext, cohort: number, fileName: string, bytes: Uint8Array): Promise<string> {
    const id = randomUUID();
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
    await tx.exec(
      `insert into source_import (school_id, id, cohort, account_id, created_name, file_name, sheet_enc, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        tx.schoolId,
        id,
        cohort,
        ctx.actor.accountId,
        ctx.actor.displayName,
        fileName,
        this.cipher.seal('source_import', 'sheet_enc', id, text),
        this.clock.now(),
      ],
    );
    return id;
  }

  /** @param lock e.g. `for update of i` */
  find(tx: Tx, id: string, lock = ''): Promise<SourceImport | undefined> {
    return tx.maybeOne<SourceImport>(
      `select ${IMPORT} from source_import i where i.school_id = $1 and i.id = $2 ${lock}`,
      [tx.schoolId, id],
    );
  }

  async list(tx: Tx, limit: number, offset: number): Promise<{ total: number; rows: SourceImport[] }> {
    const { total } = await tx.one<{ total: number }>(
      'select count(*)::int as total from source_import where school_id = $1',
      [tx.schoolId],
    );
    const rows = await tx.query<SourceImport>(
      `select ${IMPORT} from source_import i where i.school_id = $1 order by i.created_at desc, i.id desc limit $2 offset $3`,
      [tx.schoolId, limit, offset],
    );
    return { total, rows };
  }

  /** The import of this cohort that is being applied. */
  running(tx: Tx, cohort: number): Promise<{ id: string; fileName: string } | undefined> {
    return tx.maybeOne(
      `select id, file_name as "fileName" from source_import where school_id = $1 and cohort = $2 and status = 'running'`,
      [tx.schoolId, cohort],
    );
  }

  async sheet(tx: Tx, id: string): Promise<Buffer | null> {
    const row = await tx.one<{ sealed: Buffer | null }>(
      'select sheet_enc as sealed from source_import where school_id = $1 and id = $2',
      [tx.schoolId, id],
    );
    return row.sealed && Buffer.from(this.cipher.open('source_import', 'sheet_enc', id, row.sealed), 'base64');
  }

  async setJob(tx: Tx, id: string, jobRunId: string): Promise<void> {
    await tx.exec('update source_import set job_run_id = $3 where school_id = $1 and id = $2', [
      tx.schoolId,
      id,
      jobRunId,
    ]);
  }

  async setColumns(tx: Tx, id: string, unknown: readonly string[], missing: readonly string[]): Promise<void> {
    await tx.exec(
      'update source_import set unknown_columns = $3, missing_columns = $4 where school_id = $1 and id = $2',
      [tx.schoolId, id, unknown, missing],
    );
  }

  /** The rows of an attempt that was cut off are read again. */
  async clearRows(tx: Tx, id: string): Promise<void> {
    await tx.exec('delete from source_import_row where school_id = $1 and import_id = $2', [tx.schoolId, id]);
  }

  async addRows(tx: Tx, id: string, rows: readonly (JudgedRow & { studentNo: string; name: string })[]): Promise<void> {
    await tx.exec(
      `insert into source_import_row (school_id, import_id, line, student_no, name, verdict, problems, problem_keys, changes, values_enc)
       select $1, $2, r.line, r.no, r.name, r.verdict, r.problems, r.keys, r.changes, v.sealed
         from jsonb_to_recordset($3::jsonb) as r (line integer, no text, name text, verdict text, problems jsonb, keys text[], changes text[])
         join unnest($4::int[], $5::bytea[]) as v (line, sealed) on v.line = r.line`,
      [
        tx.schoolId,
        id,
        JSON.stringify(
          rows.map(({ row, studentNo, name, verdict, problems, changes }) => ({
            line: row.row,
            no: studentNo,
            name,
            verdict,
            problems,
            keys: problems.map(({ key }) => key),
            changes,
          })),
        ),
        rows.map(({ row }) => row.row),
        rows.map(({ row, plan }) => {
          const secret: RowSecret = { cells: ROSTER_KEYS.map((key) => row.values[key]), plan };
          return this.cipher.seal('source_import_row', 'values_enc', `${id}/${row.row}`, JSON.stringify(secret));
        }),
      ],
    );
  }

  async endCheck(tx: Tx, id: string, refusal: string | null, counts: SourceImportCounts): Promise<void> {
    await tx.exec(
      `update source_import set status = $3, refusal = $4, counts = $5, sheet_enc = null, version = version + 1
        where school_id = $1 and id = $2`,
      [tx.schoolId, id, refusal === null ? 'checked' : 'refused', refusal, JSON.stringify(counts)],
    );
  }

  async start(tx: Tx, id: string, existing: ExistingChoice): Promise<void> {
    await tx.exec(
      `update source_import set status = 'running', existing = $3, applied_at = $4, version = version + 1
        where school_id = $1 and id = $2`,
      [tx.schoolId, id, existing, this.clock.now()],
    );
  }

  /** What is still to be done behind a line, in the order of the file. */
  async waiting(tx: Tx, id: string, after: number, limit: number): Promise<WaitingRow[]> {
    const rows = await tx.query<{ line: number; verdict: Verdict; sealed: Buffer }>(
      `select line, verdict, values_enc as sealed from source_import_row
        where school_id = $1 and import_id = $2 and line > $3 and ${WAITS} order by line limit $4`,
      [tx.schoolId, id, after, limit],
    );
    return rows.map(({ line, verdict, sealed }) => ({ line, verdict, plan: this.secret(id, line, sealed).plan }));
  }

  /** Which of these lines nobody has done meanwhile. */
  async stillWaiting(tx: Tx, id: string, lines: readonly number[]): Promise<Set<number>> {
    const rows = await tx.query<{ line: number }>(
      `select line from source_import_row where school_id = $1 and import_id = $2 and line = any($3::int[]) and ${WAITS}`,
      [tx.schoolId, id, lines],
    );
    return new Set(rows.map(({ line }) => line));
  }

  async anyWaiting(tx: Tx, id: string): Promise<boolean> {
    const { any } = await tx.one<{ any: boolean }>(
      `select exists (select from source_import_row where school_id = $1 and import_id = $2 and ${WAITS}) as any`,
      [tx.schoolId, id],
    );
    return any;
  }

  /** What was written of a row goes once it is done, unless somebody has to look at it. */
  async note(tx: Tx, id: string, outcomes: readonly Outcome[]): Promise<void> {
    await tx.exec(
      `update source_import_row r set outcome = o.outcome, detail = o.detail,
              values_enc = case when r.problems <> '[]' or o.outcome in ('failed', 'skipped') then r.values_enc end
         from jsonb_to_recordset($3::jsonb) as o (line integer, outcome text, detail text)
        where r.school_id = $1 and r.import_id = $2 and r.line = o.line`,
      [tx.schoolId, id, JSON.stringify(outcomes)],
    );
  }

  async outcomes(tx: Tx, id: string): Promise<Record<RowOutcome, number>> {
    const rows = await tx.query<{ outcome: RowOutcome; n: number }>(
      `select outcome, count(*)::int as n from source_import_row
        where school_id = $1 and import_id = $2 and outcome is not null group by outcome`,
      [tx.schoolId, id],
    );
    const none = { created: 0, updated: 0, unchanged: 0, skipped: 0, failed: 0 };
    return { ...none, ...Object.fromEntries(rows.map(({ outcome, n }) => [outcome, n])) };
  }

  async finish(tx: Tx, id: string, outcomes: Record<RowOutcome, number>): Promise<void> {
    await tx.exec(
      `update source_import set status = 'done', counts = counts || $3::jsonb, done_at = $4, version = version + 1
        where school_id = $1 and id = $2`,
      [tx.schoolId, id, JSON.stringify(outcomes), this.clock.now()],
    );
  }

  issues(tx: Tx, id: string): Promise<RowIssues[]> {
    return tx.query<RowIssues>(
      `select line, problems, outcome, detail from source_import_row
        where school_id = $1 and import_id = $2 and ${TO_LOOK_AT} order by line`,
      [tx.schoolId, id],
    );
  }

  /** Rows to be looked at as they were uploaded, behind a line. */
  async reportRows(
    tx: Tx,
    id: string,
    after: number,
    limit: number,
  ): Promise<{ line: number; values: RosterValues }[]> {
    const rows = await tx.query<{ line: number; sealed: Buffer }>(
      `select line, values_enc as sealed from source_import_row
        where school_id = $1 and import_id = $2 and line > $3 and ${TO_LOOK_AT} order by line limit $4`,
      [tx.schoolId, id, after, limit],
    );
    return rows.map(({ line, sealed }) => {
      const { cells } = this.secret(id, line, sealed);
      const values = Object.fromEntries(ROSTER_KEYS.map((key, i): [RosterKey, string] => [key, cells[i] ?? '']));
      return { line, values: values as RosterValues };
    });
  }

  private secret(id: string, line: number, sealed: Buffer): RowSecret {
    return JSON.parse(this.cipher.open('source_import_row', 'values_enc', `${id}/${line}`, sealed)) as RowSecret;
  }
}
