import { Injectable } from '@nestjs/common';
import {
  formatDateTime,
  type ReviewReason,
  SETTLEMENT_FLOW,
  SETTLEMENT_REASONS,
  type SettlementAction,
} from '@qiancheng/shared';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import { Notifier } from '../../notifications/index.js';
import { UnitHistory } from '../kit/unit-history.js';
import { nextState } from './flow-guard.js';
import { codedSentence } from './history-view.js';
import type { VersionBody } from './http/review.dto.js';
import type {
  BulkApproveBody,
  BulkOutcome,
  BulkPreview,
  BulkUnit,
  SettlementReasonBody,
  SettlementReasonsBody,
  SettlementReview,
} from './http/settlement.dto.js';
import { PersonPost } from './person-post.js';
import { findSettlement, lockSettlement, type SettlementRecord } from './settlement-record.js';
import { SettlementViews } from './settlement-view.js';

export const SETTLEMENT_DECISIONS = ['approve', 'return', 'reject', 'suspend', 'resume'] as const;
export type SettlementDecision = (typeof SETTLEMENT_DECISIONS)[number] & SettlementAction;

const TOLD: Record<SettlementDecision, { title: string; body: string }> = {
  approve: { title: '入驻申请已通过', body: '通过了你们的入驻申请，现在可以邀请这所学校的学生。' },
  return: { title: '入驻申请被退回', body: '退回了你们的入驻申请，补充后可以再交。' },
  reject: { title: '入驻申请没有通过', body: '没有通过你们的入驻申请。' },
  suspend: { title: '入驻被暂停', body: '暂停了你们的入驻，现在不能进入这所学校的工作台，已有的协议不受影响。' },
  resume: { title: '入驻已恢复', body: '恢复了你们的入驻，可以继续邀请这所学校的学生。' },
};

