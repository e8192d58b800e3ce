import { findReason, REASONS, type ReasonList } from '@qiancheng/shared';
import { AppError } from '../../../platform/http/index.js';
import type { Reason } from './verb.js';

interface ReasonInput {
  reasonCode: string;
  reasonText?: string | null;
}

/** Code and text as they are stored, and as the other side reads them word for word. */
export function reasonOf(list: ReasonList, input: ReasonInput): Reason | null {
  const found = findReason(list, input.reasonCode);
  if (!found) return null;
  const text = input.reasonText?.trim() || null;
  return { code: found.code, text, words: text ? `${found.label}，${text}` : found.label };
}

/** Names the field that is missing: the code, or the text that this code asks for. */
export function reasonError(list: ReasonList, input: ReasonInput): AppError {
  const found = findReason(list, input.reasonCode);
  const error = found
    ? { field: 'reasonText', code: 'REQUIRED', message: `选「${found.label}」时请写说明。` }
    : { field: 'reasonCode', code: 'REQUIRED', message: '请选一个原因。' };
  return new AppError('REASON_REQUIRED', { detail: error.message, errors: [error] });
}

const LABELS = new Map(
  Object.values(REASONS)
    .flat()
    .map((reason) => [reason.code as string, reason.label as string]),
);
const BY_ACTION: Partial<Record<string, ReasonList>> = {
  decline: 'decline',
  fail: 'reviewFail',
  void: 'void',
  print: 'reprint',
};

/** The label of a stored code; the same code may read differently in another list, so the act is asked first. */
export function reasonLabel(action: string | null, code: string | null): string | null {
  if (code === null) return null;
  const list = action === null ? undefined : BY_ACTION[action];
  return (list && findReason(list, code)?.label) ?? LABELS.get(code) ?? code;
}
