import { REVIEW_ROLE_LABELS, SLOT_LABELS, type ReviewRole, type Slot } from './states.js';
import { SIGNING_DENIALS, type SigningDenial } from './denials.js';
import { reviewRoleAt, type SchoolPolicy } from './policy.js';
import { missingPredecessors, printGate, slotMarkers } from './slots.js';
import type { SigningRequest, SigningSnapshot } from './types.js';

export interface Refusal {
  code: SigningDenial;
  reason: string;
}

/** A request on a case that exists. */
export type GuardContext = SigningRequest & { snapshot: SigningSnapshot };

/** The sentence of the code, or one that names the particulars of this case. */
export function refuse(code: SigningDenial, reason: string = SIGNING_DENIALS[code].text): Refusal {
  return { code, reason };
}

type Guard = (request: SigningRequest) => Refusal | null;
type CaseGuard = (request: GuardContext) => Refusal | null;

const onCase =
  (guard: CaseGuard): Guard =>
  (request) =>
    request.snapshot ? guard({ ...request, snapshot: request.snapshot }) : refuse('WRONG_STATE');

const need =
  (ok: (request: SigningRequest) => boolean, code: SigningDenial): Guard =>
  (request) =>
    ok(request) ? null : refuse(code);

const holdsRole = (request: SigningRequest, roles: readonly ReviewRole[]): boolean =>
  roles.some((role) => request.actor.reviewRoles.includes(role));

function reviewerOfLevel(request: GuardContext): Refusal | null {
  const role = reviewRoleAt(request.policy, request.snapshot.flow, request.snapshot.reviewLevel);
  if (role === null || !request.actor.reviewRoles.includes(role)) {
    const who = role === null ? '其他老师' : REVIEW_ROLE_LABELS[role];
    return refuse('NOT_YOUR_LEVEL', `现在由${who}审核，不是你这一级。轮到你时会出现在待办里。`);
  }
  const { accountId } = request.actor;
  return accountId !== null && accountId === request.snapshot.initiatorAccountId
    ? refuse('REVIEWER_IS_APPLICANT')
    : null;
}

function clawBackAllowed(request: GuardContext): Refusal | null {
  const { snapshot, actor, policy } = request;
  const last = snapshot.lastReview;
  if (!last || actor.accountId === null || last.accountId !== actor.accountId) return refuse('CLAW_BACK_NOT_YOURS');
  const role = reviewRoleAt(policy, snapshot.flow, last.level);
  if (role === null || !actor.reviewRoles.includes(role)) return refuse('CLAW_BACK_NOT_YOURS');
  const untouched =
    snapshot.state === 'SIGNING' ? Object.keys(snapshot.slots).length === 0 : snapshot.reviewLevel === last.level + 1;
  return untouched ? null : refuse('CLAW_BACK_TOO_LATE');
}

function slotOfActor(request: GuardContext): Refusal | null {
  const { slot, policy, actor, snapshot } = request;
  if (slot === undefined || !policy.sign.slots.includes(slot)) return refuse('SLOT_UNKNOWN');
  if (
    !slotMarkers(policy, slot).some(
      (marker) => marker.kind === actor.kind && (marker.roles === null || holdsRole(request, marker.roles)),
    )
  ) {
    return refuse('SLOT_NOT_YOURS', `「${SLOT_LABELS[slot]}」不由你办理。${slotOwnerHint(policy, slot)}`);
  }
  if (snapshot.slots[slot]) return refuse('SLOT_DONE', `「${SLOT_LABELS[slot]}」已经登记过了。请刷新页面查看。`);
  return null;
}

function slotOwnerHint(policy: SchoolPolicy, slot: Slot): string {
  if (slot === 'student') return '由学生本人签名，老师和单位不能代签。';
  if (slot === 'school') return '请由就业中心核对纸质件后登记。';
  return policy.sign.mode === 'ca_esign' && slot === 'employer' ? '请由单位办理。' : '请由学院核对纸质件后登记。';
}

function slotInOrder(request: GuardContext): Refusal | null {
  const missing = request.slot ? missingPredecessors(request.policy, request.slot, request.snapshot.slots) : [];
  if (missing.length === 0) return null;
  return refuse(
    'SLOT_ORDER',
    `还差「${missing.map((slot) => SLOT_LABELS[slot]).join('」「')}」。请先完成，再办这一处。`,
  );
}

function mayPrint(request: GuardContext): Refusal | null {
  const { actor, policy } = request;
  const own = actor.kind === 'staff' ? actor.reviewRoles : actor.kind === 'system' ? [] : [actor.kind];
  if (!own.some((role) => policy.print.roles.includes(role))) return refuse('PRINT_ROLE');
  if (request.snapshot.state === 'VOIDED' && actor.kind !== 'staff') {
    return refuse('PRINT_NOT_OPEN', '协议已经作废，不能再打印。需要存档件请联系就业中心。');
  }
  const gate = printGate(policy, request.snapshot);
  return gate.open ? null : refuse(gate.code, gate.reason);
}

