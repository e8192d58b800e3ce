import type { SchoolPolicy } from './policy.js';
import type { ActorKind, ReviewRole, SigningAction, SigningFlow, SigningState, Slot } from './states.js';
import type { SigningDenial } from './denials.js';
import type { NoticeEvent, NoticeTo } from './notices.js';

/** What the process needs to know of a case: a few columns of the row, nothing of the database. */
export interface SigningSnapshot {
  state: SigningState;
  /** 1-based; 0 when the case is not in review. */
  reviewLevel: number;
  flow: SigningFlow;
  revision: number;
  /** The one deadline that is running, whatever state set it. */
  deadlineAt: Date | null;
  slots: Partial<Record<Slot, { doneAt: Date }>>;
  /** The last review that passed and that nothing has followed yet. */
  lastReview?: { level: number; accountId: string } | null;
  /** Whoever started the case: never its reviewer (I6). */
  initiatorAccountId: string | null;
  suspendedFrom?: { state: SigningState; reviewLevel: number } | null;
}

export interface ProcessActor {
  kind: ActorKind;
  accountId: string | null;
  /** Only the roles whose data scope covers this row. */
  reviewRoles: ReviewRole[];
  /** Explicitly false takes voiding away from somebody of the centre. */
  canVoid?: boolean;
}

/** What the caller has looked up or checked. Everything that is not known is the refusing value: see NO_FACTS. */
export interface SigningFacts {
  /** A closed cohort is kept for reading. */
  cohortOpen: boolean;
  employerVerified: boolean;
  studentVisible: boolean;
  eligible: { ok: boolean; reason?: string };
  openInvites: number;
  sameEmployerOpenInvite: boolean;
  activeCaseElsewhere: boolean;
  formComplete: boolean;
  confirmedAll: boolean;
  studentFieldsComplete: boolean;
  reauthOk: boolean;
  reasonGiven: boolean;
  reviewFormComplete: boolean;
  /** Blocking findings of the data check that nobody has overridden with a reason. */
  blockingFindings: number;
  /** T22: how many copies have been printed so far; one print of the whole set counts `print.copies`. */
  printedCopies: number;
  proofCount: number;
  employerInDirectory: boolean;
  counterpartConsents: boolean;
  employerSectionComplete: boolean;
  sameEmployer: boolean;
  /** T23: the file is sound and its QR code names this case and this revision. */
  scanMatches: boolean;
  /** T33: a fraud report is open, or a blocking rule holds. */
  holdGrounds: boolean;
}

export type TimerName =
  | 'invite_expiry'
  | 'invite_reminder'
  | 'emp_pending'
  | 'reconfirm'
  | 'reconfirm_reminder'
  | 'sign_deadline'
  | 'sign_reminder';

export type Effect =
  | { type: 'timer'; name: TimerName; at: Date }
  | { type: 'cancel_timers' }
  | { type: 'notify'; to: NoticeTo; event: NoticeEvent }
  /** Gives the case its agreement number; a case that has one keeps it. */
  | { type: 'issue_number' }
  /** I5: the content hash of this revision is fixed now. */
  | { type: 'fix_hash' }
  | { type: 'close_other_invites'; mode: SchoolPolicy['invite']['on_accept_others'] }
  | { type: 'prefill_store' }
  | { type: 'evidence' }
  | { type: 'print_log' }
  | { type: 'scan_log' }
  | { type: 'mark_effective' }
  | { type: 'mark_auto_confirmed' }
  | { type: 'supersede_revision' }
  | { type: 'watermark' }
  | { type: 'register_destination' }
  | { type: 'render_pdf' }
  | { type: 'audit' };
export type EffectType = Effect['type'];

/** Every effect that a handler must know; the boot check compares. */
export const EFFECT_TYPES: readonly EffectType[] = [
  'timer',
  'cancel_timers',
  'notify',
  'issue_number',
  'fix_hash',
  'close_other_invites',
  'prefill_store',
  'evidence',
  'print_log',
  'scan_log',
  'mark_effective',
  'mark_auto_confirmed',
  'supersede_revision',
  'watermark',
  'register_destination',
  'render_pdf',
  'audit',
];

export interface SigningRequest {
  action: SigningAction;
  /** null: the case does not exist yet. */
  snapshot: SigningSnapshot | null;
  actor: ProcessActor;
  policy: SchoolPolicy;
  facts: SigningFacts;
  now: Date;
  slot?: Slot;
}

export interface SigningAllowed {
  ok: true;
  /** The row of the table that allowed it. */
  rowId: string;
  to: SigningState;
  reviewLevel: number;
  revision: number;
  flow: SigningFlow;
  /** The deadline after the action: null = none runs. */
  deadlineAt: Date | null;
  effects: Effect[];
  clearsSlots?: boolean;
}

export interface SigningRefused {
  ok: false;
  code: SigningDenial;
  reason: string;
}

export type SigningResult = SigningAllowed | SigningRefused;

export interface AvailableAction {
  action: SigningAction;
  slot?: Slot;
  label: string;
  allowed: boolean;
  code?: SigningDenial;
  reason?: string;
}

/** Deny by default: what was not looked up refuses. Spread it, then say what is known. */
export const NO_FACTS: SigningFacts = {
  cohortOpen: false,
  employerVerified: false,
  studentVisible: false,
  eligible: { ok: false },
  openInvites: Number.MAX_SAFE_INTEGER,
  sameEmployerOpenInvite: true,
  activeCaseElsewhere: true,
  formComplete: false,
  confirmedAll: false,
  studentFieldsComplete: false,
  reauthOk: false,
  reasonGiven: false,
  reviewFormComplete: false,
  blockingFindings: Number.MAX_SAFE_INTEGER,
  printedCopies: 0,
  proofCount: 0,
  employerInDirectory: false,
  counterpartConsents: false,
  employerSectionComplete: false,
  sameEmployer: false,
  scanMatches: false,
  holdGrounds: false,
};

/** Everything in order, for tests and for asking "what if". */
export const GOOD_FACTS: SigningFacts = {
  cohortOpen: true,
  employerVerified: true,
  studentVisible: true,
  eligible: { ok: true },
  openInvites: 0,
  sameEmployerOpenInvite: false,
  activeCaseElsewhere: false,
  formComplete: true,
  confirmedAll: true,
  studentFieldsComplete: true,
  reauthOk: true,
  reasonGiven: true,
  reviewFormComplete: true,
  blockingFindings: 0,
  printedCopies: 0,
  proofCount: 1,
  employerInDirectory: true,
  counterpartConsents: true,
  employerSectionComplete: true,
  sameEmployer: true,
  scanMatches: true,
  holdGrounds: true,
};
