import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { FieldCipher } from '../../../platform/crypto/index.js';
import type { Tx } from '../../../platform/database/index.js';
import type { SheetIssue, SheetRow } from '../../../platform/sheets/index.js';
import type { StaffPlan } from './check-staff-row.js';
import type { StaffColumn, StaffValues } from './staff-sheet.js';

export type ImportStatus = 'checking' | 'refused' | 'checked' | 'running' | 'done';
export type ExistingChoice = 'update' | 'skip';
export type RowOutcome = 'created' | 'updated' | 'skipped' | 'failed';

export interface ImportRecord extends Record<string, unknown> {
  id: string;
  fileName: string;
  status: ImportStatus;
  existing: ExistingChoice | null;
  version: number;
  sealedFileId: string | null;
}

/** What a row holds until its day is over. */
interface RowSecret {
  values: StaffValues;
  plan: StaffPlan | null;
}

export interface WaitingRow {
  id: string;
  exists: boolean;
  plan: StaffPlan;
}

const IMPORT = `id, file_name as "fileName", status, existing, version, sealed_file_id as "sealedFileId"`;

@Injectable()
export class ImportsRepository {
  constructor(
    private readonly clock: Clock,
    private readonly cipher: FieldCipher,
  ) {}

  async create(tx: Tx, ctx: RequestContext, fileName: string, bytes: Buffer): Promise<string> {
    const id = randomUUID();
    const sealed = this.cipher.seal('staff_import', 'sheet_enc', id, bytes.toString('base64'));
    await tx.exec(
      `insert into staff_import (school_id, id, account_id, file_name, sheet_enc, created_at) values ($1, $2, $3, $4, $5, $6)`,
      [tx.schoolId, id, ctx.actor.accountId, fileName, sealed, this.clock.now()],
    );
    return id;
  }

  setJob(tx: Tx, id: string, jobRunId: string): Promise<number> {
    return tx.exec('update staff_import set job_run_id = $3 where school_id = $1 and id = $2', [
      tx.schoolId,
      id,
      jobRunId,
    ]);
  }

  /** Somebody's own import. @param lock e.g. `for update` */
  find(tx: Tx, ctx: RequestContext, id: string, lock = ''): Promise<ImportRecord | undefined> {
    return tx.maybeOne<ImportRecord>(
      `select ${IMPORT} from staff_import where school_id = $1 and id = $2 and account_id = $3 ${lock}`,
      [tx.schoolId, id, ctx.actor.accountId],
    );
  }

  async sheet(tx: Tx, id: string): Promise<Buffer | null> {
    const row = await tx.one<{ sealed: Buffer | null }>(
      'select sheet_enc as sealed from staff_import where school_id = $1 and id = $2',
      [tx.schoolId, id],
    );
    return row.sealed && Buffer.from(this.cipher.open('staff_import', 'sheet_enc', id, row.sealed), 'base64');
  }

