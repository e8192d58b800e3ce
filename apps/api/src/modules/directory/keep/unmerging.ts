import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import { UnitHistory } from '../../registration/index.js';
import type { UnitRecordView } from '../http/platform-units.dto.js';
import type { Moved } from './attachments.js';
import { type LockedUnit, lockUnits } from './unit-brief.js';
import { laterDependence } from './unmerge-obstacles.js';
import { UnitRecord } from './unit-record.js';

interface MergeRow {
  winnerId: string;
  loserId: string;
  moved: Moved;
  mergedAt: Date;
  undoUntil: Date;
  undoneAt: Date | null;
  [column: string]: unknown;
}

/** Puts back exactly what a merge moved, as long as nothing was built on it since. */
@Injectable()
export class Unmerging {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly history: UnitHistory,
    private readonly record: UnitRecord,
  ) {}

  undo(ctx: RequestContext, mergeId: string): Promise<UnitRecordView> {
    return this.db.tx(ctx, async (tx) => {
      const merge = await this.locked(tx, mergeId);
      const [winner, loser] = await lockUnits(tx, [merge.winnerId, merge.loserId]);
      if (!winner || !loser) throw new AppError('NOT_FOUND');
      const reason = await laterDependence(tx, { ...merge, winner });
      if (reason) throw new AppError('NOT_ALLOWED_NOW', { detail: reason });
      await this.units(tx, merge.moved, winner, loser);
      await this.rows(tx, merge.moved, winner.id, loser.id);
      await tx.exec('update employer_merge set undone_by = $2, undone_name = $3, undone_at = $4 where id = $1', [
        mergeId,
        ctx.actor.accountId,
        ctx.actor.displayName,
        this.clock.now(),
      ]);
      await this.history.append(tx, ctx, {
        employerId: winner.id,
        action: 'directory.unmerge',
        note: `“${loser.name}”恢复为单独的单位`,
        after: { loserId: loser.id },
      });
      await this.history.append(tx, ctx, {
        employerId: loser.id,
        action: 'directory.unmerged',
        from: 'merged',
        to: merge.moved.loserStatus,
        after: { winnerId: winner.id },
      });
      return this.record.read(tx, loser.id);
    });
  }

  private async locked(tx: Tx, id: string): Promise<MergeRow> {
    const merge = await tx.maybeOne<MergeRow>(
      `select winner_id as "winnerId", loser_id as "loserId", moved, merged_at as "mergedAt", undo_until as "undoUntil",
              undone_at as "undoneAt" from employer_merge where id = $1 for update`,
      [id],
    );
    if (!merge) throw new AppError('NOT_FOUND');
    if (merge.undoneAt) throw new AppError('NOT_ALLOWED_NOW', { detail: '这次合并已经撤销过了。' });
    if (merge.undoUntil <= this.clock.now()) {
      throw new AppError('NOT_ALLOWED_NOW', { detail: '合并超过 30 天，不能再撤销。' });
    }
    return merge;
  }

  private async units(tx: Tx, moved: Moved, winner: LockedUnit, loser: LockedUnit): Promise<void> {
    const now = this.clock.now();
    await tx.exec(
      `update employer set credit_code = $2, logo_file_id = $3, parent_id = coalesce($4, parent_id),
              version = version + 1, updated_at = $5 where id = $1`,
      [
        winner.id,
        moved.winnerBefore.creditCode,
        moved.winnerBefore.logoFileId,
        moved.winnerBefore.parentId === loser.id ? loser.id : null,
        now,
      ],
    );
    await tx.exec(
      `update employer set status = $2, merged_into = null, credit_code = $3, version = version + 1, updated_at = $4 where id = $1`,
      [loser.id, moved.loserStatus, moved.loserBefore.creditCode, now],
    );
  }

  private async rows(tx: Tx, moved: Moved, winnerId: string, loserId: string): Promise<void> {
    const back = (table: string, key: string, type: string, ids: readonly unknown[]): Promise<number> =>
      tx.exec(`update ${table} set employer_id = $1 where employer_id = $2 and ${key} = any ($3::${type}[])`, [
        loserId,
        winnerId,
        ids,
      ]);
    const idsOf = (rows: readonly { id: string }[]): string[] => rows.map(({ id }) => id);
    await back('employer_member', 'account_id', 'uuid', idsOf(moved.members));
    await back('session', 'id', 'uuid', moved.sessions);
    await back(
      'employer_school',
      'school_id',
      'integer',
      moved.settlements.map(({ schoolId }) => schoolId),
    );
    await back('employer_certification', 'id', 'uuid', idsOf(moved.certifications));
    await back('member_invitation', 'id', 'uuid', idsOf(moved.invitations));
    await tx.exec('delete from employer_alias where id = any ($1::uuid[])', [moved.addedAliases]);
    await back('employer_alias', 'id', 'uuid', moved.aliases);
    await tx.query('select directory_move_cases($1, $2, $3::uuid[])', [winnerId, loserId, idsOf(moved.cases)]);
    await tx.query('select directory_move_library($1, $2, $3::integer[])', [winnerId, loserId, moved.libraries]);
    await tx.exec('update employer set parent_id = $1 where id = any ($2::uuid[]) and parent_id = $3', [
      loserId,
      moved.branches,
      winnerId,
    ]);
    await tx.exec(
      `delete from employer_distinct where (a_id = $1 and b_id = any ($2::uuid[])) or (b_id = $1 and a_id = any ($2::uuid[]))`,
      [winnerId, moved.addedDistinct],
    );
    await this.lower(tx, moved, winnerId);
  }

  /** Rows that had taken over the better standing of the other unit. */
  private async lower(tx: Tx, moved: Moved, winnerId: string): Promise<void> {
    await tx.exec(
      `update employer_member m set role = r.before ->> 'role', status = r.before ->> 'status', reason = r.before ->> 'reason',
              version = (r.before ->> 'version')::int
         from jsonb_to_recordset($2::jsonb) as r ("accountId" uuid, before jsonb)
        where m.employer_id = $1 and m.account_id = r."accountId"`,
      [winnerId, JSON.stringify(moved.raisedMembers)],
    );
    await tx.exec(
      `update employer_school x set status = r.before ->> 'status', decided_at = (r.before ->> 'decided_at')::timestamptz,
              decided_by = (r.before ->> 'decided_by')::uuid, decided_by_name = r.before ->> 'decided_by_name',
              version = (r.before ->> 'version')::int
         from jsonb_to_recordset($2::jsonb) as r ("schoolId" integer, before jsonb)
        where x.employer_id = $1 and x.school_id = r."schoolId"`,
      [winnerId, JSON.stringify(moved.raisedSettlements)],
    );
  }
}
