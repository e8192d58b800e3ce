import {
  ACTIVE_STATES,
  NO_FACTS,
  reviewRoleAt,
  stateLabel,
  type AgreementValues,
  type ProcessActor,
  type SchoolBlock,
  type SchoolPolicy,
  type SigningFacts,
  type SigningFlow,
  type SigningSnapshot,
  type SigningState,
  type Slot,
  type StudentBlock,
  type SourceState,
} from '@qiancheng/shared';
import { holdsFor, rolesCovering } from '../../platform/access/index.js';
import type { RequestContext } from '../../platform/context/index.js';
import { eligibilityOf } from '../directory/index.js';

/** One case with what every command and every page needs to know of its student and its unit. */
export interface CaseRow {
  id: string;
  school_id: number;
  school_code: string;
  school_name: string;
  version: number;
  state: SigningState;
  review_level: number;
  flow: SigningFlow;
  revision: number;
  policy_version: number;
  agreement_no: string | null;
  content_hash: string | null;
  cohort: number;
  cohort_open: boolean;
  student_id: string;
  college_id: string;
  class_id: string;
  employer_id: string;
  initiator_id: string | null;
  last_review: { level: number; accountId: string } | null;
  suspended_from: { state: SigningState; reviewLevel: number } | null;
  form_values: AgreementValues;
  confirmed: string[];
  student_block: StudentBlock | null;
  school_block: SchoolBlock | null;
  reason_code: string | null;
  reason_text: string | null;
  created_at: Date;
  state_since: Date;
  deadline_at: Date | null;
  sent_at: Date | null;
  accepted_at: Date | null;
  signing_at: Date | null;
  signed_at: Date | null;
  updated_at: Date;
  slots_done: Partial<Record<Slot, string>>;
  open_invites: number;
  active_elsewhere: boolean;
  student: StudentFacts;
  address_masked: string | null;
  college_name: string;
  college_contact: string | null;
  college_phone: string | null;
  major_name: string;
  class_name: string;
  employer: EmployerFacts;
}

export interface StudentFacts {
  student_no: string;
  name: string;
  gender_code: string;
  ethnic_code: string | null;
  political_code: string | null;
  training_mode_code: string;
  level_code: string;
  length_years: number;
  graduation_month: string;
  id_no_masked: string | null;
  origin_code: string | null;
  phone_masked: string | null;
  email: string | null;
  source_state: SourceState;
}

export interface EmployerFacts {
  name: string;
  credit_code: string;
  nature_code: string;
  industry_code: string;
  region_code: string;
  superior_department: string;
  address: string;
  postcode: string;
  verified: boolean;
}

const ACTIVE = [...ACTIVE_STATES, 'SUSPENDED'].map((state) => `'${state}'`).join(', ');

/**
 * SELECT list over `FROM_CASE`. Facts about the student's other cases are counted in the same statement; whoever
 * decides by them has locked the student in an earlier one.
 */
export const CASE_COLUMNS = `
  c.id, c.school_id, k.code as school_code, k.name as school_name, c.version, c.state, c.review_level, c.flow, c.revision,
  c.policy_version, c.agreement_no, c.content_hash, c.cohort, h.is_open as cohort_open, c.student_id, c.college_id, c.class_id, c.employer_id,
  c.initiator_id, c.last_review, c.suspended_from, c.form_values, c.confirmed, c.student_block, c.school_block,
  c.reason_code, c.reason_text, c.created_at, c.state_since, c.deadline_at, c.sent_at, c.accepted_at, c.signing_at,
  c.signed_at, c.updated_at,
  coalesce((select jsonb_object_agg(t.slot, t.done_at) from signing_slot t
    where t.school_id = c.school_id and t.case_id = c.id and t.revision = c.revision and t.cleared_at is null), '{}') as slots_done,
  (select count(*)::int from signing_case o
    where o.school_id = c.school_id and o.student_id = c.student_id and o.state = 'INVITED' and o.id <> c.id) as open_invites,
  exists (select from signing_case o
    where o.school_id = c.school_id and o.student_id = c.student_id and o.state in (${ACTIVE}) and o.id <> c.id) as active_elsewhere,
  jsonb_build_object('student_no', s.student_no, 'name', s.name, 'gender_code', s.gender_code, 'ethnic_code', s.ethnic_code,
    'political_code', s.political_code, 'training_mode_code', s.training_mode_code, 'level_code', s.level_code,
    'length_years', s.length_years, 'graduation_month', s.graduation_month, 'id_no_masked', s.id_no_masked,
    'origin_code', s.origin_code, 'phone_masked', s.phone_masked, 'email', s.email, 'source_state', s.source_state) as student,
  s.address_enc, g.name as college_name, g.contact as college_contact, g.phone as college_phone, m.name as major_name, l.name as class_name,
  jsonb_build_object('name', e.name, 'credit_code', e.credit_code, 'nature_code', e.nature_code,
    'industry_code', e.industry_code, 'region_code', e.region_code, 'superior_department', e.superior_department,
    'address', e.address, 'postcode', e.postcode,
    'verified', e.status = 'verified' and exists (select from employer_school x
      where x.school_id = c.school_id and x.employer_id = c.employer_id and x.status = 'approved')) as employer`;

