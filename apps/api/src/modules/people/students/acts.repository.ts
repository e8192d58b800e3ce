import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { FieldCipher } from '../../../platform/crypto/index.js';
import type { Tx } from '../../../platform/database/index.js';
import type { Outcome, StudentActName } from './student-acts.js';

export interface NewAct {
  action: StudentActName;
  reason: string;
  ids: readonly string[];
  dropped: readonly string[];
}

export interface ActRecord extends Record<string, unknown> {
  id: string;
  action: StudentActName;
  reason: string;
  sealedFileId: string | null;
  finishedAt: Date | null;
}

export interface RowResult {
  outcome: Outcome;
  detail: string | null;
  code: string | null;
}

/** What stands on one slip. */
export interface SlipFacts extends Record<string, unknown> {
  studentId: string;
  name: string;
  studentNo: string;
  className: string;
  expiresAt: Date | null;
  /** null: the school takes the end of the ID number */
  code: string | null;
}

/** The order of an act and its rows. Codes stand in them sealed, and only until they are printed. */
@Injectable()
export class ActsRepository {
  constructor(
    private readonly clock: Clock,
    private readonly cipher: FieldCipher,
  ) {}

  async create(tx: Tx, ctx: RequestContext, act: NewAct): Promise<string> {
    const id = randomUUID();
    await tx.exec(
      `insert into student_act (school_id, id, account_id, action, reason, dropped, created_at)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [tx.schoolId, id, ctx.actor.accountId, act.action, act.reason, act.dropped, this.clock.now()],
    );
    await tx.exec(
      `insert into student_act_row (school_id, act_id, student_id, position)
       select $1, $2, t.id, t.position from unnest($3::uuid[]) with ordinality as t (id, position)`,
      [tx.schoolId, id, act.ids],
    );
    return id;
  }

  async setJob(tx: Tx, id: string, jobRunId: string): Promise<void> {
    await tx.exec('update student_act set job_run_id = $3 where school_id = $1 and id = $2', [
      tx.schoolId,
      id,
      jobRunId,
    ]);
  }

  async get(tx: Tx, id: string): Promise<ActRecord> {
    return tx.one<ActRecord>(
      `select id, action, reason, sealed_file_id as "sealedFileId", finished_at as "finishedAt"
         from student_act where school_id = $1 and id = $2`,
      [tx.schoolId, id],
    );
  }

  async waiting(tx: Tx, id: string): Promise<{ ids: string[]; total: number; failed: number }> {
    const rows = await tx.query<{ id: string }>(
      `select student_id as id from student_act_row where school_id = $1 and act_id = $2 and outcome is null order by position`,
      [tx.schoolId, id],
    );
    const counts = await tx.one<{ total: number; failed: number }>(
      `select count(*)::int as total, count(*) filter (where outcome in ('skipped', 'failed'))::int as failed
         from student_act_row where school_id = $1 and act_id = $2`,
      [tx.schoolId, id],
    );
    return { ids: rows.map((row) => row.id), ...counts };
  }

  /** Only the first result counts: a run that was given to another worker writes no second one. */
  async note(tx: Tx, actId: string, studentId: string, { outcome, detail, code }: RowResult): Promise<boolean> {
    const sealed = code && this.cipher.seal('student_act_row', 'code_enc', `${actId}/${studentId}`, code);
    const rows = await tx.exec(
      `update student_act_row set outcome = $4, detail = $5, code_enc = $6
        where school_id = $1 and act_id = $2 and student_id = $3 and outcome is null`,
      [tx.schoolId, actId, studentId, outcome, detail, sealed],
    );
    return rows === 1;
  }

  /** @param onlyCodes leave out those who need no code */
  async slips(tx: Tx, actId: string, onlyCodes: boolean): Promise<SlipFacts[]> {
    const rows = await tx.query<Omit<SlipFacts, 'code'> & { sealed: Buffer | null }>(
      `select r.student_id as "studentId", s.name, s.student_no as "studentNo", k.name as "className",
              a.initial_expires_at as "expiresAt", r.code_enc as sealed
         from student_act_row r
         join student s on s.school_id = r.school_id and s.id = r.student_id
         join school_class k on k.school_id = s.school_id and k.id = s.class_id
         left join account a on a.id = s.account_id
        where r.school_id = $1 and r.act_id = $2 and r.outcome = 'done' and (not $3 or r.code_enc is not null)
        order by k.name, s.student_no`,
      [tx.schoolId, actId, onlyCodes],
    );
    return rows.map(({ sealed, ...facts }) => ({
      ...facts,
      code: sealed && this.cipher.open('student_act_row', 'code_enc', `${actId}/${String(facts['studentId'])}`, sealed),
    })) as SlipFacts[];
  }

  /** With the file, in one transaction: from here on the codes are on paper and nowhere else. */
  async finish(tx: Tx, id: string, sealedFileId: string | null): Promise<void> {
    await tx.exec(`update student_act set sealed_file_id = $3, finished_at = $4 where school_id = $1 and id = $2`, [
      tx.schoolId,
      id,
      sealedFileId,
      this.clock.now(),
    ]);
    await tx.exec(
      'update student_act_row set code_enc = null where school_id = $1 and act_id = $2 and code_enc is not null',
      [tx.schoolId, id],
    );
  }
}
