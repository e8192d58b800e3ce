import { AppError, type ErrorCode } from '../../../platform/http/index.js';

/** The database's own refusals of what the process had allowed: somebody else was first. */
const BY_CONSTRAINT: Record<string, ErrorCode> = {
  signing_case_one_live: 'ACTIVE_CASE',
  signing_case_one_invitation: 'INVITE_DUPLICATE',
  signing_case_invite_limit: 'INVITE_LIMIT',
};

/** serialization_failure, deadlock_detected, lock_not_available */
const TRY_AGAIN = new Set(['40001', '40P01', '55P03']);

interface DatabaseError {
  code?: string;
  constraint?: string;
}

/** Turns a refusal of the database into the code that people get; what is no such refusal stays a defect. */
export async function translated<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const { code, constraint } = error as DatabaseError;
    const known = constraint === undefined ? undefined : BY_CONSTRAINT[constraint];
    if (known) throw new AppError(known, { cause: error });
    if (code !== undefined && TRY_AGAIN.has(code)) throw new AppError('CONFLICT', { cause: error });
    throw error;
  }
}
