import {
  ACTION_LABELS,
  AGREEMENT_BLOCKS,
  agreementWarnings,
  availableActions,
  checkAgreementForm,
  emptyAgreementValues,
  printGate,
  REVIEW_ROLE_LABELS,
  SLOT_ACTION_LABELS,
  SLOT_LABELS,
  slotsInOrder,
  type AgreementValues,
  type ProcessActor,
  type SchoolPolicy,
  type SigningAction,
  type SigningFacts,
  type SigningSnapshot,
  type SigningState,
  type Slot,
  type StudentBlock,
} from '@qiancheng/shared';
import type { RequestContext } from '../../../platform/context/index.js';
import { factsOf, labelFor, processActor, snapshotOf, type CaseRow } from '../case-row.js';
import { reasonLabel } from '../commands/reasons.js';
import { certified } from '../domain/draft.js';
import { studentBlockOf } from '../domain/student-block.js';
import type { SchoolBlockView } from '../http/dto/blocks.dto.js';
import type { ActionView, CaseDetail, CaseEventView, PrintStateView, SlotView } from '../http/dto/case-detail.dto.js';
import { CONSENT_VERSION } from '../texts/consent.js';
import { consequencesOf } from './consequences.js';
import { progressOf, type EventRow, type SlotRow } from './progress.js';

export interface PrintRow {
  /** Who printed: the account's audience; null for the system. */
  party: string | null;
  copies: number;
  at: string;
}

/** A case with its record: what one page shows. */
export interface CaseDetailRow extends CaseRow {
  events: EventRow[];
  slots: SlotRow[];
  prints: PrintRow[];
  prefill: SchoolBlockView | null;
  school_address: string | null;
}

interface View {
  ctx: RequestContext;
  row: CaseDetailRow;
  policy: SchoolPolicy;
  now: Date;
  snapshot: SigningSnapshot;
  actor: ProcessActor;
  values: AgreementValues;
}

/** Until the student has answered, a unit knows no more of the student than it needed to find the right one. */
const BEFORE_ANSWER: readonly SigningState[] = ['DRAFT_EMP', 'INVITED', 'DECLINED', 'WITHDRAWN', 'EXPIRED'];

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

export function caseView(ctx: RequestContext, row: CaseDetailRow, policy: SchoolPolicy, now: Date): CaseDetail {
  const view: View = {
    ctx,
    row,
    policy,
    now,
    snapshot: snapshotOf(row),
    actor: processActor(ctx, row),
    values: valuesFor(ctx, row),
  };
  const { employer, terms, archive, breach } = view.values;
  return {
    id: row.id,
    version: row.version,
    state: row.state,
    stateLabel: labelFor(view.actor.kind, row, policy),
    reviewLevel: row.review_level,
    reviewLevels: policy.review.levels[row.flow].map((role, index) => ({
      level: index + 1,
      role,
      label: `${REVIEW_ROLE_LABELS[role]}审核`,
    })),
    flow: row.flow,
    revision: row.revision,
    agreementNo: row.agreement_no,
    contentHash: row.content_hash,
    cohort: row.cohort,
    deadlineAt: iso(row.deadline_at),
    createdAt: row.created_at.toISOString(),
    sentAt: iso(row.sent_at),
    acceptedAt: iso(row.accepted_at),
    signedAt: iso(row.signed_at),
    updatedAt: row.updated_at.toISOString(),
    stateSince: row.state_since.toISOString(),
    employerId: row.employer_id,
    studentId: row.student_id,
    student: studentView(view),
    employer: {
      ...employer,
      name: employer.name ?? row.employer.name,
      creditCode: employer.creditCode ?? row.employer.credit_code,
    },
    terms,
    archive,
    breach,
    school: row.school_block,
    confirmed: row.confirmed,
    warnings:
      row.state === 'DRAFT_EMP' && view.actor.kind !== 'employer'
        ? []
        : agreementWarnings(view.values, policy.penalty.warn_above),
    slots: slotViews(view),
    progress: progressOf(row, policy, view.snapshot, row.events, row.slots),
    events: eventViews(view),
    availableActions: actionViews(view),
    consequences: consequencesOf(row, policy),
    reauth: policy.sign.reauth,
    consentVersion: CONSENT_VERSION,
    print: printView(view),
    remainingInvites:
      view.actor.kind === 'employer' && row.state === 'DRAFT_EMP'
        ? Math.max(0, policy.invite.max_concurrent - row.open_invites)
        : null,
    reviewPrefill: view.actor.kind === 'staff' && row.state === 'REVIEW' ? prefillOf(row) : null,
  };
}

/** While the unit works on a draft, its words are its own: the student sees who it was and that it was taken back. */
function valuesFor(ctx: RequestContext, row: CaseRow): AgreementValues {
  const stored = { ...emptyAgreementValues(), ...row.form_values };
  if (row.state !== 'DRAFT_EMP' && row.state !== 'WITHDRAWN') return stored;
  return certified(ctx.scope.kind === 'student' ? blank(stored) : stored, row.employer);
}

