import { Injectable } from '@nestjs/common';
import {
  ACTIVE_STATES,
  openSlots,
  type SchoolPolicy,
  type SigningFlow,
  type SigningState,
  type Slot,
  stateLabel,
  type SourceState,
  sourceStateLabel,
} from '@qiancheng/shared';
import { regionName } from '@qiancheng/shared/regions';
import { scopeWhere } from '../../../platform/access/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { sourceStatesThatSign } from '../../directory/index.js';
import { Inbox } from '../../notifications/index.js';
import { SchoolPolicies } from '../../schools/index.js';
import type {
  AgreementView,
  CaseSummary,
  CompareView,
  InvitationList,
  InvitationRow,
  OverviewState,
  StudentOverview,
} from '../http/dto/student.dto.js';
import { caseScope } from '../agreement.scope.js';
import { takenBackLabel } from '../case-row.js';
import { reasonLabel } from '../commands/reasons.js';
import { CaseQueries } from './case-queries.js';
import { routeOf } from './route.js';

/** What has come to an end for the student; a draft of the unit is one that it took back or has to correct. */
const CLOSED = ['DECLINED', 'EXPIRED', 'RETURNED_CLOSED', 'VOIDED', 'WITHDRAWN', 'DRAFT_EMP'];
const MESSAGES = 4;

interface Row {
  id: string;
  version: number;
  policy_version: number;
  employer_name: string;
  terms: {
    post?: string | null;
    workRegionCode?: string | null;
    salaryRegular?: number | null;
    salaryProbation?: number | null;
    probationMonths?: number | null;
    startDate?: string | null;
  } | null;
  penalty: number | null;
  flow: SigningFlow;
  state: SigningState;
  agreement_no: string | null;
  reason_code: string | null;
  reason_text: string | null;
  slots: Slot[] | null;
  deadline_at: Date | null;
  sent_at: Date | null;
  accepted_at: Date | null;
  signing_at: Date | null;
  signed_at: Date | null;
  state_since: Date;
}

const COLUMNS = `c.id, c.version, c.policy_version, e.name as employer_name, c.form_values -> 'terms' as terms, (c.form_values #>> '{breach,penalty}')::float8 as penalty,
  c.flow, c.state, c.agreement_no, c.reason_code, c.reason_text,
  (select array_agg(d.slot) from signing_slot d where d.school_id = c.school_id and d.case_id = c.id and d.revision = c.revision and d.cleared_at is null) as slots,
  c.deadline_at, c.sent_at, c.accepted_at, c.signing_at, c.signed_at, c.state_since
  from signing_case c join employer e on e.id = c.employer_id`;

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

@Injectable()
export class StudentQueries {
  constructor(
    private readonly db: Db,
    private readonly policies: SchoolPolicies,
    private readonly inbox: Inbox,
    private readonly cases: CaseQueries,
  ) {}

  overview(ctx: RequestContext): Promise<StudentOverview> {
    return this.db.read(ctx, async (tx) => {
      const { policy } = await this.policies.current(tx, ctx.schoolId as number);
      const student = await card(tx, ctx);
      const open = await this.rows(tx, ctx, ['INVITED'], 'c.deadline_at, c.id');
      const current = await this.current(tx, ctx);
      const summary = current
        ? caseSummary(await this.policies.version(tx, ctx.schoolId as number, current.policy_version), current)
        : null;
      return {
        state: overviewState(policy, student.source_state, open.length, current, summary),
        student: student.card,
        invitations: {
          open: open.length,
          max: policy.invite.max_concurrent,
          items: open.map((row) => invitation(row, current !== undefined)),
        },
        case: summary,
        sourceState: student.source_state,
        sourceStateLabel: sourceStateLabel(student.source_state, policy.source.levels),
        reviewer: student.reviewer,
        messages: await this.inbox.latest(tx, ctx, MESSAGES, ctx.schoolId),
        unread: await this.inbox.unread(tx, ctx),
      };
    });
  }

  invitations(ctx: RequestContext, closed: boolean): Promise<InvitationList> {
    return this.db.read(ctx, async (tx) => {
      const { policy } = await this.policies.current(tx, ctx.schoolId as number);
      const taken = (await this.current(tx, ctx)) !== undefined;
      const open = await this.rows(tx, ctx, ['INVITED'], 'c.deadline_at, c.id');
      const ended = await this.rows(tx, ctx, CLOSED, 'c.state_since desc, c.id');
      const rows = closed ? ended : open;
      return {
        items: rows.map((row) => invitation(row, taken)),
        openCount: open.length,
        maxConcurrent: policy.invite.max_concurrent,
        closedCount: ended.length,
      };
    });
  }

  /** In the order asked for; whatever is not an invitation of this student is simply not there. */
  compare(ctx: RequestContext, ids: string[]): Promise<CompareView> {
    return this.db.read(ctx, async (tx) => {
      const invited = await this.rows(tx, ctx, ['INVITED'], 'c.deadline_at, c.id');
      const known = new Set(invited.map((row) => row.id));
      const items = [];
      for (const id of new Set(ids)) if (known.has(id)) items.push(await this.cases.get(ctx, id));
      return { items };
    });
  }

  agreement(ctx: RequestContext): Promise<AgreementView> {
    return this.db.read(ctx, async (tx) => {
      const row =
        (await this.current(tx, ctx)) ??
        (await this.rows(tx, ctx, ['VOIDED', 'TERMINATED'], 'c.state_since desc, c.id'))[0];
      return { case: row ? await this.cases.get(ctx, row.id) : null };
    });
  }

