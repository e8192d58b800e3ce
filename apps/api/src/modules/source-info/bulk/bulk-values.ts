import { Injectable } from '@nestjs/common';
import { sourceDifferences, type SourceKey, type SourceValues } from '@qiancheng/shared';
import type { RequestContext } from '../../../platform/context/index.js';
import { FieldCipher } from '../../../platform/crypto/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { StudentChecks } from '../checks/student-checks.js';
import { type SourceRecord, SourceRecords } from '../records/source-records.js';
import { maskedValues } from '../review/source-texts.js';
import { BulkWriter } from './bulk-writer.js';

/** What one student's values become. */
export interface ValueChange {
  record: SourceRecord;
  values: SourceValues;
  /** The last submission; null: nothing submitted. */
  wrote: SourceValues | null;
}

export interface WrittenChange extends ValueChange {
  changed: SourceKey[];
  differs: SourceKey[] | null;
}

/** The school's values of many students, with versions, differences, findings and audit links. Their rows are locked. */
@Injectable()
export class BulkValues {
  constructor(
    private readonly records: SourceRecords,
    private readonly checks: StudentChecks,
    private readonly writer: BulkWriter,
    private readonly cipher: FieldCipher,
  ) {}

  /** The last submissions of these students. */
  async submissions(tx: Tx, ids: readonly string[]): Promise<Map<string, SourceValues>> {
    const rows = await tx.query<{ id: string; no: number; sealed: Buffer }>(
      `select distinct on (student_id) student_id as id, no, values_enc as sealed from source_version
        where school_id = $1 and student_id = any($2::uuid[]) and kind = 'submitted' order by student_id, no desc`,
      [tx.schoolId, ids],
    );
    return new Map(
      rows.map(({ id, no, sealed }) => [
        id,
        JSON.parse(this.cipher.open('source_version', 'values_enc', `${id}/${no}`, sealed)) as SourceValues,
      ]),
    );
  }

  /** Those who are others now. Events are the caller's. */
  async write(
    tx: Tx,
    ctx: RequestContext,
    changes: readonly ValueChange[],
    registry: readonly string[],
    reason: string,
  ): Promise<WrittenChange[]> {
    const written = changes.flatMap((change): WrittenChange[] => {
      const { record, values, wrote } = change;
      const changed = (Object.keys(values) as SourceKey[]).filter((key) => values[key] !== record.values[key]);
      return changed.length > 0
        ? [{ ...change, changed, differs: wrote && sourceDifferences(values, wrote, registry) }]
        : [];
    });
    if (written.length === 0) return written;
    await this.records.writeMany(
      tx,
      written.map(({ record, values, changed, differs }) => ({ id: record.id, values, changed, differs })),
    );
    await this.writer.versions(
      tx,
      ctx,
      written.map(({ record, values, changed }) => ({ id: record.id, values, changed })),
    );
    await this.writer.audits(
      tx,
      ctx,
      written.map(({ record, values, changed }) => ({
        id: record.id,
        action: 'source.edit',
        before: maskedValues(record.values, changed),
        after: { ...maskedValues(values, changed), ...(reason ? { reason } : {}) },
      })),
    );
    await this.checks.saveRows(
      tx,
      written.map(({ record, values }) => ({ ...record, values })),
    );
    for (const [cohort, changes] of Map.groupBy(written, ({ record }) => record.cohort)) {
      await this.checks.saveSets(
        tx,
        cohort,
        changes.flatMap(({ changed }) => changed),
      );
    }
    return written;
  }
}
