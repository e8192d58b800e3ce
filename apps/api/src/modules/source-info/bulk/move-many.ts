import { Injectable } from '@nestjs/common';
import { rolesCovering } from '../../../platform/access/index.js';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { StudentChecks } from '../checks/student-checks.js';
import { SourceRecords } from '../records/source-records.js';
import { type MoveClass, targetOf } from './act-fits.js';
import type { ActRow } from './act-rows.js';
import { BulkWriter } from './bulk-writer.js';
import { done, type RowResult, type SourceOrder } from './source-acts.js';

/** Students to another cohort and a class of it; their rows are locked and fit. Closed agreements follow by their key (F-061). */
@Injectable()
export class MoveMany {
  constructor(
    private readonly records: SourceRecords,
    private readonly checks: StudentChecks,
    private readonly writer: BulkWriter,
    private readonly clock: Clock,
  ) {}

  async run(
    tx: Tx,
    ctx: RequestContext,
    rows: readonly ActRow[],
    { options, reason }: SourceOrder,
    classes: ReadonlyMap<string, MoveClass>,
  ): Promise<RowResult[]> {
    const cohort = options.cohort as number;
    const moves = rows.flatMap((row) => {
      const target = targetOf(row, options.classes ?? [], classes);
      return target ? [{ row, target }] : [];
    });
    const before = await this.records.findMany(
      tx,
      ctx,
      moves.map(({ row }) => row.id),
    );
    await tx.exec(
      `update student s set cohort = $3, college_id = r.college, major_id = r.major, class_id = r.class,
              version = s.version + 1, updated_at = $4
         from jsonb_to_recordset($2::jsonb) as r(id uuid, college uuid, major uuid, class uuid)
        where s.school_id = $1 and s.id = r.id`,
      [
        tx.schoolId,
        JSON.stringify(
          moves.map(({ row, target }) => ({
            id: row.id,
            college: target.collegeId,
            major: target.majorId,
            class: target.id,
          })),
        ),
        cohort,
        this.clock.now(),
      ],
    );
    await this.writer.events(
      tx,
      ctx,
      moves.map(({ row, target }) => ({
        id: row.id,
        action: 'edit',
        level: rolesCovering(ctx, row)[0] ?? null,
        from: row.state,
        to: row.state,
        note: `由 ${row.cohort}届 换到 ${cohort}届 ${target.name}。${reason}`,
      })),
    );
    await this.writer.audits(
      tx,
      ctx,
      moves.map(({ row, target }) => ({
        id: row.id,
        action: 'source.move',
        before: { cohort: row.cohort, classId: row.classId },
        after: { cohort, classId: target.id, reason },
      })),
    );
    await this.checks.saveRows(
      tx,
      before.map((record) => ({ ...record, cohort })),
    );
    for (const touched of new Set([cohort, ...rows.map((row) => row.cohort)])) await this.checks.saveSets(tx, touched);
    return moves.map(({ row, target }) => done(row.id, `现在是 ${cohort}届 ${target.name}`));
  }
}
