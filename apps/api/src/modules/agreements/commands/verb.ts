import type {
  AgreementValues,
  SchoolBlock,
  SchoolPolicy,
  SigningAction,
  SigningAllowed,
  SigningFacts,
  Slot,
  StudentBlock,
} from '@qiancheng/shared';
import type { RequestContext } from '../../../platform/context/index.js';
import type { AppError } from '../../../platform/http/index.js';
import type { CaseRow } from '../case-row.js';
import type { Proof, Reauth } from './reauth.js';

/** Everything a verb may look at while it decides. */
export interface Scene<I> {
  ctx: RequestContext;
  input: I;
  row: CaseRow;
  policy: SchoolPolicy;
  policyVersion: number;
  now: Date;
  /** Whether the person has just proved to be it, by the factor that the school asks for. */
  reauth: Reauth;
}

/** Columns that a verb sets beside state and times; the executor knows those. */
export interface Patch {
  form_values?: AgreementValues;
  confirmed?: string[];
  student_block?: StudentBlock | null;
  school_block?: SchoolBlock | null;
  policy_version?: number;
  agreement_no?: string | null;
  content_hash?: string | null;
  sent_at?: Date | null;
  accepted_at?: Date | null;
  signing_at?: Date | null;
  signed_at?: Date | null;
  auto_confirmed?: boolean;
}

export interface Reason {
  code: string;
  text: string | null;
  /** As people read it: the label, and the text where there is one. */
  words: string;
}

export interface SlotRecord {
  slot: Slot;
  method: 'handwriting' | 'typed' | 'paper_seal';
  byName: string;
  evidence: Record<string, unknown>;
  /** Clear text; sealed before it is stored. */
  strokes: string | null;
}

/**
 * One act as data: what it needs of its input and what it writes besides the change of state. Where it may lead is
 * the process table's to say, carrying it out is the executor's (transition.ts).
 */
export interface Verb<I> {
  action: SigningAction;
  /** It counts the student's other cases, so it locks the student first. */
  locksStudent?: true;
  /** A draft follows the school's parameters of today; once sent, a case keeps those it was sent under. */
  policy?: 'current';
  slot?: (input: I) => Slot;
  /** That it is the person who acts, checked before the transaction: the password, or a code. undefined: nothing is asked. */
  proof?: (input: I) => Proof;
  /** Wrong input: throws with the fields. Looked at after the version, before the process. */
  check?: (scene: Scene<I>) => void;
  facts?: (scene: Scene<I>) => Partial<SigningFacts>;
  /** A refusal of the process that can name fields. */
  explain?: (scene: Scene<I>, code: string) => AppError | undefined;
  reason?: (input: I) => Reason | null;
  patch?: (scene: Scene<I>, result: SigningAllowed) => Patch;
  slotRecord?: (scene: Scene<I>) => SlotRecord;
  /** For the history: what the reader of a record sees, and what proves the act. */
  note?: (scene: Scene<I>) => string | null;
  data?: (scene: Scene<I>) => Record<string, unknown>;
  /** Autosaving a form is no step of the case: it leaves an audit row, no line in the history. */
  silent?: true;
}
