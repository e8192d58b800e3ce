import { Injectable } from '@nestjs/common';
import {
  APPROVED_BY,
  awaitedRole,
  isSourceApproved,
  type ReviewRole,
  SOURCE_KEYS,
  type SourceState,
  type SourceValues,
} from '@qiancheng/shared';
import type { RequestContext } from '../../../platform/context/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { SourceRecords } from '../records/source-records.js';
import { copyRefusal } from '../review/record-parts.js';
import { ActNotices } from './act-notices.js';
import type { ActRow } from './act-rows.js';
import { BulkValues } from './bulk-values.js';
import { BulkWriter } from './bulk-writer.js';
import { done, type RowResult, type SourceOrder } from './source-acts.js';

interface Passed {
  row: ActRow;
  level: ReviewRole;
  to: SourceState;
}

/** One level's pass for many; their rows are locked and fit (F-050, F-059). */
@Injectable()
export class PassMany {
  constructor(
    private readonly records: SourceRecords,
    private readonly values: BulkValues,
    private readonly writer: BulkWriter,
    private readonly notices: ActNotices,
  ) {}

  async run(
    tx: Tx,
    ctx: RequestContext,
    rows: readonly ActRow[],
    { options, reason }: SourceOrder,
    source: { levels: readonly ReviewRole[]; registry_fields: readonly string[] },
  ): Promise<RowResult[]> {
    const { levels, registry_fields: registry } = source;
    const copied = options.differences === 'copy' ? await this.copy(tx, ctx, rows, levels, registry) : new Map();
    const passed = rows.flatMap((row): Passed[] => {
      const level = awaitedRole(row.state, levels);
      return level ? [{ row, level, to: APPROVED_BY[level] }] : [];
    });
    const moves = passed.map(({ row, level, to }) => ({ id: row.id, level, from: row.state, to }));
    await this.writer.passed(tx, ctx, moves);
    await this.writer.events(
      tx,
      ctx,
      moves.map((move) => ({ ...move, action: 'pass', note: reason })),
    );
    await this.writer.audits(
      tx,
      ctx,
      moves.map(({ id, level, from, to }) => ({
        id,
        action: 'source.pass',
        before: { state: from },
        after: { state: to, level, many: true, ...(reason ? { note: reason } : {}) },
      })),
    );
    await this.notices.approved(
      tx,
      ctx,
      passed.filter(({ to }) => isSourceApproved(to, levels)).map(({ row }) => row),
    );
    return rows.map(({ id }) => done(id, copied.get(id) ?? null));
  }

  /** What the student wrote over the school's values; an empty answer covers nothing up. */
  private async copy(
    tx: Tx,
    ctx: RequestContext,
    rows: readonly ActRow[],
    levels: readonly ReviewRole[],
    registry: readonly string[],
  ): Promise<Map<string, string>> {
    const differing = rows.filter(({ differs }) => (differs?.length ?? 0) > 0);
    if (differing.length === 0) return new Map();
    const ids = differing.map(({ id }) => id);
    const submissions = await this.values.submissions(tx, ids);
    const changes = (await this.records.findMany(tx, ctx, ids)).map((record) => {
      const wrote = submissions.get(record.id) ?? null;
      const values: SourceValues = { ...record.values };
      for (const key of SOURCE_KEYS) {
        if (wrote && copyRefusal(key, wrote, registry) === null) values[key] = wrote[key];
      }
      return { record, values, wrote };
    });
    const written = await this.values.write(tx, ctx, changes, registry, '');
    await this.writer.events(
      tx,
      ctx,
      written.map(({ record }) => ({
        id: record.id,
        action: 'edit',
        level: awaitedRole(record.state, levels),
        from: record.state,
        to: record.state,
        note: '',
      })),
    );
    return new Map(written.map(({ record, changed }) => [record.id, `复制了学生填的 ${changed.length} 项`]));
  }
}
