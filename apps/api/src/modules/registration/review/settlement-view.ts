import { Injectable } from '@nestjs/common';
import {
  maskEmail,
  ROLES,
  type ServiceAsked,
  serviceOf,
  serviceSentence,
  SETTLEMENT_FLOW,
  SETTLEMENT_REASONS,
  SETTLEMENT_STATUS_LABELS,
} from '@qiancheng/shared';
import { grantHolds } from '../../../platform/access/index.js';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { SchoolTerms } from '../kit/school-terms.js';
import { papersInForce } from './certification-record.js';
import { compareFacts, unitFacts } from './certified-facts.js';
import { termView } from './deadline.js';
import { codedSentence, unitHistory } from './history-view.js';
import type { PersonView } from './http/certification.dto.js';
import type { AgreementFigures, ServiceView, SettlementReview } from './http/settlement.dto.js';
import { paperViews } from './papers.js';
import { findSettlement } from './settlement-record.js';

/** A school reads its own part of a unit's history, and the operator's decisions. */
const HISTORY = `v.employer_id = $1 and (v.school_id = $2
  or (v.school_id is null and v.actor_kind = 'platform' and v.action in ('certification.approve', 'takeover.approve', 'profile.certified')))`;

/** Everything that a school looks at before its decision. */
@Injectable()
export class SettlementViews {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly terms: SchoolTerms,
  ) {}

  review(ctx: RequestContext, employerId: string): Promise<SettlementReview> {
    return this.db.read(ctx, (tx) => this.view(tx, ctx, employerId));
  }

  async view(tx: Tx, ctx: RequestContext, employerId: string): Promise<SettlementReview> {
    const record = await findSettlement(tx, ctx, employerId);
    const unit = await unitFacts(tx, employerId);
    const { intro, changingSince } = await tx.one<{ intro: string; changingSince: Date | null }>(
      `select e.intro, (select min(c.submitted_at) from employer_certification c
                         where c.employer_id = e.id and c.kind = 'change' and c.status = 'submitted') as "changingSince"
         from employer e where e.id = $1`,
      [employerId],
    );
    const mayReview = ctx.actor.grants.some((grant) => grantHolds(grant, 'settlement.review'));
    const calendar = await this.terms.calendar(tx, ctx.schoolId as number);
    return {
      id: employerId,
      version: record.version,
      status: record.status,
      statusLabel: SETTLEMENT_STATUS_LABELS[record.status],
      name: unit.data.name,
      creditCode: unit.data.creditCode,
      verified: unit.status === 'verified',
      certifiedAt: unit.certifiedAt?.toISOString() ?? null,
      changingSince: changingSince?.toISOString() ?? null,
      requestedAt: record.requestedAt.toISOString(),
      deadline: record.status === 'pending' ? termView(record.slaDueAt, this.clock.now(), calendar) : null,
      decidedAt: record.decidedAt?.toISOString() ?? null,
      decidedByName: record.decidedByName,
      facts: compareFacts(null, unit.data),
      papers: await paperViews(tx, await papersInForce(tx, employerId), unit.data.natureCode),
      services: record.services.map(serviceView),
      message: record.message,
      intro,
      members: await members(tx, employerId),
      agreements: await figures(tx, ctx, employerId),
      reasons: record.reasons.map((reason) => codedSentence(SETTLEMENT_REASONS, reason)),
      events: await unitHistory(tx, HISTORY, [employerId, ctx.schoolId]),
      actions: mayReview ? SETTLEMENT_FLOW.actions(record.status, 'school') : [],
    };
  }
}

function serviceView(asked: ServiceAsked): ServiceView {
  const label = serviceOf(asked.code)?.label ?? asked.code;
  return {
    label,
    detail: serviceSentence(asked)
      .slice(label.length)
      .replace(/^（|）$/g, ''),
  };
}

/** Names and masks: whom the school may expect a call from. */
async function members(tx: Tx, employerId: string): Promise<PersonView[]> {
  const rows = await tx.query<{
    name: string;
    title: string;
    role: 'employer_admin' | 'employer_member';
    phone: string | null;
    email: string | null;
  }>(
    `select a.name, m.title, m.role, a.phone_masked as phone, a.email from employer_member m join account a on a.id = m.account_id
      where m.employer_id = $1 and m.status = 'active' order by m.role, m.created_at, a.id`,
    [employerId],
  );
  return rows.map(({ role, email, ...row }) => ({
    ...row,
    roleLabel: ROLES[role].label,
    email: email && maskEmail(email),
  }));
}

function figures(tx: Tx, ctx: RequestContext, employerId: string): Promise<AgreementFigures> {
  return tx.one<AgreementFigures & Record<string, unknown>>(
    `select count(*) filter (where state = 'INVITED')::int as invited,
            count(*) filter (where state in ('EMP_PENDING', 'RECONFIRM', 'REVIEW', 'SIGNING', 'FILING', 'SUSPENDED'))::int as running,
            count(*) filter (where state in ('SIGNED', 'TERM_COUNTERPARTY', 'TERM_REVIEW'))::int as signed
       from signing_case where school_id = $1 and employer_id = $2`,
    [ctx.schoolId, employerId],
  );
}
