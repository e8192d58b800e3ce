import { Injectable } from '@nestjs/common';
import {
  type LateSubmission,
  type ReviewRole,
  SOURCE_KEYS,
  type SourceAction,
  type SourceKey,
  type SourceState,
  type SourceValues,
} from '@qiancheng/shared';
import { scopeWhere } from '../../../platform/access/index.js';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { FieldCipher } from '../../../platform/crypto/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { columnsOf, jsonColumns, openValues, VALUE_COLUMNS, type ValueRow } from './source-columns.js';

/** One student's record: the school's values, and where the review stands. */
export interface SourceRecord {
  id: string;
  version: number;
  state: SourceState;
  stateAt: Date;
  returnedBy: ReviewRole | null;
  passedBy: string | null;
  /** Fields in which the last submission differs from the school's values; null: nothing submitted. */
  differs: SourceKey[] | null;
  cohort: number;
  cohortOpen: boolean;
  /** Until when the cohort submits; null: any day. */
  until: string | null;
  late: LateSubmission;
  collegeId: string;
  collegeName: string;
  majorId: string;
  majorName: string;
  majorCode: string;
  classId: string;
  className: string;
  accountId: string | null;
  idType: string;
  registryMac: Partial<Record<SourceKey, string>>;
  values: SourceValues;
}

export type VersionKind = 'imported' | 'submitted' | 'edited';

export interface SourceVersion {
  no: number;
  kind: VersionKind;
  values: SourceValues;
  changed: SourceKey[];
  actorName: string;
  at: Date;
}

export interface NewEvent {
  action: Exclude<SourceAction, 'save'>;
  /** The level that acted; null: the student. */
  level: ReviewRole | null;
  from: SourceState;
  to: SourceState;
  versionNo?: number | null;
  reasonCodes?: readonly string[];
  note?: string;
}

type RecordRow = Omit<SourceRecord, 'values'> & ValueRow;

const RECORD = `s.id, s.version, s.source_state as "state", s.source_state_at as "stateAt", s.source_returned_by as "returnedBy",
  s.source_passed_by as "passedBy", s.source_differs as "differs", s.cohort, h.is_open as "cohortOpen",
  h.source_until::text as "until", h.source_late as "late",
  s.college_id as "collegeId", g.name as "collegeName", s.major_id as "majorId", m.name as "majorName", m.code as "majorCode",
  s.class_id as "classId", k.name as "className", s.account_id as "accountId", s.id_type as "idType",
  s.registry_mac as "registryMac", ${VALUE_COLUMNS}`;

const FROM_STUDENT = `from student s
  join cohort h on h.school_id = s.school_id and h.year = s.cohort
  join college g on g.school_id = s.school_id and g.id = s.college_id
  join major m on m.school_id = s.school_id and m.id = s.major_id
  join school_class k on k.school_id = s.school_id and k.id = s.class_id`;

/** Which students the actor reaches: staff by their units, a student only themselves. */
export function sourceScope(ctx: RequestContext, params: unknown[]): string {
  return scopeWhere(ctx, 's', params, { student: 'id', employer: null });
}

const DRAFT = ['source_draft', 'values_enc'] as const;
const VERSION = ['source_version', 'values_enc'] as const;

/** Every read and write of source information, always within the actor's scope and the transaction's school. */
@Injectable()
export class SourceRecords {
  constructor(
    private readonly cipher: FieldCipher,
    private readonly clock: Clock,
  ) {}

  /** @param lock `for update of s`; undefined out of scope */
  async find(tx: Tx, ctx: RequestContext, id: string, lock = ''): Promise<SourceRecord | undefined> {
    const params: unknown[] = [id];
    const where = sourceScope(ctx, params);
    const row = await tx.maybeOne<RecordRow>(
      `select ${RECORD} ${FROM_STUDENT} where s.id = $1 and ${where} ${lock}`,
      params,
    );
    return row && this.opened(row);
  }