  private async current(tx: Tx, ctx: RequestContext): Promise<Row | undefined> {
    return (await this.rows(tx, ctx, [...ACTIVE_STATES, 'SUSPENDED'], 'c.state_since desc, c.id'))[0];
  }

  private rows(tx: Tx, ctx: RequestContext, states: readonly string[], order: string): Promise<Row[]> {
    const params: unknown[] = [];
    const where = `${caseScope(ctx, 'c', params)} and c.state = any($${params.push(states)}::text[])`;
    return tx.query<Row>(`select ${COLUMNS} where ${where} order by ${order}`, params);
  }
}

interface CardRow {
  name: string;
  student_no: string;
  cohort: number;
  college_name: string;
  major_name: string;
  class_name: string;
  source_state: SourceState;
  contact: string | null;
  phone: string | null;
}

async function card(
  tx: Tx,
  ctx: RequestContext,
): Promise<Pick<StudentOverview, 'reviewer'> & { card: StudentOverview['student']; source_state: SourceState }> {
  const params: unknown[] = [];
  const row = await tx.one<CardRow & Record<string, unknown>>(
    `select s.name, s.student_no, s.cohort, g.name as college_name, m.name as major_name, k.name as class_name, s.source_state, g.contact, g.phone
       from student s join college g on g.school_id = s.school_id and g.id = s.college_id
       join major m on m.school_id = s.school_id and m.id = s.major_id
       join school_class k on k.school_id = s.school_id and k.id = s.class_id
      where ${scopeWhere(ctx, 's', params, { student: 'id', employer: null })}`,
    params,
  );
  return {
    card: {
      name: row.name,
      studentNo: row.student_no,
      cohort: row.cohort,
      collegeName: row.college_name,
      majorName: row.major_name,
      className: row.class_name,
    },
    source_state: row.source_state,
    reviewer: row.contact ? { name: `${row.college_name} ${row.contact}`, phone: row.phone } : null,
  };
}

function overviewState(
  policy: SchoolPolicy,
  source: SourceState,
  open: number,
  current: Row | undefined,
  summary: CaseSummary | null,
): OverviewState {
  if (current?.state === 'SIGNED' || current?.state.startsWith('TERM_')) return 'signed';
  if (summary?.canSign) return 'sign';
  if (current?.state === 'SIGNING' || current?.state === 'FILING') return 'sealing';
  if (current) return 'review';
  if (open > 0) return 'invited';
  return sourceStatesThatSign(policy).includes(source) ? 'waiting' : 'verify';
}

function caseSummary(policy: SchoolPolicy, row: Row): CaseSummary {
  const done = Object.fromEntries((row.slots ?? []).map((slot) => [slot, { doneAt: row.state_since }]));
  const facts = {
    state: row.state,
    flow: row.flow,
    slotsDone: row.slots ?? [],
    sentAt: row.sent_at,
    acceptedAt: row.accepted_at,
    signingAt: row.signing_at,
    signedAt: row.signed_at,
  };
  return {
    id: row.id,
    version: row.version,
    state: row.state,
    stateLabel: stateLabel(row.state, null),
    agreementNo: row.agreement_no,
    employerName: row.employer_name,
    post: row.terms?.post ?? null,
    workRegion: regionName(row.terms?.workRegionCode ?? null),
    salaryRegular: row.terms?.salaryRegular ?? null,
    salaryProbation: row.terms?.salaryProbation ?? null,
    probationMonths: row.terms?.probationMonths ?? null,
    startDate: row.terms?.startDate ?? null,
    deadlineAt: iso(row.deadline_at),
    acceptedAt: iso(row.accepted_at),
    signedAt: iso(row.signed_at),
    canSign: row.state === 'SIGNING' && openSlots(policy, done).includes('student'),
    progress: routeOf(policy, facts),
  };
}

const ENDED_BY: Partial<Record<SigningState, string>> = {
  DECLINED: 'decline',
  DRAFT_EMP: 'fail',
  RETURNED_CLOSED: 'fail',
  VOIDED: 'void',
};

function reasonOf(row: Row): string | null {
  const label = reasonLabel(ENDED_BY[row.state] ?? null, row.reason_code);
  return [label, row.reason_text].filter(Boolean).join('：') || null;
}

/** After an acceptance the others stay, locked, until they run out. */
function invitation(row: Row, taken: boolean): InvitationRow {
  const locked = row.state === 'INVITED' && taken;
  // A draft is being worked on: its words are the unit's own until they are sent again.
  const terms = row.state === 'DRAFT_EMP' ? null : row.terms;
  return {
    id: row.id,
    version: row.version,
    employerName: row.employer_name,
    post: terms?.post ?? null,
    workRegion: terms?.workRegionCode ?? null,
    salaryRegular: terms?.salaryRegular ?? null,
    salaryProbation: terms?.salaryProbation ?? null,
    probationMonths: terms?.probationMonths ?? null,
    penalty: terms && row.penalty,
    state: row.state,
    stateLabel: takenBackLabel(row) ?? stateLabel(row.state, null),
    deadlineAt: iso(row.deadline_at),
    sentAt: iso(row.sent_at),
    closedAt: row.state === 'INVITED' ? null : iso(row.state_since),
    locked,
    lockedReason: locked ? '你已接受另一份邀约，这份仅可查看，到期自动失效。' : null,
    reasonText: reasonOf(row),
  };
}
