import { Injectable } from '@nestjs/common';
import { rolesCovering } from '../../../platform/access/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { SourceRecords } from '../records/source-records.js';
import type { ActRow } from './act-rows.js';
import { BulkValues } from './bulk-values.js';
import { BulkWriter } from './bulk-writer.js';
import { done, type RowResult, skipped, type SourceOrder } from './source-acts.js';

/** The same values for many; their rows are locked and fit (F-060). */
@Injectable()
export class EditMany {
  constructor(
    private readonly records: SourceRecords,
    private readonly values: BulkValues,
    private readonly writer: BulkWriter,
  ) {}

  async run(
    tx: Tx,
    ctx: RequestContext,
    rows: readonly ActRow[],
    { options, reason }: SourceOrder,
    registry: readonly string[],
  ): Promise<RowResult[]> {
    const ids = rows.map(({ id }) => id);
    const submissions = await this.values.submissions(tx, ids);
    const changes = (await this.records.findMany(tx, ctx, ids)).map((record) => ({
      record,
      values: { ...record.values, ...options.set },
      wrote: submissions.get(record.id) ?? null,
    }));
    const written = await this.values.write(tx, ctx, changes, registry, reason);
    await this.writer.events(
      tx,
      ctx,
      written.map(({ record }) => ({
        id: record.id,
        action: 'edit',
        level: rolesCovering(ctx, record)[0] ?? null,
        from: record.state,
        to: record.state,
        note: reason,
      })),
    );
    const changed = new Map(written.map(({ record, changed: keys }) => [record.id, keys.length]));
    return ids.map((id) => (changed.has(id) ? done(id, `改了 ${changed.get(id)} 项`) : skipped(id, '已经是这些值。')));
  }
}