  /** Those of the ids that lie in the scope, in the order of student numbers. */
  async findMany(tx: Tx, ctx: RequestContext, ids: readonly string[], lock = ''): Promise<SourceRecord[]> {
    const params: unknown[] = [ids];
    const where = sourceScope(ctx, params);
    const rows = await tx.query<RecordRow>(
      `select ${RECORD} ${FROM_STUDENT} where s.id = any($1::uuid[]) and ${where} order by s.student_no ${lock}`,
      params,
    );
    return rows.map((row) => this.opened(row));
  }

  private opened(row: RecordRow): SourceRecord {
    const { id_no_enc: _a, phone_enc: _b, address_enc: _c, family_enc: _d, ...rest } = row;
    return { ...rest, values: openValues(this.cipher, row) };
  }

  /** Writes the school's values of these fields; the caller has locked the row. */
  async writeValues(tx: Tx, id: string, values: SourceValues, keys: readonly SourceKey[]): Promise<void> {
    await this.update(tx, id, columnsOf(this.cipher, id, values, keys));
  }

  async writeState(
    tx: Tx,
    id: string,
    state: SourceState,
    more: { returnedBy?: ReviewRole | null; passedBy?: string | null; differs?: readonly SourceKey[] | null } = {},
  ): Promise<void> {
    await this.update(tx, id, {
      source_state: state,
      source_state_at: this.clock.now(),
      source_returned_by: more.returnedBy ?? null,
      source_passed_by: more.passedBy ?? null,
      ...(more.differs === undefined ? {} : { source_differs: more.differs }),
    });
    if (state === 'returned') await this.mark(tx, id, 'source_returns = source_returns + 1', []);
  }

  /** After a change of the school's values: what the submission still differs in. */
  writeDiffers(tx: Tx, id: string, differs: readonly SourceKey[] | null): Promise<void> {
    return this.update(tx, id, { source_differs: differs });
  }

  /** Values and differences of many in one statement; a field that is another in one of them is written in all. */
  async writeMany(
    tx: Tx,
    changes: readonly {
      id: string;
      values: SourceValues;
      changed: readonly SourceKey[];
      differs: SourceKey[] | null;
    }[],
  ): Promise<void> {
    const changed = new Set(changes.flatMap((change) => change.changed));
    const keys = SOURCE_KEYS.filter((key) => changed.has(key));
    const rows = changes.map(({ id, values, differs }) => ({
      ...jsonColumns(columnsOf(this.cipher, id, values, keys)),
      source_differs: differs,
      id,
    }));
    const names = Object.keys(rows[0] ?? {}).filter((name) => name !== 'id');
    if (names.length === 0) return;
    await tx.exec(
      `update student s set (${names.join(', ')}, version, updated_at) = row (${names.map((name) => `r.${name}`).join(', ')}, s.version + 1, $3)
         from jsonb_populate_recordset(null::student, $2::jsonb) r where s.school_id = $1 and s.id = r.id`,
      [tx.schoolId, JSON.stringify(rows), this.clock.now()],
    );
  }

  private async update(tx: Tx, id: string, columns: Record<string, unknown>): Promise<void> {
    const names = Object.keys(columns);
    const sets = names.map((name, i) => `${name} = $${i + 4}`);
    await tx.exec(
      `update student set ${[...sets, 'version = version + 1', 'updated_at = $3'].join(', ')} where school_id = $1 and id = $2`,
      [tx.schoolId, id, this.clock.now(), ...names.map((name) => columns[name])],
    );
  }

  /** What the list is asked by; it is no change that somebody has to see first. */
  private async mark(tx: Tx, id: string, set: string, values: readonly unknown[]): Promise<void> {
    await tx.exec(`update student set ${set} where school_id = $1 and id = $2`, [tx.schoolId, id, ...values]);
  }

