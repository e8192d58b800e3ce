import { Injectable } from '@nestjs/common';
import {
  applyAction,
  EMPLOYER_EVENT_SENTENCES,
  type EmployerEventAction,
  type ReviewReason,
  type ServiceAsked,
  SETTLEMENT_FLOW,
  SETTLEMENT_REASONS,
  SETTLEMENT_STATUS_LABELS,
  type SettlementStatus,
} from '@qiancheng/shared';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { companyOf } from '../company/company-row.js';
import { employerOf } from '../company/company-views.js';
import { SchoolTerms } from '../kit/school-terms.js';
import { termView } from '../review/deadline.js';
import { codedSentence } from '../review/history-view.js';
import type { OwnSettlement, OwnSettlementAction, OwnSettlementEvent, OwnSettlementList } from './http/settling.dto.js';

interface Row {
  schoolId: number;
  schoolCode: string;
  schoolName: string;
  centerName: string;
  centerPhone: string | null;
  open: boolean;
  status: SettlementStatus;
  version: number;
  services: ServiceAsked[];
  message: string;
  requestedAt: Date;
  dueAt: Date | null;
  decidedAt: Date | null;
  reasons: ReviewReason[];
  [column: string]: unknown;
}

interface EventRow {
  id: string;
  schoolId: number;
  at: Date;
  action: EmployerEventAction;
  actor: string;
  reasons: ReviewReason[];
  [column: string]: unknown;
}

/** Whether a unit of this standing asks schools at all: certified, or on its way to be. */
export const mayAsk = (unitStatus: string): boolean => unitStatus === 'verified' || unitStatus === 'provisional';

/** A school that can be asked: it is open, and has a cohort in work. */
export const ASKABLE_SCHOOL = `s.status = 'open' and exists (select from cohort c where c.school_id = s.id and c.is_open)`;

/** Where the unit stands at each school that it has to do with, read by everybody of the unit. */
@Injectable()
export class OwnSettlementViews {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly terms: SchoolTerms,
  ) {}

  read(ctx: RequestContext): Promise<OwnSettlementList> {
    return this.db.read({ schoolId: null }, (tx) => this.list(tx, ctx));
  }

  async list(tx: Tx, ctx: RequestContext): Promise<OwnSettlementList> {
    const { id, status } = await companyOf(tx, employerOf(ctx));
    const writable = ctx.actor.grants.some((grant) => grant.role === 'employer_admin');
    const events = await eventsOf(tx, id);
    const items: OwnSettlement[] = [];
    for (const row of await rowsOf(tx, id)) {
      const actions = writable ? actionsOf(row, status) : [];
      const own = events.filter(({ schoolId }) => schoolId === row.schoolId).map(eventView);
      items.push({ ...(await this.view(tx, row)), actions, events: own });
    }
    return { verified: status === 'verified', askable: writable && mayAsk(status), items };
  }

  private async view(tx: Tx, row: Row): Promise<Omit<OwnSettlement, 'actions' | 'events'>> {
    const { schoolCode, schoolName, centerName, centerPhone, status, version, services, message } = row;
    const asked = status === 'waiting' || status === 'pending';
    const calendar = status === 'pending' ? await this.terms.calendar(tx, row.schoolId) : undefined;
    return {
      schoolCode,
      schoolName,
      centerName,
      centerPhone,
      status,
      statusLabel: SETTLEMENT_STATUS_LABELS[status],
      version,
      since: ((asked ? null : row.decidedAt) ?? row.requestedAt).toISOString(),
      term: status === 'pending' ? termView(row.dueAt, this.clock.now(), calendar) : null,
      services,
      message,
      reasons: row.reasons.map((reason) => codedSentence(SETTLEMENT_REASONS, reason)),
    };
  }
}

function actionsOf({ status, open }: Row, unitStatus: string): OwnSettlementAction[] {
  const may = (action: 'apply' | 'apply_waiting' | 'withdraw'): boolean =>
    SETTLEMENT_FLOW.resolve({ action, status, actor: 'employer' }).ok;
  const ask = open && mayAsk(unitStatus) && may(applyAction(unitStatus === 'verified'));
  return [...(ask ? (['ask'] as const) : []), ...(may('withdraw') ? (['withdraw'] as const) : [])];
}

function rowsOf(tx: Tx, employerId: string): Promise<Row[]> {
  return tx.query<Row>(
    `select s.id as "schoolId", s.code as "schoolCode", s.name as "schoolName", s.center_name as "centerName",
            s.center_phone as "centerPhone", ${ASKABLE_SCHOOL} as open, x.status, x.version, x.services, x.message,
            x.requested_at as "requestedAt", x.sla_due_at as "dueAt", x.decided_at as "decidedAt", x.reasons
       from employer_school x join school s on s.id = x.school_id
      where x.employer_id = $1 order by s.code`,
    [employerId],
  );
}

/** Who at the school has decided is the school's own matter: the unit deals with the office. */
function eventsOf(tx: Tx, employerId: string): Promise<EventRow[]> {
  return tx.query<EventRow>(
    `select v.id, v.school_id as "schoolId", v.at, v.action, v.reasons,
            case v.actor_kind when 'platform' then '平台' when 'school' then s.center_name else v.actor_name end as actor
       from employer_event v join school s on s.id = v.school_id
      where v.employer_id = $1 and v.action like 'settlement.%' order by v.at desc, v.id desc limit 500`,
    [employerId],
  );
}

function eventView({ id, at, action, actor, reasons }: EventRow): OwnSettlementEvent {
  return {
    id,
    at: at.toISOString(),
    actor,
    sentence: EMPLOYER_EVENT_SENTENCES[action],
    reasons: reasons.map((reason) => codedSentence(SETTLEMENT_REASONS, reason)),
  };
}