  async addRow(
    tx: Tx,
    importId: string,
    row: SheetRow<StaffColumn>,
    found: { issues: readonly SheetIssue<StaffColumn>[]; plan: StaffPlan | null; exists: boolean },
  ): Promise<void> {
    const id = randomUUID();
    const secret: RowSecret = { values: row.values, plan: found.plan };
    await tx.exec(
      `insert into staff_import_row (school_id, id, import_id, line, login, name, values_enc, exists_already, problems)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        tx.schoolId,
        id,
        importId,
        row.row,
        row.values.login,
        row.values.name,
        this.cipher.seal('staff_import_row', 'values_enc', id, JSON.stringify(secret)),
        found.exists,
        JSON.stringify(found.issues),
      ],
    );
  }

  /** The rows of an attempt that was cut off are read again. */
  async clearRows(tx: Tx, importId: string): Promise<void> {
    await tx.exec('delete from staff_import_row where school_id = $1 and import_id = $2', [tx.schoolId, importId]);
  }

  async endCheck(tx: Tx, id: string, status: 'checked' | 'refused', refusal: string | null): Promise<void> {
    await tx.exec(
      `update staff_import set status = $3, refusal = $4, sheet_enc = null, version = version + 1
        where school_id = $1 and id = $2`,
      [tx.schoolId, id, status, refusal],
    );
  }

  async start(tx: Tx, id: string, existing: ExistingChoice): Promise<void> {
    await tx.exec(
      `update staff_import set status = 'running', existing = $3, applied_at = $4, version = version + 1
        where school_id = $1 and id = $2`,
      [tx.schoolId, id, existing, this.clock.now()],
    );
  }

  async waiting(tx: Tx, importId: string): Promise<WaitingRow[]> {
    const rows = await tx.query<{ id: string; exists: boolean; sealed: Buffer | null }>(
      `select id, exists_already as exists, values_enc as sealed from staff_import_row
        where school_id = $1 and import_id = $2 and outcome is null and not problems @> '[{"severity":"error"}]'
        order by line`,
      [tx.schoolId, importId],
    );
    return rows.flatMap(({ id, exists, sealed }) => {
      const plan = sealed && this.secret(id, sealed).plan;
      return plan ? [{ id, exists, plan }] : [];
    });
  }

  async note(
    tx: Tx,
    rowId: string,
    outcome: RowOutcome,
    detail: string | null,
    password: string | null = null,
  ): Promise<void> {
    const sealed = password && this.cipher.seal('staff_import_row', 'password_enc', rowId, password);
    await tx.exec(
      `update staff_import_row set outcome = $3, detail = $4, password_enc = $5 where school_id = $1 and id = $2 and outcome is null`,
      [tx.schoolId, rowId, outcome, detail, sealed],
    );
  }

  async passwords(
    tx: Tx,
    importId: string,
  ): Promise<{ login: string; name: string; password: string; expires: Date | null }[]> {
    const rows = await tx.query<{ id: string; login: string; name: string; sealed: Buffer; expires: Date | null }>(
      `select r.id, r.login, r.name, r.password_enc as sealed,
              (select a.initial_expires_at from account a
                where a.audience = 'teacher' and a.school_id = r.school_id and lower(a.login) = lower(r.login)) as expires
         from staff_import_row r
        where r.school_id = $1 and r.import_id = $2 and r.password_enc is not null order by r.line`,
      [tx.schoolId, importId],
    );
    return rows.map(({ id, sealed, ...row }) => ({
      ...row,
      password: this.cipher.open('staff_import_row', 'password_enc', id, sealed),
    }));
  }

  /** With the sheet of passwords, in one transaction. */
  async finish(tx: Tx, id: string, sealedFileId: string | null): Promise<void> {
    await tx.exec(
      `update staff_import set status = 'done', sealed_file_id = $3, version = version + 1 where school_id = $1 and id = $2`,
      [tx.schoolId, id, sealedFileId],
    );
    await tx.exec(
      'update staff_import_row set password_enc = null where school_id = $1 and import_id = $2 and password_enc is not null',
      [tx.schoolId, id],
    );
  }

  /** Everything as it was uploaded, with what was found; null once the day is over. */
  async reportRows(
    tx: Tx,
    importId: string,
  ): Promise<{ rows: SheetRow<StaffColumn>[]; issues: SheetIssue<StaffColumn>[] } | null> {
    const found = await tx.query<{
      id: string;
      line: number;
      sealed: Buffer | null;
      problems: SheetIssue<StaffColumn>[];
      outcome: RowOutcome | null;
      detail: string | null;
    }>(
      `select id, line, values_enc as sealed, problems, outcome, detail from staff_import_row
        where school_id = $1 and import_id = $2 order by line`,
      [tx.schoolId, importId],
    );
    if (found.some((row) => row.sealed === null)) return null;
    return {
      rows: found.map(({ id, line, sealed }) => ({
        row: line,
        values: this.secret(id, sealed as Buffer).values,
        issues: [],
      })),
      issues: found.flatMap(({ line, problems, outcome, detail }) => [
        ...problems,
        ...(outcome === 'failed' || outcome === 'skipped'
          ? [{ row: line, key: null, header: '', value: '', reason: detail ?? '', severity: 'error' as const }]
          : []),
      ]),
    };
  }

  private secret(id: string, sealed: Buffer): RowSecret {
    return JSON.parse(this.cipher.open('staff_import_row', 'values_enc', id, sealed)) as RowSecret;
  }
}
