import { Injectable } from '@nestjs/common';
import {
  CERTIFICATION_FLOW,
  CERTIFICATION_STATUS_LABELS,
  EMPLOYER_EVENT_SENTENCES,
  type EmployerEventAction,
  maskEmail,
  MEMBER_FLOW,
  MEMBER_STATUS_LABELS,
  type MemberStatus,
  SETTLEMENT_REASONS,
  SETTLEMENT_STATUS_LABELS,
  type SettlementStatus,
  type ServiceAsked,
  workdaysBetween,
} from '@qiancheng/shared';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { ownerOf } from '../wizard/applicant-desk.js';
import { mayRemind } from './certification-desk.js';
import type { Certification } from './certification-row.js';
import { findingsOf } from './own-certification-views.js';
import { Certifications } from './certifications.repository.js';
import type { ApplicationView, HistoryLine, JoinView, RegistrationStatus, SettlementLine } from './http/status.dto.js';

interface SettlementRow {
  schoolCode: string;
  schoolName: string;
  centerName: string;
  centerPhone: string | null;
  status: SettlementStatus;
  services: ServiceAsked[];
  requestedAt: Date;
  dueAt: Date | null;
  decidedAt: Date | null;
  reasons: { code: string; text: string }[];
  [column: string]: unknown;
}

/** Where everything stands that this person has asked for. No data of students is read. */
@Injectable()
export class StatusQuery {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly certifications: Certifications,
  ) {}

  status(ctx: RequestContext): Promise<RegistrationStatus> {
    const { accountId } = ownerOf(ctx);
    return this.db.read({ schoolId: null }, async (tx) => {
      const applications: ApplicationView[] = [];
      for (const one of await this.certifications.list(tx, ctx)) applications.push(await this.application(tx, one));
      return {
        applications,
        joins: await joinsOf(tx, accountId),
        draftOf: await draftOf(tx, accountId),
        resultsTo: await contactsOf(tx, accountId),
      };
    });
  }

  private async application(tx: Tx, certification: Certification): Promise<ApplicationView> {
    const { id, kind, employerId, status, version, data, reasons, submittedAt, dueAt, decidedAt } = certification;
    const unit = await tx.one<{ name: string; creditCode: string | null; applicant: string }>(
      `select e.name, e.credit_code as "creditCode", a.name as applicant
         from employer e, account a where e.id = $1 and a.id = $2`,
      [employerId, certification.applicantId],
    );
    return {
      id,
      kind,
      employerId,
      name: status === 'approved' ? unit.name : data.name || unit.name,
      creditCode: data.creditCode || (unit.creditCode ?? ''),
      status,
      statusLabel: CERTIFICATION_STATUS_LABELS[status],
      version,
      submittedAt: submittedAt?.toISOString() ?? null,
      submittedBy: unit.applicant,
      dueAt: dueAt?.toISOString() ?? null,
      ahead: status === 'submitted' ? await aheadOf(tx, certification) : null,
      decidedAt: decidedAt?.toISOString() ?? null,
      findings: findingsOf(reasons, data.natureCode),
      actions: this.actionsOf(certification),
      schools: kind === 'initial' ? await this.settlements(tx, employerId) : [],
      history: await historyOf(tx, certification),
    };
  }

  private actionsOf(certification: Certification): string[] {
    const own = CERTIFICATION_FLOW.actions(certification.status, 'applicant').filter((action) => action !== 'save');
    return [
      ...own,
      ...(mayRemind(certification, this.clock.now()) ? ['remind'] : []),
      ...(certification.status === 'rejected' ? ['restart'] : []),
    ];
  }

  private async settlements(tx: Tx, employerId: string): Promise<SettlementLine[]> {
    const rows = await tx.query<SettlementRow>(
      `select s.code as "schoolCode", s.name as "schoolName", s.center_name as "centerName", s.center_phone as "centerPhone",
              x.status, x.services, x.requested_at as "requestedAt", x.sla_due_at as "dueAt", x.decided_at as "decidedAt", x.reasons
         from employer_school x join school s on s.id = x.school_id where x.employer_id = $1 order by s.code`,
      [employerId],
    );
    const now = this.clock.now();
    return rows.map(({ requestedAt, dueAt, decidedAt, reasons, ...row }) => ({
      ...row,
      statusLabel: SETTLEMENT_STATUS_LABELS[row.status],
      requestedAt: requestedAt.toISOString(),
      dueAt: dueAt?.toISOString() ?? null,
      decidedAt: decidedAt?.toISOString() ?? null,
      workday: row.status === 'pending' ? workdaysBetween(requestedAt, now) + 1 : null,
      words: reasons.map(settlementWords),
    }));
  }
}

