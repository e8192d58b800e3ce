import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { FieldCipher } from '../../../platform/crypto/index.js';
import type { Tx } from '../../../platform/database/index.js';
import type { JobStatus } from '../../../platform/jobs/index.js';
import type { RosterPlan, RosterProblem } from './check-roster-row.js';
import type { JudgedRow, Verdict } from './roster-judge.js';
import { withoutNumbers } from './roster-cells.js';
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

/** What is told of a row. */
interface ImportLine {
  line: number;
  studentNo: string;
  name: string;
  verdict: Verdict;
  problems: readonly RosterProblem[];
  /** Of the columns that the problems are in. */
  keys: readonly RosterKey[];
  changes: readonly string[];
  outcome: RowOutcome | null;
  detail: string | null;
}

/** What is kept of a row, sealed, until its days are over. */
export interface KeptRow {
  line: number;
  plan: RosterPlan;
  /** As uploaded, in the order of the layout, with a character between them that no cell holds: one text is quicker than fifty. */
  cells: string;
}

/** Rows that are written in one transaction. */
export interface ImportPage {
  firstLine: number;
  lines: readonly ImportLine[];
  rows: KeptRow[];
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

/** Readers of sheets take control characters out of cells. */
const BETWEEN_CELLS = '\u001f';
/** Outcomes that somebody has to be told of. */
const TOLD: readonly RowOutcome[] = ['failed', 'skipped'];
const TO_LOOK_AT = `(problems <> '[]' or outcome in (${TOLD.map((outcome) => `'${outcome}'`).join(', ')}))`;
const IMPORT = `i.id, i.cohort, i.account_id as "accountId", i.created_name as "createdName", i.file_name as "fileName", i.status,
  i.refusal, i.existing, i.counts, i.unknown_columns as "unknownColumns", i.missing_columns as "missingColumns", i.version,
  i.job_run_id as "jobRunId", (select j.status from job_run j where j.id = i.job_run_id) as "jobStatus", i.created_at as "createdAt", i.done_at as "doneAt",
  exists (select from source_import_page p where p.school_id = i.school_id and p.import_id = i.id) as open`;

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
        this.cipher.seal('source_import', 'sheet_enc', id, bytes),
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
    return row.sealed && this.cipher.openBytes('source_import', 'sheet_enc', id, row.sealed);
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
    await tx.exec('delete from source_import_page where school_id = $1 and import_id = $2', [tx.schoolId, id]);
  }

  async addPage(tx: Tx, id: string, judged: readonly JudgedRow[]): Promise<void> {
    const firstLine = judged[0]?.row.row ?? 0;
    const rows = judged.map(({ row, plan }): KeptRow => {
      return { line: row.row, plan, cells: ROSTER_KEYS.map((key) => row.values[key]).join(BETWEEN_CELLS) };
    });
    await tx.exec(
      'insert into source_import_page (school_id, import_id, first_line, lines, rows_enc) values ($1, $2, $3, $4, $5)',
      [tx.schoolId, id, firstLine, JSON.stringify(judged.map(lineOf)), this.sealed(id, firstLine, rows)],
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

  /** First lines of the pages that are still to be done, in the order of the file. */
  async waiting(tx: Tx, id: string): Promise<number[]> {
    const rows = await tx.query<{ first: number }>(
      'select first_line as first from source_import_page where school_id = $1 and import_id = $2 and not done order by first_line',
      [tx.schoolId, id],
    );
    return rows.map(({ first }) => first);
  }

  /** The page behind a lock, while the import is being applied; undefined when another run has done it, or none may any more. */
  async page(tx: Tx, id: string, firstLine: number): Promise<ImportPage | undefined> {
    const page = await tx.maybeOne<{ lines: ImportLine[]; sealed: Buffer }>(
      `select p.lines, p.rows_enc as sealed from source_import_page p
         join source_import i on i.school_id = p.school_id and i.id = p.import_id
        where p.school_id = $1 and p.import_id = $2 and p.first_line = $3 and not p.done and i.status = 'running'
          for update of p for share of i`,
      [tx.schoolId, id, firstLine],
    );
    return page && { firstLine, lines: page.lines, rows: this.opened(id, firstLine, page.sealed) };
  }

  /** What was written of a row goes once it is done, unless somebody has to look at it. */
  async note(tx: Tx, id: string, { firstLine, lines, rows }: ImportPage, outcomes: readonly Outcome[]): Promise<void> {
    const came = new Map(outcomes.map((outcome) => [outcome.line, outcome]));
    const done = lines.map((line): ImportLine => ({ ...line, ...came.get(line.line) }));
    const told = new Set(done.filter(isTold).map(({ line }) => line));
    const kept = rows.filter(({ line }) => told.has(line));
    await tx.exec(
      `update source_import_page set done = true, lines = $4, rows_enc = $5
        where school_id = $1 and import_id = $2 and first_line = $3`,
      [tx.schoolId, id, firstLine, JSON.stringify(done), kept.length === 0 ? null : this.sealed(id, firstLine, kept)],
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

  /** Rows to be looked at as they were uploaded, of the next page behind a line that has kept some. */
  async reportPage(
    tx: Tx,
    id: string,
    after: number,
  ): Promise<{ firstLine: number; rows: { line: number; values: RosterValues }[] } | undefined> {
    const page = await tx.maybeOne<{ firstLine: number; lines: ImportLine[]; sealed: Buffer }>(
      `select first_line as "firstLine", lines, rows_enc as sealed from source_import_page
        where school_id = $1 and import_id = $2 and first_line > $3 and rows_enc is not null order by first_line limit 1`,
      [tx.schoolId, id, after],
    );
    if (!page) return undefined;
    const told = new Set(page.lines.filter(isTold).map(({ line }) => line));
    const rows = this.opened(id, page.firstLine, page.sealed).filter(({ line }) => told.has(line));
    return {
      firstLine: page.firstLine,
      rows: rows.map(({ line, cells }) => ({ line, values: valuesOf(cells) })),
    };
  }

  private sealed(id: string, firstLine: number, rows: readonly KeptRow[]): Buffer {
    return this.cipher.seal('source_import_page', 'rows_enc', `${id}/${firstLine}`, JSON.stringify(rows));
  }

  private opened(id: string, firstLine: number, sealed: Buffer): KeptRow[] {
    return JSON.parse(this.cipher.open('source_import_page', 'rows_enc', `${id}/${firstLine}`, sealed)) as KeptRow[];
  }
}

function lineOf({ row, verdict, problems, changes }: JudgedRow): ImportLine {
  return {
    line: row.row,
    studentNo: withoutNumbers(row.values.studentNo).slice(0, 60),
    name: withoutNumbers(row.values.name).slice(0, 60),
    verdict,
    problems,
    keys: problems.map(({ key }) => key),
    changes,
    outcome: null,
    detail: null,
  };
}

function isTold({ problems, outcome }: ImportLine): boolean {
  return problems.length > 0 || (outcome !== null && TOLD.includes(outcome));
}

function valuesOf(joined: string): RosterValues {
  const cells = joined.split(BETWEEN_CELLS);
  return Object.fromEntries(ROSTER_KEYS.map((key, i) => [key, cells[i] ?? ''])) as RosterValues;
}
