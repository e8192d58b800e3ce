import { inviteDeadline } from './dates.js';
import { reviewRoleAt } from './policy.js';
import { evidence, flowOf, initiatorDraft, type SigningRow } from './row.js';
import { afterSlot, at, enterReview, notify, slotsAfter, turnNotices } from './targets.js';

/** Review, signatures and seals, print, filing: T18–T25. */
export const SCHOOL_ROWS: readonly SigningRow[] = [
  {
    id: 'T18',
    action: 'pass',
    from: ['REVIEW'],
    actor: ['staff'],
    permission: 'case.review',
    guards: ['reviewer', 'review_form', 'no_blocking_findings'],
    to: (context) => enterReview(context.policy, flowOf(context), (context.snapshot?.reviewLevel ?? 0) + 1),
    effects: (_, target) => [
      { type: 'prefill_store' },
      ...(target.state === 'REVIEW' ? [notify('student', 'review_passed'), notify('employer', 'review_passed')] : []),
    ],
  },
  {
    id: 'T19',
    action: 'fail',
    from: ['REVIEW'],
    actor: ['staff'],
    permission: 'case.review',
    guards: ['reviewer', 'reason'],
    to: ({ policy, snapshot }) => at(policy.review.fail_to === 'closed' ? 'RETURNED_CLOSED' : initiatorDraft(snapshot)),
    effects: () => [
      notify('student', 'review_failed'),
      notify('employer', 'review_failed'),
      notify('acted', 'review_failed'),
    ],
  },
  {
    id: 'T20',
    action: 'claw_back',
    from: ['REVIEW', 'SIGNING'],
    actor: ['staff'],
    permission: 'case.review',
    guards: ['claw_back'],
    to: ({ snapshot }) => at('REVIEW', snapshot?.lastReview?.level ?? 1),
    effects: ({ snapshot, policy }) => {
      const nextRole = snapshot ? reviewRoleAt(policy, snapshot.flow, snapshot.reviewLevel) : null;
      return [
        notify('student', 'review_clawed_back'),
        notify('employer', 'review_clawed_back'),
        ...(nextRole === 'center' || nextRole === 'college' ? [notify(nextRole, 'review_clawed_back')] : []),
      ];
    },
    arrives: false,
    // The hash of the revision was fixed on entering SIGNING and may have been read: what follows is a new revision.
    newRevision: ({ snapshot }) => snapshot?.state === 'SIGNING',
  },
  {
    id: 'T21',
    action: 'slot_done',
    from: ['SIGNING'],
    actor: ['student', 'staff', 'employer'],
    permission: { student: 'case.sign', staff: 'case.mark_seal', employer: 'case.employer_sign' },
    guards: ['slot_owner', 'slot_order', 'reauth'],
    to: afterSlot,
    effects: (context, target) => [
      evidence,
      ...(context.slot === 'student' ? [] : [notify('student', 'slot_recorded')]),
      ...(target.state === 'SIGNING'
        ? turnNotices(context.policy, context.snapshot?.slots ?? {}, slotsAfter(context))
        : []),
    ],
  },
  {
    id: 'T22',
    action: 'print',
    from: ['REVIEW', 'SIGNING', 'FILING', 'SIGNED', 'VOIDED'],
    actor: ['student', 'employer', 'staff'],
    permission: 'case.print',
    guards: ['print_open', 'print_reason'],
    to: ({ snapshot }) => at(snapshot?.state ?? 'SIGNING', snapshot?.reviewLevel ?? 0),
    effects: () => [{ type: 'print_log' }, { type: 'render_pdf' }],
  },
  {
    id: 'T23',
    action: 'upload_scan',
    from: ['SIGNING'],
    actor: ['student', 'staff', 'employer'],
    permission: { student: 'case.sign', staff: 'case.mark_seal', employer: 'case.employer_sign' },
    guards: ['scan_matches'],
    to: () => at('SIGNING'),
    effects: () => [{ type: 'scan_log' }, evidence],
  },
  {
    id: 'T24',
    action: 'sign_timeout',
    from: ['SIGNING'],
    actor: ['system'],
    permission: 'case.system',
    guards: ['after_deadline'],
    to: ({ policy }) => at(policy.sign.on_timeout === 'expire' ? 'EXPIRED' : 'SIGNING'),
    effects: ({ policy, now }, target) => [
      ...(target.state === 'EXPIRED'
        ? []
        : [
            { type: 'timer', name: 'sign_deadline', at: inviteDeadline(now, policy.sign.escalate_every_days) } as const,
          ]),
      notify('student', 'sign_overdue'),
      notify('employer', 'sign_overdue'),
      notify('college', 'sign_overdue'),
      notify('center', 'sign_overdue'),
    ],
  },
  {
    id: 'T25',
    action: 'file',
    from: ['FILING'],
    actor: ['staff'],
    permission: 'case.file',
    guards: ['filer'],
    when: (policy) => policy.sign.filing,
    to: () => at('SIGNED'),
    effects: () => [evidence],
  },
];
