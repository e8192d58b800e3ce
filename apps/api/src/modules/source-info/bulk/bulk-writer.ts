import { Injectable } from '@nestjs/common';
import type { ReviewRole, SourceKey, SourceState, SourceValues } from '@qiancheng/shared';
import { AuditService } from '../../../platform/audit/index.js';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { FieldCipher } from '../../../platform/crypto/index.js';
import type { Tx } from '../../../platform/database/index.js';

export interface BulkEvent {
  id: string;
  action: 'pass' | 'edit';
  level: ReviewRole | null;
  from: SourceState;
  to: SourceState;
  note: string;
}

export interface BulkVersion {
  id: string;
  values: SourceValues;
  changed: readonly SourceKey[];
}

/** What single acts write row by row, for some hundred students in one statement each. Their rows are locked. */
@Injectable()
export class BulkWriter {
  constructor(
    private readonly audit: AuditService,
    private readonly cipher: FieldCipher,
    private readonly clock: Clock,
  ) {}

  /** Passed by this actor, each to a state of its own. */
  async passed(tx: Tx, ctx: RequestContext, rows: readonly { id: string; to: SourceState }[]): Promise<void> {
    await tx.exec(
      `update student s set source_state = r."to", source_state_at = $3, source_returned_by = null, source_passed_by = $4,
              version = s.version + 1, updated_at = $3
         from jsonb_to_recordset($2::jsonb) as r(id uuid, "to" text)
        where s.school_id = $1 and s.id = r.id`,
      [tx.schoolId, JSON.stringify(rows.map(({ id, to }) => ({ id, to }))), this.clock.now(), ctx.actor.accountId],
    );
  }

  /** With the number of the submission that they are about. */
  async events(tx: Tx, ctx: RequestContext, events: readonly BulkEvent[]): Promise<void> {
    await tx.exec(
      `insert into source_event (school_id, student_id, action, level, from_state, to_state, version_no, note, account_id, actor_name, at)
       select $1, r.id, r.action, r.level, r."from", r."to",
              (select max(v.no) from source_version v where v.school_id = $1 and v.student_id = r.id
                  and v.kind = case when r.action = 'edit' then 'edited' else 'submitted' end),
              r.note, $3, $4, $5
         from jsonb_to_recordset($2::jsonb) as r(id uuid, action text, level text, "from" text, "to" text, note text)`,
      [tx.schoolId, JSON.stringify(events), ctx.actor.accountId, ctx.actor.displayName, this.clock.now()],
    );
  }

  async versions(tx: Tx, ctx: RequestContext, versions: readonly BulkVersion[]): Promise<void> {
    const last = await tx.query<{ id: string; no: number }>(
      `select student_id as id, max(no) as no from source_version where school_id = $1 and student_id = any($2::uuid[]) group by 1`,
      [tx.schoolId, versions.map(({ id }) => id)],
    );
    const known = new Map(last.map(({ id, no }) => [id, no]));
    const rows = versions.map(({ id, values, changed }) => {
      const no = (known.get(id) ?? 0) + 1;
      const sealed = this.cipher.seal('source_version', 'values_enc', `${id}/${no}`, JSON.stringify(values));
      return { id, no, changed, sealed: sealed.toString('hex') };
    });
    await tx.exec(
      `insert into source_version (school_id, student_id, no, kind, values_enc, changed, account_id, actor_name, at)
       select $1, r.id, r.no, 'edited', decode(r.sealed, 'hex'), r.changed, $3, $4, $5
         from jsonb_to_recordset($2::jsonb) as r(id uuid, no integer, sealed text, changed text[])`,
      [tx.schoolId, JSON.stringify(rows), ctx.actor.accountId, ctx.actor.displayName, this.clock.now()],
    );
  }

  audits(
    tx: Tx,
    ctx: RequestContext,
    entries: readonly { id: string; action: string; before: unknown; after: unknown }[],
  ): Promise<void> {
    return this.audit.appendAll(
      tx,
      ctx,
      entries.map(({ id, action, before, after }) => ({
        schoolId: tx.schoolId,
        aggregateType: 'source',
        aggregateId: id,
        action,
        before,
        after,
      })),
    );
  }
}
