import { Injectable } from '@nestjs/common';
import {
  emptySourceValues,
  SOURCE_KEYS,
  sourceDifferences,
  type SourceKey,
  type SourceState,
  type SourceValues,
} from '@qiancheng/shared';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { FieldCipher } from '../../../platform/crypto/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { columnsOf, jsonColumns } from '../records/source-columns.js';
import type { NewStudent } from './new-students.js';

/** Where a student stands in the school. */
export interface RosterPlace {
  cohort: number;
  classId: string;
  collegeId: string;
  majorId: string;
}

/** A student as the import leaves them. */
export interface RosterRecord extends RosterPlace {
  id: string;
  accountId: string | null;
  idType: string;
  values: SourceValues;
  /** Fields that the sheet gives and that may be written. */
  given: readonly SourceKey[];
  pinyin: string;
  registryMac: Partial<Record<SourceKey, string>>;
}

const VERSION = ['source_version', 'values_enc'] as const;
const UNITS = ['cohort', 'college_id', 'major_id', 'class_id', 'id_type', 'registry_mac'];

/** Records, versions and history of many students in one statement each. */
@Injectable()
export class RosterTables {
  private readonly columns: string[];

  constructor(
    private readonly cipher: FieldCipher,
    private readonly clock: Clock,
  ) {
    this.columns = Object.keys(columnsOf(cipher, '', emptySourceValues(), SOURCE_KEYS));
  }

  async insert(tx: Tx, students: readonly NewStudent[]): Promise<void> {
    const columns = ['id', 'account_id', ...UNITS, ...this.columns].join(', ');
    await tx.exec(
      `insert into student (school_id, ${columns}, created_at, updated_at, source_state_at)
       select $2, ${columns}, $3, $3, $3 from jsonb_populate_recordset(null::student, $1::jsonb)`,
      [JSON.stringify(students.map((one) => ({ ...one.columns, ...unitColumns(one) }))), tx.schoolId, this.clock.now()],
    );
  }

  async update(tx: Tx, records: readonly RosterRecord[]): Promise<void> {
    if (records.length === 0) return;
    const columns = [...UNITS.filter((name) => name !== 'cohort'), ...this.columns];
    await tx.exec(
      `update student s set (${columns.join(', ')}) = row (${columns.map((name) => `r.${name}`).join(', ')}),
              version = s.version + 1, updated_at = $3
         from jsonb_populate_recordset(null::student, $1::jsonb) r where s.school_id = $2 and s.id = r.id`,
      [this.json(records), tx.schoolId, this.clock.now()],
    );
  }

  /** What the registry says of students in whom nothing else changes. */
  async setRegistry(tx: Tx, records: readonly RosterRecord[]): Promise<void> {
    if (records.length === 0) return;
    const given = records.map(({ id, registryMac }) => ({ id, mac: registryMac }));
    await tx.exec(
      `update student s set registry_mac = g.mac from jsonb_to_recordset($1::jsonb) as g (id uuid, mac jsonb)
        where s.school_id = $2 and s.id = g.id and s.registry_mac <> g.mac`,
      [JSON.stringify(given), tx.schoolId],
    );
  }

  addFirstVersions(tx: Tx, ctx: RequestContext, students: readonly NewStudent[]): Promise<void> {
    return this.insertVersions(
      tx,
      ctx,
      students.map(({ id, given, firstVersion }) => ({ id, no: 1, changed: given, sealed: firstVersion })),
    );
  }

  async addVersions(
    tx: Tx,
    ctx: RequestContext,
    versions: readonly { id: string; values: SourceValues; changed: readonly SourceKey[] }[],
  ): Promise<void> {
    if (versions.length === 0) return;
    const numbers = await this.lastNumbers(
      tx,
      versions.map(({ id }) => id),
    );
    const rows = versions.map(({ id, values, changed }) => {
      const no = (numbers.get(id) ?? 0) + 1;
      return { id, no, changed, sealed: sealVersion(this.cipher, id, no, values) };
    });
    await this.insertVersions(tx, ctx, rows);
  }

