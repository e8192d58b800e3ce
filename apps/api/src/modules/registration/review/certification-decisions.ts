import { Injectable } from '@nestjs/common';
import {
  CERTIFICATION_FLOW,
  CERTIFICATION_KIND_LABELS,
  type CertificationAction,
  checkCertification,
  checkReviewReasons,
  type EmployerEventAction,
  formatDateTime,
  type ReviewReason,
  reviewSentence,
  reviewSubjectLabel,
} from '@qiancheng/shared';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import { Notifier } from '../../notifications/index.js';
import { UnitHistory } from '../kit/unit-history.js';
import { type CertificationRecord, lockCertification } from './certification-record.js';
import { CertificationViews } from './certification-view.js';
import { type UnitFacts, unitFacts } from './certified-facts.js';
import { CertifiedUnits } from './certified-units.js';
import { nextState } from './flow-guard.js';
import type { CertificationReview } from './http/certification.dto.js';
import type { ReviewReasonsBody, VersionBody } from './http/review.dto.js';
import { PersonPost } from './person-post.js';

type Decision = Extract<CertificationAction, 'approve' | 'return' | 'reject'>;

/** The operator's opinion on what a unit asks for. Each has one winner: the row is locked, its version compared. */
@Injectable()
export class CertificationDecisions {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly history: UnitHistory,
    private readonly units: CertifiedUnits,
    private readonly views: CertificationViews,
    private readonly notifier: Notifier,
    private readonly post: PersonPost,
  ) {}

  approve(ctx: RequestContext, id: string, body: VersionBody): Promise<CertificationReview> {
    return this.decide(ctx, id, 'approve', body, []);
  }

  return(ctx: RequestContext, id: string, body: ReviewReasonsBody): Promise<CertificationReview> {
    return this.decide(ctx, id, 'return', body, body.reasons);
  }

  reject(ctx: RequestContext, id: string, body: ReviewReasonsBody): Promise<CertificationReview> {
    return this.decide(ctx, id, 'reject', body, body.reasons);
  }

  private async decide(
    ctx: RequestContext,
    id: string,
    decision: Decision,
    { version }: VersionBody,
    reasons: ReviewReason[],
  ): Promise<CertificationReview> {
    const wrong = checkReviewReasons(reasons);
    if (wrong) throw new AppError('VALIDATION_FAILED', { detail: wrong });
    return this.db.tx(ctx, async (tx) => {
      const record = await lockCertification(tx, id, version);
      const to = nextState(CERTIFICATION_FLOW, { action: decision, status: record.status, actor: 'operator' });
      const unit = await unitFacts(tx, record.employerId, 'for update');
      if (decision === 'approve') assertPassable(record, unit);
      await tx.exec(
        `update employer_certification
            set status = $2, reasons = $3, decided_at = $4, decided_by = $5, decided_by_name = $6, updated_at = $4, version = version + 1
          where id = $1`,
        [id, to, JSON.stringify(reasons), this.clock.now(), ctx.actor.accountId, ctx.actor.displayName],
      );
      await this.history.append(tx, ctx, {
        employerId: unit.id,
        certificationId: id,
        action: eventOf(record, decision),
        from: record.status,
        to,
        reasons,
      });
      if (decision === 'approve') await this.units.certified(tx, ctx, record, unit);
      if (decision === 'reject') await this.units.refused(tx, ctx, record, unit);
      await this.tellApplicant(tx, ctx, record, decision, reasons);
      return this.views.view(tx, id);
    });
  }

  private async tellApplicant(
    tx: Tx,
    ctx: RequestContext,
    record: CertificationRecord,
    decision: Decision,
    reasons: ReviewReason[],
  ): Promise<void> {
    const employer = record.data.name || (await unitFacts(tx, record.employerId)).data.name;
    const said = reasons.map(spoken).join('；') || null;
    const what = CERTIFICATION_KIND_LABELS[record.kind];
    const title = { approve: `${what}已通过`, return: `${what}被退回`, reject: `${what}没有通过` }[decision];
    const body = [`${employer}的${what}申请`, RESULT_WORDS[decision], said ? `原因：${said}。` : ''].join('');
    await this.notifier.tell(tx, ctx, {
      to: { kind: 'accounts', ids: [record.applicantId] },
      event: `certification_${decision}`,
      title,
      body,
      about: { kind: 'certification', id: record.id },
    });
    const { link } = this.post;
    if (record.kind === 'initial') {
      const params = { employer, passed: decision === 'approve', reason: said, link };
      await this.post.send(tx, ctx, [record.applicantId], 'registration_result', params);
    } else {
      const params = { title, body, time: formatDateTime(this.clock.now()), link };
      await this.post.send(tx, ctx, [record.applicantId], 'notice', params);
    }
  }
}

const RESULT_WORDS: Record<Decision, string> = {
  approve: '通过了平台审核。',
  return: '被平台退回，请补充后重新提交。',
  reject: '没有通过平台审核。',
};

/** What would break the directory or the forms; everything else is the reviewer's to judge. */
function assertPassable({ kind, data }: CertificationRecord, unit: UnitFacts): void {
  if (unit.status === 'merged' || unit.status === 'cancelled') {
    throw new AppError('NOT_ALLOWED_NOW', { detail: '这家单位在单位库里已经合并或注销，不能通过。请退回或不予通过。' });
  }
  if (kind === 'takeover') return;
  const problems = Object.values(checkCertification(data));
  if (problems.length > 0) {
    throw new AppError('NOT_ALLOWED_NOW', {
      detail: `有 ${problems.length} 项填得不对，不能通过：${problems.join('')}`,
    });
  }
}

function eventOf({ kind }: CertificationRecord, decision: Decision): EmployerEventAction {
  return kind === 'takeover' ? `takeover.${decision}` : `certification.${decision}`;
}

function spoken(reason: ReviewReason): string {
  const sentence = reviewSentence(reason).replace(/[。．.]+$/u, '');
  return reason.field === 'whole' ? sentence : `${reviewSubjectLabel(reason.field)}${sentence}`;
}