export const FROM_CASE = `
  from signing_case c
  join school k on k.id = c.school_id
  join cohort h on h.school_id = c.school_id and h.year = c.cohort
  join student s on s.school_id = c.school_id and s.id = c.student_id
  join college g on g.school_id = s.school_id and g.id = s.college_id
  join major m on m.school_id = s.school_id and m.id = s.major_id
  join school_class l on l.school_id = s.school_id and l.id = s.class_id
  join employer e on e.id = c.employer_id`;

export function snapshotOf(row: CaseRow): SigningSnapshot {
  const slots: SigningSnapshot['slots'] = {};
  for (const [slot, doneAt] of Object.entries(row.slots_done)) slots[slot as Slot] = { doneAt: new Date(doneAt) };
  return {
    state: row.state,
    reviewLevel: row.review_level,
    flow: row.flow,
    revision: row.revision,
    deadlineAt: row.deadline_at,
    slots,
    lastReview: row.last_review,
    initiatorAccountId: row.initiator_id,
    suspendedFrom: row.suspended_from,
  };
}

const KINDS = { school: 'staff', units: 'staff', employer: 'employer', student: 'student' } as const;

/** As what somebody acts on this row: review roles and the right to void count only where a grant covers it. */
export function processActor(ctx: RequestContext, row: { college_id: string; class_id: string }): ProcessActor {
  const kind = ctx.scope.kind in KINDS ? KINDS[ctx.scope.kind as keyof typeof KINDS] : 'system';
  if (kind !== 'staff') return { kind, accountId: ctx.actor.accountId, reviewRoles: [] };
  const unit = { collegeId: row.college_id, classId: row.class_id };
  return {
    kind,
    accountId: ctx.actor.accountId,
    reviewRoles: rolesCovering(ctx, unit),
    canVoid: holdsFor(ctx, 'case.void', unit),
  };
}

/** What the row itself tells; what a command adds comes from its input. */
export function factsOf(row: CaseRow, policy: SchoolPolicy): SigningFacts {
  return {
    ...NO_FACTS,
    cohortOpen: row.cohort_open,
    employerVerified: row.employer.verified,
    employerInDirectory: true,
    studentVisible: true,
    eligible: eligibilityOf(policy, row.student),
    openInvites: row.open_invites,
    // A second draft or invitation of the same pair cannot be stored (I3).
    sameEmployerOpenInvite: false,
    activeCaseElsewhere: row.active_elsewhere,
    sameEmployer: true,
    // The data check is not part of this flow yet: no findings, none that block.
    blockingFindings: 0,
  };
}

/** The state in the words of whoever reads it: what is a draft again to the unit was taken back to the student. */
export function labelFor(
  kind: ProcessActor['kind'],
  row: Pick<CaseRow, 'state' | 'flow' | 'review_level' | 'reason_code'>,
  policy: SchoolPolicy,
): string {
  return (
    (kind === 'employer' ? null : takenBackLabel(row)) ??
    stateLabel(row.state, reviewRoleAt(policy, row.flow, row.review_level))
  );
}

/** What a draft, or one that was thrown away after it had been sent, is to those who had received it. */
export function takenBackLabel(row: Pick<CaseRow, 'state' | 'reason_code'>): string | null {
  if (row.state === 'WITHDRAWN') return '单位已撤回';
  if (row.state !== 'DRAFT_EMP') return null;
  return row.reason_code ? '退回单位修改' : '单位已撤回';
}
