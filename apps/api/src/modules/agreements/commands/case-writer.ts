import { Injectable } from '@nestjs/common';
import { makeAgreementNo, nextSnapshot, type SigningRequest } from '@qiancheng/shared';
import { AuditService } from '../../../platform/audit/index.js';
import { FieldCipher } from '../../../platform/crypto/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import { JobsService } from '../../../platform/jobs/index.js';
import { PrintsService } from '../../documents/index.js';
import { Notifier, noticeWords } from '../../notifications/index.js';
import { prepared } from '../agreement.repository.js';
import { processActor, type CaseRow } from '../case-row.js';
import { contentOf, hashOf } from '../domain/content.js';
import { TimerJob } from '../jobs/timer.job.js';
import type { Carry } from './carry.js';
import { roleLabel } from './effects.js';
import { OtherInvites } from './other-invites.js';
import type { Patch } from './verb.js';

const JSON_COLUMNS = new Set(['form_values', 'student_block', 'school_block', 'last_review', 'suspended_from']);

const EVENT = {
  name: 'agreements.event',
  text: `
  insert into case_event (school_id, case_id, seq, row_id, action, from_state, to_state, review_level, revision, at,
                          actor_id, actor_kind, actor_name, actor_role, reason_code, reason_text, note, data)
  select $1, $2, coalesce(max(v.seq), 0) + 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17
    from case_event v where v.school_id = $1 and v.case_id = $2`,
};

const SLOT = `
  insert into signing_slot (school_id, case_id, revision, slot, done_at, method, by_account, by_name, content_hash, evidence, strokes_enc)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
  on conflict (school_id, case_id, revision, slot) do update
    set done_at = excluded.done_at, method = excluded.method, by_account = excluded.by_account, by_name = excluded.by_name,
        content_hash = excluded.content_hash, evidence = excluded.evidence, strokes_enc = excluded.strokes_enc, cleared_at = null
    where signing_slot.cleared_at is not null`;

/** Writes what an act carries: the row, its history, its proof, and whom to tell. All in the caller's transaction. */
@Injectable()
export class CaseWriter {
  constructor(
    private readonly audit: AuditService,
    private readonly jobs: JobsService,
    private readonly notifier: Notifier,
    private readonly cipher: FieldCipher,
    private readonly others: OtherInvites,
    private readonly prints: PrintsService,
  ) {}

  /** Everything of one act, in the order that foreign keys and the hash ask for. */
  async write(tx: Tx, carry: Carry, request: SigningRequest): Promise<void> {
    const { row } = carry.scene;
    if (carry.needsNumber) carry.patch.agreement_no = await this.issueNumber(tx, carry);
    if (carry.fixesHash) await this.fixRevision(tx, carry);
    if (carry.result.clearsSlots) await this.clearSlots(tx, carry);
    await this.update(tx, carry, request);
    if (carry.slot) await this.recordSlot(tx, carry);
    if (carry.expiresOthers) await this.others.close(tx, carry);
    if (carry.storesPrefill) await this.storePrefill(tx, carry);
    await this.record(tx, carry, row.state);
    if (carry.rendersPdf) await this.prints.enqueueRender(tx, carry.scene.ctx, row.id);
    for (const { name, at } of carry.timers) {
      await this.jobs.enqueue(
        tx,
        carry.scene.ctx,
        TimerJob,
        { caseId: row.id, timer: name, at: at.toISOString(), deadline: (carry.result.deadlineAt ?? at).toISOString() },
        { runAt: at },
      );
    }
  }

  /** The line in the history, the link in the audit chain and the messages. */
  async record(tx: Tx, carry: Carry, from: string | null): Promise<void> {
    const { ctx, row, now } = carry.scene;
    const { result, reason } = carry;
    const actor = processActor(ctx, row);
    const level = row.review_level > 0 && result.rowId !== 'T20' ? row.review_level : result.reviewLevel;
    if (!carry.silent) {
      await tx.exec(EVENT, [
        row.school_id,
        row.id,
        result.rowId,
        carry.action,
        from,
        result.to,
        level,
        result.revision,
        now,
        ctx.actor.accountId,
        actor.kind,
        ctx.actor.displayName,
        roleLabel(actor.reviewRoles, ctx.actor.grants),
        reason?.code ?? null,
        reason?.text ?? null,
        carry.note,
        JSON.stringify(carry.data),
      ]);
    }
    if (carry.audited) await this.link(tx, carry, from);
    await this.tell(tx, carry);
  }

  private async link(tx: Tx, carry: Carry, from: string | null): Promise<void> {
    const { ctx, row } = carry.scene;
    const { result, reason } = carry;
    await this.audit.append(tx, ctx, {
      schoolId: row.school_id,
      aggregateType: 'case',
      aggregateId: row.id,
      action: `case.${carry.action}`,
      before:
        from === null
          ? undefined
          : { state: from, level: row.review_level, revision: row.revision, version: row.version },
      after: {
        state: result.to,
        level: result.reviewLevel,
        revision: result.revision,
        agreementNo: carry.patch.agreement_no ?? row.agreement_no,
        contentHash: carry.patch.content_hash ?? undefined,
        slot: carry.slot?.slot,
        reason: reason ? { code: reason.code, text: reason.text } : undefined,
      },
    });
  }

