import { Injectable } from '@nestjs/common';
import { normaliseEmployerName, UNMERGE_DAYS } from '@qiancheng/shared';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import { UnitHistory } from '../../registration/index.js';
import type { MergeBody, MergePair, MergePreviewView, UnitRecordView } from '../http/platform-units.dto.js';
import { Attachments, type Moved } from './attachments.js';
import { mergeCounts, mergeNotes, mergeObstacles } from './merge-obstacles.js';
import { type LockedUnit, lockUnits } from './unit-brief.js';
import { UnitRecord } from './unit-record.js';

const DAY_MS = 86_400_000;

/** Two entries of one unit become one, with everything that hangs on them, in one transaction. */
@Injectable()
export class Merging {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly history: UnitHistory,
    private readonly record: UnitRecord,
  ) {}

  preview(ctx: RequestContext, { winnerId, loserId }: MergePair): Promise<MergePreviewView> {
    return this.db.tx(ctx, async (tx) => {
      const [winner, loser] = await pairOf(tx, winnerId, loserId);
      return {
        winner: briefOf(winner),
        loser: briefOf(loser),
        moves: await mergeCounts(tx, [winnerId, loserId]),
        blocks: await mergeObstacles(tx, winner, loser),
        notes: await mergeNotes(tx, winner, loser),
      };
    });
  }

  merge(ctx: RequestContext, body: MergeBody): Promise<UnitRecordView> {
    return this.db.tx(ctx, async (tx) => {
      const [winner, loser] = await pairOf(tx, body.winnerId, body.loserId);
      if (winner.version !== body.winnerVersion || loser.version !== body.loserVersion) {
        throw new AppError('STALE_VERSION');
      }
      const [obstacle] = await mergeObstacles(tx, winner, loser);
      if (obstacle) throw new AppError('NOT_ALLOWED_NOW', { detail: obstacle });
      const moved = await this.move(tx, ctx, winner, loser);
      const now = this.clock.now();
      await tx.exec(
        `insert into employer_merge (winner_id, loser_id, moved, merged_by, merged_name, merged_at, undo_until)
         values ($1, $2, $3, $4, $5, $6, $7)`,
        [
          winner.id,
          loser.id,
          JSON.stringify(moved),
          ctx.actor.accountId,
          ctx.actor.displayName,
          now,
          new Date(now.getTime() + UNMERGE_DAYS * DAY_MS),
        ],
      );
      await this.tell(tx, ctx, winner, loser, moved);
      return this.record.read(tx, winner.id);
    });
  }

  private async move(tx: Tx, ctx: RequestContext, winner: LockedUnit, loser: LockedUnit): Promise<Moved> {
    const carriesCode = winner.creditCode === null && loser.creditCode !== null;
    const winnerAfter = {
      creditCode: winner.creditCode ?? loser.creditCode,
      logoFileId: winner.logoFileId ?? loser.logoFileId,
    };
    // first the one that goes, for a code belongs to one unit at a time
    await tx.exec(
      `update employer set status = 'merged', merged_into = $2, credit_code = case when $3 then null else credit_code end,
              version = version + 1, updated_at = $4 where id = $1`,
      [loser.id, winner.id, carriesCode, this.clock.now()],
    );
    await tx.exec(
      `update employer set credit_code = $2, logo_file_id = $3, parent_id = case when parent_id = $4 then null else parent_id end,
              version = version + 1, updated_at = $5 where id = $1`,
      [winner.id, winnerAfter.creditCode, winnerAfter.logoFileId, loser.id, this.clock.now()],
    );
    const attachments = new Attachments(tx, loser.id, winner.id);
    const names = await attachments.names();
    return {
      loserStatus: loser.status,
      winnerBefore: { creditCode: winner.creditCode, logoFileId: winner.logoFileId, parentId: winner.parentId },
      loserBefore: { creditCode: loser.creditCode },
      winnerAfter,
      ...(await attachments.members()),
      ...(await attachments.settlements()),
      ...(await attachments.papers()),
      ...names,
      addedAliases: await this.addAliases(tx, ctx, winner, loser),
      addedDistinct: await this.inheritDistinct(tx, ctx, winner.id, loser.id),
    };
  }

  private async addAliases(tx: Tx, ctx: RequestContext, winner: LockedUnit, loser: LockedUnit): Promise<string[]> {
    const norm = normaliseEmployerName(loser.name);
    const wanted = [
      ...(norm === normaliseEmployerName(winner.name) ? [] : [{ kind: 'merged', text: loser.name, norm }]),
      ...[loser.creditCode, loser.legacyCode]
        .filter((code): code is string => code !== null && code !== winner.creditCode)
        .map((code) => ({ kind: 'code', text: code, norm: code })),
    ];
    const rows = await tx.query<{ id: string }>(
      `insert into employer_alias (employer_id, kind, text, norm, source, created_by, created_at)
       select $1, w.kind, w.text, w.norm, '合并', $3, $4 from jsonb_to_recordset($2::jsonb) as w (kind text, text text, norm text)
       on conflict (employer_id, norm) do nothing returning id`,
      [winner.id, JSON.stringify(wanted), ctx.actor.accountId, this.clock.now()],
    );
    return rows.map(({ id }) => id);
  }

  /** Whom the one was told apart from, the other is, too. */
  private async inheritDistinct(tx: Tx, ctx: RequestContext, winnerId: string, loserId: string): Promise<string[]> {
    await tx.exec('delete from employer_duplicate where a_id = $1 or b_id = $1', [loserId]);
    const rows = await tx.query<{ id: string }>(
      `insert into employer_distinct (a_id, b_id, note, created_by, created_at)
       select least($1::uuid, o.id), greatest($1::uuid, o.id), d.note, $3, $4
         from employer_distinct d cross join lateral (select case when d.a_id = $2 then d.b_id else d.a_id end as id) o
        where $2 in (d.a_id, d.b_id) and o.id <> $1
       on conflict (a_id, b_id) do nothing returning case when a_id = $1 then b_id else a_id end as id`,
      [winnerId, loserId, ctx.actor.accountId, this.clock.now()],
    );
    return rows.map(({ id }) => id);
  }

  private async tell(tx: Tx, ctx: RequestContext, winner: LockedUnit, loser: LockedUnit, moved: Moved): Promise<void> {
    const numbers = {
      members: moved.members.length,
      settlements: moved.settlements.length,
      agreements: moved.cases.length,
      certifications: moved.certifications.length,
    };
    await this.history.append(tx, ctx, {
      employerId: winner.id,
      action: 'directory.merge',
      note: `“${loser.name}”并入`,
      after: { loserId: loser.id, ...numbers },
    });
    await this.history.append(tx, ctx, {
      employerId: loser.id,
      action: 'directory.merged',
      from: loser.status,
      to: 'merged',
      note: `并入“${winner.name}”`,
      after: { winnerId: winner.id },
    });
  }
}

async function pairOf(tx: Tx, winnerId: string, loserId: string): Promise<[LockedUnit, LockedUnit]> {
  const [winner, loser] = await lockUnits(tx, [winnerId, loserId]);
  if (!winner || !loser) throw new AppError('NOT_FOUND');
  return [winner, loser];
}

function briefOf({
  id,
  name,
  creditCode,
  legacyCode,
  natureCode,
  regionCode,
  status,
  version,
}: LockedUnit): MergePreviewView['winner'] {
  return { id, name, creditCode, legacyCode, natureCode, regionCode, status, version };
}