  private async insertVersions(
    tx: Tx,
    ctx: RequestContext,
    rows: readonly { id: string; no: number; changed: readonly SourceKey[]; sealed: Buffer }[],
  ): Promise<void> {
    const { bytes, starts } = packed(rows.map(({ sealed }) => sealed));
    const versions = rows.map(({ id, no, changed, sealed }, i) => ({
      id,
      no,
      changed,
      start: starts[i],
      length: sealed.length,
    }));
    await tx.exec(
      `insert into source_version (school_id, student_id, no, kind, values_enc, changed, account_id, actor_name, at)
       select $2, v.id, v.no, 'imported', substring($6::bytea from v.start for v.length), v.changed, $3, $4, $5
         from jsonb_to_recordset($1::jsonb) as v (id uuid, no integer, changed text[], start integer, length integer)`,
      [JSON.stringify(versions), tx.schoolId, ctx.actor.accountId, ctx.actor.displayName, this.clock.now(), bytes],
    );
  }

  private async lastNumbers(tx: Tx, ids: readonly string[]): Promise<Map<string, number>> {
    const last = await tx.query<{ id: string; no: number }>(
      `select student_id as id, max(no) as no from source_version where school_id = $1 and student_id = any($2::uuid[]) group by student_id`,
      [tx.schoolId, ids],
    );
    return new Map(last.map(({ id, no }) => [id, no]));
  }

  /** The student reads it in the history: the school changed something, the review stands where it stood. */
  async addEvents(
    tx: Tx,
    ctx: RequestContext,
    events: readonly { id: string; state: SourceState; note: string }[],
  ): Promise<void> {
    if (events.length === 0) return;
    await tx.exec(
      `insert into source_event (school_id, student_id, action, level, from_state, to_state, note, account_id, actor_name, at)
       select $2, e.id, 'edit', 'center', e.state, e.state, e.note, $3, $4, $5
         from jsonb_to_recordset($1::jsonb) as e (id uuid, state text, note text)`,
      [JSON.stringify(events), tx.schoolId, ctx.actor.accountId, ctx.actor.displayName, this.clock.now()],
    );
  }

  /** What a submission still differs in, now that the school's values are others. */
  async compareAgain(
    tx: Tx,
    changed: readonly { after: RosterRecord }[],
    registryFields: readonly string[],
  ): Promise<void> {
    if (changed.length === 0) return;
    const submitted = await tx.query<{ id: string; no: number; sealed: Buffer }>(
      `select distinct on (student_id) student_id as id, no, values_enc as sealed from source_version
        where school_id = $1 and student_id = any($2::uuid[]) and kind = 'submitted' order by student_id, no desc`,
      [tx.schoolId, changed.map(({ after }) => after.id)],
    );
    const school = new Map(changed.map(({ after }) => [after.id, after.values]));
    const rows = submitted.flatMap(({ id, no, sealed }) => {
      const values = school.get(id);
      const student = JSON.parse(this.cipher.open(...VERSION, `${id}/${no}`, sealed)) as SourceValues;
      return values ? [{ id, differs: sourceDifferences(values, student, registryFields) }] : [];
    });
    await tx.exec(
      `update student s set source_differs = d.differs from jsonb_to_recordset($1::jsonb) as d (id uuid, differs text[])
        where s.school_id = $2 and s.id = d.id`,
      [JSON.stringify(rows), tx.schoolId],
    );
  }

  private json(records: readonly RosterRecord[]): string {
    return JSON.stringify(
      records.map((record) => ({
        ...jsonColumns(columnsOf(this.cipher, record.id, record.values, SOURCE_KEYS)),
        ...unitColumns(record),
      })),
    );
  }
}

function unitColumns(record: Omit<RosterRecord, 'values' | 'given' | 'pinyin'>): Record<string, unknown> {
  return {
    id: record.id,
    account_id: record.accountId,
    cohort: record.cohort,
    college_id: record.collegeId,
    major_id: record.majorId,
    class_id: record.classId,
    id_type: record.idType,
    registry_mac: record.registryMac,
  };
}

export function sealVersion(cipher: FieldCipher, id: string, no: number, values: SourceValues): Buffer {
  return cipher.seal(...VERSION, `${id}/${no}`, JSON.stringify(values));
}

/** Many values as one parameter: one by one they would travel as text, twice as long. Starts count from 1, as SQL does. */
function packed(values: readonly Buffer[]): { bytes: Buffer; starts: number[] } {
  let next = 1;
  const starts = values.map(({ length }) => {
    const start = next;
    next += length;
    return start;
  });
  return { bytes: Buffer.concat(values), starts };
}