  private async tell(tx: Tx, carry: Carry): Promise<void> {
    const { row, ctx } = carry.scene;
    const values = {
      student: row.student.name,
      employer: row.employer.name,
      deadline: carry.result.deadlineAt ?? row.deadline_at,
      reason: carry.reason?.words ?? null,
    };
    const notices = carry.notices.map(({ to, event }) => ({ to, event, ...noticeWords(event, values) }));
    await this.notifier.write(tx, ctx, noticeCaseOf(row), notices);
  }

  private async update(tx: Tx, carry: Carry, request: SigningRequest): Promise<void> {
    const { row, now } = carry.scene;
    const { result, reason } = carry;
    const moved = result.to !== row.state || result.reviewLevel !== row.review_level;
    const after = nextSnapshot(request, result);
    const columns: Record<string, unknown> = {
      state: result.to,
      review_level: result.reviewLevel,
      revision: result.revision,
      deadline_at: result.deadlineAt,
      last_review: after.lastReview ?? null,
      suspended_from: after.suspendedFrom ?? null,
      updated_at: now,
      ...(moved || carry.slot ? { state_since: now } : {}),
      ...(reason
        ? { reason_code: reason.code, reason_text: reason.text }
        : moved
          ? { reason_code: null, reason_text: null }
          : {}),
      ...(moved ? stateTimes(result.to, now) : {}),
      ...carry.patch,
    };
    const values: unknown[] = [row.school_id, row.id, row.state, row.version];
    const sets = Object.entries(columns).map(([name, value]) => `${name} = $${values.push(columnValue(name, value))}`);
    const text = `update signing_case set ${sets.join(', ')}, version = version + 1
                   where school_id = $1 and id = $2 and state = $3 and version = $4`;
    if ((await tx.exec(prepared('update', text), values)) !== 1) throw new AppError('CONFLICT');
  }

  private async issueNumber(tx: Tx, carry: Carry): Promise<string> {
    const { row, policy } = carry.scene;
    if (policy.number.source === 'student_no') return row.student.student_no;
    if (policy.number.source === 'import') {
      throw new AppError('CONFLICT', {
        detail: '学校还没有导入这名学生的协议编号。请就业中心先导入编号，再办这一步。',
      });
    }
    const levelDigit = row.student.level_code.slice(0, 1);
    for (;;) {
      const { seq } = await tx.one<{ seq: number }>(
        `insert into agreement_counter as a (school_id, cohort, level, next_seq) values ($1, $2, $3, 2)
         on conflict (school_id, cohort, level) do update set next_seq = a.next_seq + 1
         returning next_seq - 1 as seq`,
        [row.school_id, row.cohort, levelDigit],
      );
      const number = makeAgreementNo({ cohort: row.cohort, schoolCode: row.school_code, levelDigit, seq });
      if (number !== null) return number;
    }
  }

  /** I5: from here on this is what the parties sign; a change makes another revision. */
  private async fixRevision(tx: Tx, carry: Carry): Promise<void> {
    const { row, policy, now } = carry.scene;
    const content = contentOf({ ...row, ...carry.patch, revision: carry.result.revision }, policy);
    carry.patch.content_hash = hashOf(content);
    await tx.exec(
      `insert into case_revision (school_id, case_id, revision, content, content_hash, created_at)
       values ($1, $2, $3, $4, $5, $6)`,
      [row.school_id, row.id, carry.result.revision, JSON.stringify(content), carry.patch.content_hash, now],
    );
  }

  private async clearSlots(tx: Tx, carry: Carry): Promise<void> {
    const { row, now } = carry.scene;
    await tx.exec(
      `update signing_slot set cleared_at = $4
        where school_id = $1 and case_id = $2 and revision = $3 and cleared_at is null`,
      [row.school_id, row.id, row.revision, now],
    );
  }

  private async recordSlot(tx: Tx, carry: Carry): Promise<void> {
    const { row, ctx, now } = carry.scene;
    const slot = carry.slot;
    if (!slot || row.content_hash === null) throw new Error(`case ${row.id} collects slots without a fixed hash`);
    const place = `${row.id}/${row.revision}/${slot.slot}`;
    const written = await tx.exec(SLOT, [
      row.school_id,
      row.id,
      row.revision,
      slot.slot,
      now,
      slot.method,
      ctx.actor.accountId,
      slot.byName,
      row.content_hash,
      JSON.stringify(slot.evidence),
      slot.strokes === null ? null : this.cipher.seal('signing_slot', 'strokes_enc', place, slot.strokes),
    ]);
    if (written !== 1) throw new AppError('SLOT_DONE');
  }

  private async storePrefill(tx: Tx, carry: Carry): Promise<void> {
    const { row, ctx, now } = carry.scene;
    await tx.exec(
      `insert into review_prefill (school_id, account_id, block, updated_at) values ($1, $2, $3, $4)
       on conflict (school_id, account_id) do update set block = excluded.block, updated_at = excluded.updated_at`,
      [row.school_id, ctx.actor.accountId, JSON.stringify(carry.patch.school_block), now],
    );
  }
}

export function noticeCaseOf(row: CaseRow) {
  return {
    schoolId: row.school_id,
    caseId: row.id,
    studentId: row.student_id,
    employerId: row.employer_id,
    collegeId: row.college_id,
    classId: row.class_id,
    initiatorId: row.initiator_id,
  };
}

function stateTimes(to: string, now: Date): Patch {
  switch (to) {
    case 'SIGNING':
      return { signing_at: now };
    case 'SIGNED':
      return { signed_at: now };
    default:
      return {};
  }
}

function columnValue(name: string, value: unknown): unknown {
  return JSON_COLUMNS.has(name) && value !== null ? JSON.stringify(value) : value;
}