/** A school's opinion on a unit that asks to settle, and the end and renewal of it. */
@Injectable()
export class SettlementDecisions {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly history: UnitHistory,
    private readonly views: SettlementViews,
    private readonly notifier: Notifier,
    private readonly post: PersonPost,
  ) {}

  async decide(
    ctx: RequestContext,
    employerId: string,
    decision: SettlementDecision,
    body: VersionBody & Partial<SettlementReasonsBody>,
  ): Promise<SettlementReview> {
    const reasons = reasonsOf(body.reasons ?? []);
    return this.db.tx(ctx, async (tx) => {
      await this.apply(tx, ctx, employerId, decision, body.version, reasons);
      return this.views.view(tx, ctx, employerId);
    });
  }

  /** Who of a selection can be passed, and why the others cannot. What is out of scope is not mentioned. */
  preview(ctx: RequestContext, employerIds: readonly string[]): Promise<BulkPreview> {
    return this.db.read(ctx, async (tx) => {
      const items: BulkUnit[] = [];
      for (const id of employerIds) {
        const record = await findSettlement(tx, ctx, id).catch(absent);
        if (record) items.push({ id, version: record.version, name: record.name, reason: closedReason(record) });
      }
      return { items };
    });
  }

  /** Each for itself: one that cannot be passed does not hold up the others. */
  async approveAll(ctx: RequestContext, { items }: BulkApproveBody): Promise<BulkOutcome> {
    const skipped: BulkUnit[] = [];
    let passed = 0;
    for (const { employerId, version } of items) {
      try {
        await this.db.tx(ctx, (tx) => this.apply(tx, ctx, employerId, 'approve', version, []));
        passed += 1;
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        if (error.code === 'NOT_FOUND') continue;
        const { name } = await this.db.read(ctx, (tx) => findSettlement(tx, ctx, employerId));
        skipped.push({ id: employerId, version, name, reason: error.detail });
      }
    }
    return { passed, skipped };
  }

  private async apply(
    tx: Tx,
    ctx: RequestContext,
    employerId: string,
    decision: SettlementDecision,
    version: number,
    reasons: ReviewReason[],
  ): Promise<void> {
    const record = await lockSettlement(tx, ctx, employerId, version);
    const to = nextState(SETTLEMENT_FLOW, { action: decision, status: record.status, actor: 'school' });
    if (decision === 'approve' || decision === 'resume') assertVerified(record);
    await tx.exec(
      `update employer_school set status = $3, reasons = $4, decided_at = $5, decided_by = $6, decided_by_name = $7, version = version + 1
        where employer_id = $1 and school_id = $2`,
      [
        employerId,
        ctx.schoolId,
        to,
        JSON.stringify(reasons),
        this.clock.now(),
        ctx.actor.accountId,
        ctx.actor.displayName,
      ],
    );
    await this.history.append(tx, ctx, {
      employerId,
      schoolId: ctx.schoolId as number,
      action: `settlement.${decision}`,
      from: record.status,
      to,
      reasons,
    });
    await this.tellUnit(tx, ctx, record, decision, reasons);
  }

  private async tellUnit(
    tx: Tx,
    ctx: RequestContext,
    { employerId, name }: SettlementRecord,
    decision: SettlementDecision,
    reasons: ReviewReason[],
  ): Promise<void> {
    const { school } = await tx.one<{ school: string }>('select name as school from school where id = $1', [
      ctx.schoolId,
    ]);
    const said = reasons
      .map((reason) => codedSentence(SETTLEMENT_REASONS, reason).replace(/[。．.]+$/u, ''))
      .join('；');
    const title = TOLD[decision].title;
    const body = `${school}${TOLD[decision].body}${said ? `原因：${said}。` : ''}`;
    await this.notifier.tell(tx, ctx, {
      to: { kind: 'unit', employerId, role: 'employer_admin' },
      event: `settlement_${decision}`,
      title,
      body,
      about: { kind: 'settlement', id: employerId },
      schoolId: ctx.schoolId,
      inboxOnly: true,
    });
    const admins = await tx.query<{ id: string }>(
      `select account_id as id from employer_member where employer_id = $1 and status = 'active' and role = 'employer_admin'`,
      [employerId],
    );
    const ids = admins.map(({ id }) => id);
    const { link } = this.post;
    if (decision === 'suspend' || decision === 'resume') {
      await this.post.send(tx, ctx, ids, 'notice', { title, body, time: formatDateTime(this.clock.now()), link });
    } else {
      const passed = decision === 'approve';
      await this.post.send(tx, ctx, ids, 'settlement_result', {
        employer: name,
        school,
        passed,
        reason: said || null,
        link,
      });
    }
  }
}

/** A code of the list, with words where the code alone would not help. */
function reasonsOf(given: readonly SettlementReasonBody[]): ReviewReason[] {
  return given.map(({ code, text }, index) => {
    const known = SETTLEMENT_REASONS.find((item) => item.code === code);
    const message = !known
      ? '没有这种原因，请重新选。'
      : known.textRequired && !text.trim()
        ? `选了「${known.label}」，请写明。`
        : null;
    if (message) {
      const field = `reasons[${index}].${known ? 'text' : 'code'}`;
      throw new AppError('VALIDATION_FAILED', { detail: message, errors: [{ field, code: 'invalid', message }] });
    }
    return { field: 'whole', code, text: text.trim() };
  });
}

/** The certificate came first: a unit that has lost it cannot be let in by the school. */
function assertVerified({ unitStatus }: SettlementRecord): void {
  if (unitStatus !== 'verified') throw new AppError('NOT_ALLOWED_NOW', { detail: NOT_VERIFIED });
}
const NOT_VERIFIED = '单位的平台认证现在无效，不能入驻。请联系平台运营。';

function closedReason(record: SettlementRecord): string | null {
  const result = SETTLEMENT_FLOW.resolve({ action: 'approve', status: record.status, actor: 'school' });
  if (!result.ok) return result.reason;
  return record.unitStatus === 'verified' ? null : NOT_VERIFIED;
}

function absent(error: unknown): null {
  if (error instanceof AppError && error.code === 'NOT_FOUND') return null;
  throw error;
}