function blank(values: AgreementValues): AgreementValues {
  const emptied = Object.entries(values).map(([key, block]) => [
    key,
    Object.fromEntries(
      Object.entries(block as object).map(([name, value]) => [name, Array.isArray(value) ? [] : null]),
    ),
  ]);
  return Object.fromEntries(emptied) as AgreementValues;
}

function studentView({ row, actor }: View): StudentBlock {
  const live = studentBlockOf(row, { healthCode: null, opinion: null });
  if (actor.kind !== 'employer' || !BEFORE_ANSWER.includes(row.state)) return row.student_block ?? live;
  const hidden = Object.fromEntries(Object.keys(live).map((key) => [key, null])) as unknown as StudentBlock;
  const { studentNo, name, collegeName, majorName, levelCode } = live;
  return { ...hidden, studentNo, name, collegeName, majorName, levelCode };
}

/** The reviewer's own last form, else what an earlier level wrote on this case, else what the college has on file. */
function prefillOf(row: CaseDetailRow): SchoolBlockView {
  const known = row.prefill ?? row.school_block;
  return {
    contact: known?.contact ?? row.college_contact,
    phone: known?.phone ?? row.college_phone,
    postcode: known?.postcode ?? null,
    mailingAddress: known?.mailingAddress ?? row.school_address,
    collegeOpinion: row.school_block?.collegeOpinion ?? null,
    schoolOpinion: row.school_block?.schoolOpinion ?? null,
  };
}

function slotViews({ row, policy }: View): SlotView[] {
  const done = new Map(row.slots.map((slot) => [slot.slot, slot]));
  return slotsInOrder(policy).map((slot) => {
    const record = done.get(slot);
    return {
      slot,
      label: SLOT_LABELS[slot],
      done: record !== undefined,
      doneAt: record?.done_at ?? null,
      method: record?.method ?? null,
      byName: record?.by_name ?? null,
    };
  });
}

/** What was done, oldest first. The making of a draft is nobody's business but the unit's. */
function eventViews({ row, actor }: View): CaseEventView[] {
  return row.events
    .filter((event) => actor.kind === 'employer' || event.action !== 'emp_draft')
    .map((event) => ({
      id: String(event.seq),
      action: event.action,
      label: eventLabel(event),
      at: event.at,
      actorName: event.actor_name,
      actorKind: event.actor_kind,
      fromState: event.from_state,
      toState: event.to_state,
      reasonLabel: reasonLabel(event.action, event.reason_code),
      reasonText: event.reason_text,
      note: event.note,
    }));
}

function eventLabel(event: EventRow): string {
  const slot = event.data['slot'] as Slot | undefined;
  const label = slot
    ? (SLOT_ACTION_LABELS[slot] ?? ACTION_LABELS.slot_done)
    : ACTION_LABELS[event.action as SigningAction];
  return event.actor_role && event.actor_kind === 'staff' ? `${event.actor_role}${label}` : (label ?? event.action);
}

function detailFacts(view: View): SigningFacts {
  const { row, policy, values } = view;
  return {
    ...factsOf(row, policy),
    formComplete: checkAgreementForm(values).length === 0,
    confirmedAll: AGREEMENT_BLOCKS.every((block) => row.confirmed.includes(block.key)),
    printedCopies: ownCopies(view),
  };
}

/** What this party has printed: a reason is asked for beyond its own set, not beyond everybody's. */
function ownCopies({ row, ctx }: Pick<View, 'row' | 'ctx'>): number {
  return row.prints.filter((print) => print.party === ctx.audience).reduce((sum, print) => sum + print.copies, 0);
}

function actionViews(view: View): ActionView[] {
  const { snapshot, actor, policy, now } = view;
  return availableActions({ snapshot, actor, policy, facts: detailFacts(view), now }).map((one) => ({
    action: one.action,
    slot: one.slot ?? null,
    label: one.label,
    allowed: one.allowed,
    code: one.code ?? null,
    reason: one.reason ?? null,
  }));
}

const COPY_LABELS: Record<string, string> = {
  student: '毕业生',
  employer: '用人单位',
  college: '学院',
  school: '学校',
  procedure: '办手续用',
};

function printView(view: View): PrintStateView {
  const { row, policy, snapshot, actor } = view;
  const gate = printGate(policy, snapshot);
  const own: readonly string[] = actor.kind === 'staff' ? actor.reviewRoles : [actor.kind];
  const mayPrint = policy.print.roles.some((role) => own.includes(role));
  const level = row.student.level_code;
  return {
    open: gate.open && mayPrint,
    reason: gate.open ? (mayPrint ? null : '学校没有对你开放打印。请由学生本人或学院打印。') : gate.reason,
    copies: policy.print.copies,
    copyRoles: policy.print.copy_roles.map((role) => ({ role, label: COPY_LABELS[role] ?? role })),
    layout: policy.print.layout_by_level[level] ?? policy.print.layout,
    reasonRequired: ownCopies(view) >= policy.print.copies,
    printed: Array.from({ length: policy.print.copies }, (_, index) => {
      const prints = row.prints.filter((print) => print.copies > index);
      return { copy: index + 1, count: prints.length, lastAt: prints.at(-1)?.at ?? null };
    }),
  };
}