function settlementWords({ code, text }: { code: string; text: string }): string {
  const label = SETTLEMENT_REASONS.find((reason) => reason.code === code)?.label ?? code;
  if (!text) return label;
  return code === 'other' ? text : `${label}：${text}`;
}

async function aheadOf(tx: Tx, { id, submittedAt }: Certification): Promise<number> {
  const row = await tx.one<{ ahead: number }>(
    `select count(*)::int as ahead from employer_certification where status = 'submitted' and (submitted_at, id) < ($1, $2)`,
    [submittedAt, id],
  );
  return row.ahead;
}

/** Of the unit, what belongs to this application; a takeover tells its applicant nothing else of the unit. */
async function historyOf(tx: Tx, { id, kind, employerId }: Certification): Promise<HistoryLine[]> {
  const rows = await tx.query<{ at: Date; actor: string; action: EmployerEventAction; school: string | null }>(
    `select v.at, v.action, s.name as school,
            case v.actor_kind when 'platform' then '平台' when 'school' then s.center_name else v.actor_name end as actor
       from employer_event v left join school s on s.id = v.school_id
      where v.certification_id = $1 or ($2 and v.employer_id = $3 and v.action like 'settlement.%')
      order by v.at desc, v.id desc limit 50`,
    [id, kind === 'initial', employerId],
  );
  return rows.map(({ at, actor, action, school }) => ({
    at: at.toISOString(),
    actor,
    sentence: school ? `${EMPLOYER_EVENT_SENTENCES[action]}（${school}）` : EMPLOYER_EVENT_SENTENCES[action],
  }));
}

/** Requests that wait, and refusals that are worth knowing; whoever is in need not read of it here. */
async function joinsOf(tx: Tx, accountId: string): Promise<JoinView[]> {
  const rows = await tx.query<
    Omit<JoinView, 'requestedAt' | 'statusLabel' | 'actions'> & { status: MemberStatus; requestedAt: Date } & Record<
        string,
        unknown
      >
  >(
    `select m.employer_id as "employerId", e.name, m.status, m.version, m.created_at as "requestedAt", m.message, m.reason
       from employer_member m join employer e on e.id = m.employer_id
      where m.account_id = $1 and m.status in ('requested', 'declined') order by m.created_at desc`,
    [accountId],
  );
  return rows.map((row) => ({
    ...row,
    statusLabel: MEMBER_STATUS_LABELS[row.status],
    requestedAt: row.requestedAt.toISOString(),
    actions: MEMBER_FLOW.actions(row.status, 'person').filter((action) => action === 'cancel'),
  }));
}

async function draftOf(tx: Tx, accountId: string): Promise<string | null> {
  const row = await tx.maybeOne<{ name: string }>('select name from registration_draft where account_id = $1', [
    accountId,
  ]);
  return row?.name ?? null;
}

async function contactsOf(tx: Tx, accountId: string): Promise<string[]> {
  const row = await tx.one<{ phone: string | null; email: string | null }>(
    'select phone_masked as phone, email from account where id = $1',
    [accountId],
  );
  return [row.phone, row.email ? maskEmail(row.email) : null].filter((one) => one !== null);
}
