import { EXCEPTION_ROWS } from './rows-exceptions.js';
import { INVITE_ROWS } from './rows-invite.js';
import { SCHOOL_ROWS } from './rows-school.js';
import { STUDENT_ROWS } from './rows-student.js';
import type { SigningRow } from './row.js';
import type { SigningAction } from './states.js';

/** The whole process: actions, not target states, because two actors can take the same edge with different rights. */
export const SIGNING_TABLE: readonly SigningRow[] = [
  ...INVITE_ROWS,
  ...STUDENT_ROWS,
  ...SCHOOL_ROWS,
  ...EXCEPTION_ROWS,
];

const BY_ACTION = new Map(SIGNING_TABLE.map((row) => [row.action, row]));

/** Each action has exactly one row (checkTable proves it). */
export function rowOf(action: SigningAction): SigningRow {
  const row = BY_ACTION.get(action);
  if (!row) throw new RangeError(`no row for action ${action}`);
  return row;
}