  async draft(tx: Tx, id: string): Promise<{ values: Partial<SourceValues>; version: number; savedAt: Date } | null> {
    const row = await tx.maybeOne<{ sealed: Buffer; version: number; savedAt: Date }>(
      'select values_enc as sealed, version, saved_at as "savedAt" from source_draft where school_id = $1 and student_id = $2',
      [tx.schoolId, id],
    );
    if (!row) return null;
    const values = JSON.parse(this.cipher.open(...DRAFT, id, row.sealed)) as Partial<SourceValues>;
    return { values, version: row.version, savedAt: row.savedAt };
  }

  /** @returns the draft's new version */
  async saveDraft(tx: Tx, id: string, values: Partial<SourceValues>): Promise<number> {
    const { version } = await tx.one<{ version: number }>(
      `insert into source_draft (school_id, student_id, values_enc, saved_at) values ($1, $2, $3, $4)
       on conflict (school_id, student_id) do update
         set values_enc = excluded.values_enc, saved_at = excluded.saved_at, version = source_draft.version + 1
       returning version`,
      [tx.schoolId, id, this.cipher.seal(...DRAFT, id, JSON.stringify(values)), this.clock.now()],
    );
    return version;
  }

  /** Keeps a version for good. @returns its number, from 1 */
  async addVersion(
    tx: Tx,
    ctx: RequestContext,
    id: string,
    version: { kind: VersionKind; values: SourceValues; changed: readonly SourceKey[] },
  ): Promise<number> {
    const { no } = await tx.one<{ no: number }>(
      'select coalesce(max(no), 0) + 1 as no from source_version where school_id = $1 and student_id = $2',
      [tx.schoolId, id],
    );
    const sealed = this.cipher.seal(...VERSION, `${id}/${no}`, JSON.stringify(version.values));
    await tx.exec(
      `insert into source_version (school_id, student_id, no, kind, values_enc, changed, account_id, actor_name, at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        tx.schoolId,
        id,
        no,
        version.kind,
        sealed,
        version.changed,
        ctx.actor.accountId,
        ctx.actor.displayName,
        this.clock.now(),
      ],
    );
    if (version.kind === 'submitted') await this.mark(tx, id, 'source_submitted_at = $3', [this.clock.now()]);
    return no;
  }

  async versions(tx: Tx, id: string, kind?: VersionKind): Promise<SourceVersion[]> {
    const rows = await tx.query<Omit<SourceVersion, 'values'> & { sealed: Buffer }>(
      `select no, kind, values_enc as sealed, changed, actor_name as "actorName", at from source_version
        where school_id = $1 and student_id = $2 ${kind ? 'and kind = $3' : ''} order by no`,
      [tx.schoolId, id, ...(kind ? [kind] : [])],
    );
    return rows.map(({ sealed, ...row }) => ({
      ...row,
      values: JSON.parse(this.cipher.open(...VERSION, `${id}/${row.no}`, sealed)) as SourceValues,
    }));
  }

  /** The last values that the student submitted. */
  async submitted(tx: Tx, id: string): Promise<{ no: number; values: SourceValues; at: Date } | null> {
    const row = await tx.maybeOne<{ no: number; sealed: Buffer; at: Date }>(
      `select no, values_enc as sealed, at from source_version
        where school_id = $1 and student_id = $2 and kind = 'submitted' order by no desc limit 1`,
      [tx.schoolId, id],
    );
    if (!row) return null;
    const values = JSON.parse(this.cipher.open(...VERSION, `${id}/${row.no}`, row.sealed)) as SourceValues;
    return { no: row.no, values, at: row.at };
  }

  async addEvent(tx: Tx, ctx: RequestContext, id: string, event: NewEvent): Promise<void> {
    await tx.exec(
      `insert into source_event (school_id, student_id, action, level, from_state, to_state, version_no, reason_codes, note,
                                 account_id, actor_name, at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        tx.schoolId,
        id,
        event.action,
        event.level,
        event.from,
        event.to,
        event.versionNo ?? null,
        event.reasonCodes ?? [],
        event.note ?? '',
        ctx.actor.accountId,
        ctx.actor.displayName,
        this.clock.now(),
      ],
    );
  }
}
