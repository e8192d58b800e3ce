import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import type { Tx } from '../../../platform/database/index.js';
import type { RowResult, SourceOrder } from './source-acts.js';

export interface StoredAct extends SourceOrder, Record<string, unknown> {
  id: string;
  finishedAt: Date | null;
}

/** Orders and their rows. */
@Injectable()
export class SourceActsRepository {
  constructor(private readonly clock: Clock) {}

  async create(
    tx: Tx,
    ctx: RequestContext,
    { act, options, reason }: SourceOrder,
    { ids, dropped }: { ids: readonly string[]; dropped: readonly string[] },
  ): Promise<string> {
    const id = randomUUID();
    await tx.exec(
      `insert into source_act (school_id, id, account_id, act, options, reason, dropped, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [tx.schoolId, id, ctx.actor.accountId, act, JSON.stringify(options), reason, dropped, this.clock.now()],
    );
    await tx.exec(
      `insert into source_act_row (school_id, act_id, student_id, position)
       select $1, $2, t.id, t.position from unnest($3::uuid[]) with ordinality as t (id, position)`,
      [tx.schoolId, id, ids],
    );
    return id;
  }

  async setJob(tx: Tx, id: string, jobRunId: string): Promise<void> {
    await tx.exec('update source_act set job_run_id = $3, finished_at = null where school_id = $1 and id = $2', [
      tx.schoolId,
      id,
      jobRunId,
    ]);
  }

  get(tx: Tx, id: string): Promise<StoredAct> {
    return tx.one<StoredAct>(
      `select id, act, options, reason, finished_at as "finishedAt" from source_act where school_id = $1 and id = $2`,
      [tx.schoolId, id],
    );
  }

  /** Whose turn is still to come, in order. */
  async waiting(tx: Tx, id: string): Promise<{ ids: string[]; total: number; failed: number }> {
    const rows = await tx.query<{ id: string }>(
      `select student_id as id from source_act_row where school_id = $1 and act_id = $2 and outcome is null order by position`,
      [tx.schoolId, id],
    );
    const counts = await tx.one<{ total: number; failed: number }>(
      `select count(*)::int as total, count(*) filter (where outcome in ('skipped', 'failed'))::int as failed
         from source_act_row where school_id = $1 and act_id = $2`,
      [tx.schoolId, id],
    );
    return { ids: rows.map((row) => row.id), ...counts };
  }

  /**
   * Takes these rows for the caller's transaction: those without a result, in order. A run that was given to another worker
   * waits here, and finds nothing left.
   */
  async take(tx: Tx, id: string, ids: readonly string[]): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `select student_id as id from source_act_row
        where school_id = $1 and act_id = $2 and student_id = any($3::uuid[]) and outcome is null order by position for update`,
      [tx.schoolId, id, ids],
    );
    return rows.map((row) => row.id);
  }

  async note(tx: Tx, id: string, results: readonly RowResult[]): Promise<void> {
    await tx.exec(
      `update source_act_row w set outcome = r.outcome, detail = r.detail
         from jsonb_to_recordset($3::jsonb) as r(id uuid, outcome text, detail text)
        where w.school_id = $1 and w.act_id = $2 and w.student_id = r.id and w.outcome is null`,
      [tx.schoolId, id, JSON.stringify(results)],
    );
  }

  /** Everybody who was not done waits again. @returns how many */
  reopen(tx: Tx, id: string): Promise<number> {
    return tx.exec(
      `update source_act_row set outcome = null, detail = null where school_id = $1 and act_id = $2 and outcome in ('skipped', 'failed')`,
      [tx.schoolId, id],
    );
  }

  async finish(tx: Tx, id: string): Promise<void> {
    await tx.exec('update source_act set finished_at = $3 where school_id = $1 and id = $2', [
      tx.schoolId,
      id,
      this.clock.now(),
    ]);
  }
}
