import type { Permission } from '../permissions.js';
import type { GuardName } from './guards.js';
import type { SchoolPolicy } from './policy.js';
import type { ActorKind, SigningAction, SigningFlow, SigningState } from './states.js';
import { enterReview, type Target } from './targets.js';
import type { Effect, SigningRequest, SigningSnapshot } from './types.js';

/** A request that has passed its guards; on rows that start a case the snapshot is null. */
export type RowContext = SigningRequest;

export interface SigningRow {
  /** The number of the row in the process specification. */
  id: string;
  action: SigningAction;
  /** null: the case does not exist yet. */
  from: readonly (SigningState | null)[];
  actor: readonly ActorKind[];
  permission: Permission | Partial<Record<ActorKind, Permission>>;
  /** Named guards, tried in this order. */
  guards: readonly GuardName[];
  /** A switch of the school: off means that the action does not exist there. */
  when?: (policy: SchoolPolicy) => boolean;
  to: (context: RowContext) => Target;
  effects?: (context: RowContext, target: Target) => Effect[];
  /** The flow that the case follows from here on. */
  flow?: SigningFlow;
  /** false: the target is no new arrival; nobody is told that it is their turn, no number is given. */
  arrives?: false;
  newRevision?: (context: RowContext) => boolean;
}

export const flowOf = (context: RowContext): SigningFlow => context.snapshot?.flow ?? 'employer_invite';
export const intoReview = (context: RowContext): Target => enterReview(context.policy, flowOf(context));
export const evidence: Effect = { type: 'evidence' };

/** The draft of whoever started the case. */
export function initiatorDraft(snapshot: SigningSnapshot | null): SigningState {
  return snapshot?.flow === 'employer_invite' ? 'DRAFT_EMP' : 'DRAFT_STU';
}

export function permissionFor(row: SigningRow, kind: ActorKind): Permission | undefined {
  return typeof row.permission === 'string' ? row.permission : row.permission[kind];
}
