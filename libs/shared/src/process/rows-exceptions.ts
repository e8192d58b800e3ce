import { intoReview, type RowContext, type SigningRow } from './row.js';
import { LIVE_STATES, UNSIGNED_LIVE_STATES } from './states.js';
import { at, notify, timersOf } from './targets.js';
import type { Effect } from './types.js';

/** Student and employer as far as the case has reached them: nobody hears of a draft that was never sent to them. */
function bothSides(context: RowContext, event: 'voided' | 'suspended' | 'released'): Effect[] {
  const state = context.snapshot?.suspendedFrom?.state ?? context.snapshot?.state;
  return [
    ...(state === 'DRAFT_EMP' ? [] : [notify('student', event)]),
    ...(state === 'DRAFT_STU' ? [] : [notify('employer', event)]),
    notify('acted', event),
  ];
}

/** What may happen at any time: T26, T27, T33. */
export const EXCEPTION_ROWS: readonly SigningRow[] = [
  {
    id: 'T26',
    action: 'void',
    from: [...UNSIGNED_LIVE_STATES, 'SUSPENDED'],
    actor: ['staff'],
    permission: 'case.void',
    guards: ['center', 'can_void', 'unsigned_before_hold', 'reason'],
    to: () => at('VOIDED'),
    effects: (context) => [{ type: 'watermark' }, ...bothSides(context, 'voided')],
  },
  {
    id: 'T27',
    action: 'amend',
    from: ['SIGNED'],
    actor: ['student', 'employer'],
    permission: 'case.amend',
    guards: ['same_employer', 'counterpart_consents'],
    to: intoReview,
    effects: () => [
      { type: 'supersede_revision' },
      notify('student', 'amended'),
      notify('employer', 'amended'),
      notify('acted', 'amended'),
    ],
    newRevision: () => true,
  },
  {
    id: 'T33a',
    action: 'suspend',
    from: LIVE_STATES.filter((state) => state !== 'SUSPENDED'),
    actor: ['staff', 'system'],
    permission: { staff: 'case.suspend', system: 'case.system' },
    guards: ['center', 'hold_grounds'],
    to: () => at('SUSPENDED'),
    effects: (context) => bothSides(context, 'suspended'),
  },
  {
    id: 'T33b',
    action: 'release',
    from: ['SUSPENDED'],
    actor: ['staff', 'system'],
    permission: { staff: 'case.suspend', system: 'case.system' },
    guards: ['center', 'hold_cleared', 'reason'],
    to: ({ snapshot }) => at(snapshot?.suspendedFrom?.state ?? 'VOIDED', snapshot?.suspendedFrom?.reviewLevel ?? 0),
    // Time stood still: whoever has to answer gets the full term again.
    effects: (context, target) => [
      ...timersOf(target.state, context.policy, context.now),
      ...bothSides(context, 'released'),
    ],
    arrives: false,
  },
];