/** Every guard by its name in the table. A guard says nothing (null) or why not. */
export const GUARDS = {
  employer_verified: need(({ facts }) => facts.employerVerified, 'EMPLOYER_NOT_VERIFIED'),
  student_visible: need(({ facts }) => facts.studentVisible, 'STUDENT_NOT_VISIBLE'),
  eligible: ({ facts }) => (facts.eligible.ok ? null : refuse('NOT_ELIGIBLE', facts.eligible.reason)),
  own_draft: onCase(({ snapshot, actor }) =>
    (snapshot.state === 'DRAFT_EMP') === (actor.kind === 'employer') ? null : refuse('WRONG_ACTOR'),
  ),
  form_complete: need(({ facts }) => facts.formComplete, 'FORM_INCOMPLETE'),
  all_confirmed: need(({ facts }) => facts.confirmedAll, 'NOT_CONFIRMED'),
  no_same_invite: need(({ facts }) => !facts.sameEmployerOpenInvite, 'INVITE_DUPLICATE'),
  no_active_case: need(({ facts }) => !facts.activeCaseElsewhere, 'ACTIVE_CASE'),
  invite_limit: ({ facts, policy }) => {
    const max = policy.invite.max_concurrent;
    return facts.openInvites < max
      ? null
      : refuse('INVITE_LIMIT', `学生待答复的邀约已满 ${max} 份。等有邀约被答复或失效后再发。`);
  },
  reason: need(({ facts }) => facts.reasonGiven, 'REASON_REQUIRED'),
  reauth: ({ facts, policy, actor }) =>
    policy.sign.reauth === 'none' || actor.kind === 'staff' || facts.reauthOk ? null : refuse('REAUTH_REQUIRED'),
  student_fields: need(({ facts }) => facts.studentFieldsComplete, 'FIELDS_INCOMPLETE'),
  before_deadline: onCase(({ snapshot, now }) =>
    snapshot.deadlineAt === null || now <= snapshot.deadlineAt ? null : refuse('INVITE_EXPIRED'),
  ),
  after_deadline: onCase(({ snapshot, now }) =>
    snapshot.deadlineAt !== null && now > snapshot.deadlineAt ? null : refuse('DEADLINE_NOT_REACHED'),
  ),
  employer_listed: need(({ facts }) => facts.employerInDirectory && facts.employerVerified, 'EMPLOYER_NOT_LISTED'),
  proof: need(({ facts }) => facts.proofCount > 0, 'PROOF_MISSING'),
  employer_section: need(({ facts }) => facts.employerSectionComplete, 'SECTION_INCOMPLETE'),
  reviewer: onCase(reviewerOfLevel),
  review_form: need(({ facts }) => facts.reviewFormComplete, 'REVIEW_FORM_INCOMPLETE'),
  no_blocking_findings: ({ facts }) => (facts.blockingFindings === 0 ? null : refuse('BLOCKING_FINDINGS')),
  claw_back: onCase(clawBackAllowed),
  slot_owner: onCase(slotOfActor),
  slot_order: onCase(slotInOrder),
  print_open: onCase(mayPrint),
  print_reason: ({ facts, policy }) =>
    facts.printedCopies < policy.print.copies || facts.reasonGiven
      ? null
      : refuse('PRINT_REASON', `规定的 ${policy.print.copies} 份已经打印过了。要再打印，请先填写原因。`),
  scan_matches: need(({ facts }) => facts.scanMatches, 'SCAN_MISMATCH'),
  filer: need((request) => holdsRole(request, ['counsellor', 'college']), 'WRONG_ACTOR'),
  center: need((request) => request.actor.kind === 'system' || holdsRole(request, ['center']), 'WRONG_ACTOR'),
  can_void: need(({ actor }) => actor.canVoid !== false, 'WRONG_ACTOR'),
  unsigned_before_hold: onCase(({ snapshot }) =>
    snapshot.state === 'SUSPENDED' && snapshot.suspendedFrom?.state === 'SIGNED'
      ? refuse('WRONG_STATE', '协议冻结前已经签约，不能作废。解除冻结后请走解约。')
      : null,
  ),
  counterpart_consents: need(({ facts }) => facts.counterpartConsents, 'CONSENT_REQUIRED'),
  same_employer: need(({ facts }) => facts.sameEmployer, 'EMPLOYER_CHANGED'),
  hold_grounds: need(({ facts }) => facts.holdGrounds, 'NO_HOLD_GROUNDS'),
  hold_cleared: need(({ facts }) => !facts.holdGrounds, 'HOLD_STILL_OPEN'),
} as const satisfies Record<string, Guard>;

export type GuardName = keyof typeof GUARDS;
