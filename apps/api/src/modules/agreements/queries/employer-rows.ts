import {
  AGREEMENT_BLOCKS,
  type AgreementValues,
  availableActions,
  checkAgreementForm,
  codeName,
  emptyAgreementValues,
  GOOD_FACTS,
  printGate,
  reviewRoleAt,
  type SchoolPolicy,
  type SigningFlow,
  type SigningSnapshot,
  type SigningState,
  type Slot,
  stateLabel,
} from '@qiancheng/shared';
import type { RequestContext } from '../../../platform/context/index.js';
import type { Ball, EmployerCaseRow } from '../http/dto/employer.dto.js';
import { routeOf } from './route.js';
import { waitingFor } from './waiting.js';

/** A case as its employer's lists need it. */
export interface EmployerRow {
  id: string;
  version: number;
  policy_version: number;
  student_no: string;
  student_name: string;
  major_name: string;
  college_name: string;
  level_code: string;
  flow: SigningFlow;
  state: SigningState;
  review_level: number;
  revision: number;
  agreement_no: string | null;
  form_values: Partial<AgreementValues>;
  confirmed: string[];
  initiator_id: string | null;
  cohort_open: boolean;
  slots: Slot[] | null;
  reason_text: string | null;
  deadline_at: Date | null;
  sent_at: Date | null;
  accepted_at: Date | null;
  signing_at: Date | null;
  signed_at: Date | null;
  state_since: Date;
  updated_at: Date;
}

export const EMPLOYER_ROW_SQL = `c.id, c.version, c.policy_version, s.student_no, s.name as student_name, m.name as major_name, g.name as college_name,
  s.level_code, c.flow, c.state, c.review_level, c.revision, c.agreement_no, c.form_values, c.confirmed, c.initiator_id,
  (select h.is_open from cohort h where h.school_id = c.school_id and h.year = c.cohort) as cohort_open,
  (select array_agg(d.slot) from signing_slot d where d.school_id = c.school_id and d.case_id = c.id and d.revision = c.revision and d.cleared_at is null) as slots,
  c.reason_text, c.deadline_at, c.sent_at, c.accepted_at, c.signing_at, c.signed_at, c.state_since, c.updated_at
  from signing_case c
  join student s on s.school_id = c.school_id and s.id = c.student_id
  join major m on m.school_id = s.school_id and m.id = s.major_id
  join college g on g.school_id = c.school_id and g.id = c.college_id`;

const BALL: Record<string, Ball> = { employer: 'us', student: 'student', staff: 'school' };

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

function snapshotOf(row: EmployerRow): SigningSnapshot {
  return {
    state: row.state,
    reviewLevel: row.review_level,
    flow: row.flow,
    revision: row.revision,
    deadlineAt: row.deadline_at,
    slots: Object.fromEntries((row.slots ?? []).map((slot) => [slot, { doneAt: row.state_since }])),
    initiatorAccountId: row.initiator_id,
  };
}

export function ballOf(policy: SchoolPolicy, row: EmployerRow): Ball | null {
  const first = waitingFor(policy, {
    state: row.state,
    flow: row.flow,
    reviewLevel: row.review_level,
    slotsDone: row.slots ?? [],
  })[0];
  return first ? (BALL[first.party] ?? null) : null;
}

function waitingSentence(policy: SchoolPolicy, row: EmployerRow, ball: Ball | null): string {
  const names = waitingFor(policy, {
    state: row.state,
    flow: row.flow,
    reviewLevel: row.review_level,
    slotsDone: row.slots ?? [],
  }).map((w) => w.label);
  if (row.state === 'DRAFT_EMP') return '草稿，核对后发送';
  if (row.state === 'INVITED') return '等学生答复';
  if (names.length === 0) return stateLabel(row.state, null);
  return ball === 'us' ? `等本单位：${names.join('、')}` : `等${names.join('、')}`;
}

export function employerRowView(
  ctx: RequestContext,
  row: EmployerRow,
  policy: SchoolPolicy,
  now: Date,
): EmployerCaseRow {
  const snapshot = snapshotOf(row);
  const ball = ballOf(policy, row);
  const values = { ...emptyAgreementValues(), ...row.form_values };
  const draft = row.state === 'DRAFT_EMP';
  // what only the act itself can know (seats, other cases) is checked when it is done
  const facts = {
    ...GOOD_FACTS,
    cohortOpen: row.cohort_open,
    formComplete: !draft || checkAgreementForm(values).length === 0,
    confirmedAll: !draft || AGREEMENT_BLOCKS.every((b) => row.confirmed.includes(b.key)),
  };
  const actions = availableActions({
    snapshot,
    actor: { kind: 'employer', accountId: ctx.actor.accountId, reviewRoles: [] },
    policy,
    facts,
    now,
  });
  return {
    id: row.id,
    version: row.version,
    studentNo: row.student_no,
    studentName: row.student_name,
    majorName: row.major_name,
    collegeName: row.college_name,
    levelName: codeName('degreeLevels', row.level_code),
    post: values.terms.post,
    salaryRegular: values.terms.salaryRegular,
    state: row.state,
    stateLabel: stateLabel(row.state, reviewRoleAt(policy, row.flow, row.review_level)),
    ball,
    waitingFor: waitingSentence(policy, row, ball),
    progress: routeOf(policy, {
      state: row.state,
      flow: row.flow,
      slotsDone: row.slots ?? [],
      sentAt: row.sent_at,
      acceptedAt: row.accepted_at,
      signingAt: row.signing_at,
      signedAt: row.signed_at,
    }).map(({ key, label, status }) => ({ key, label, status })),
    deadlineAt: iso(row.deadline_at),
    sentAt: iso(row.sent_at),
    stateSince: row.state_since.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    agreementNo: row.agreement_no,
    printOpen: policy.print.roles.includes('employer') && printGate(policy, snapshot).open,
    reasonText: row.reason_text,
    availableActions: actions.map((a) => ({
      action: a.action,
      slot: a.slot ?? null,
      label: a.label,
      allowed: a.allowed,
      code: a.code ?? null,
      reason: a.reason ?? null,
    })),
  };
}
