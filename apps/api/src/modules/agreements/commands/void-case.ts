import { agreementNoSequence, reasonGiven } from '@qiancheng/shared';
import { AppError } from '../../../platform/http/index.js';
import type { VoidBody } from '../http/dto/commands.dto.js';
import { reasonError, reasonOf } from './reasons.js';
import type { Scene, Verb } from './verb.js';

/** Typed by hand from the number, so that nobody voids the case beside the one that is meant. */
function checkDigits({ input, row }: Scene<VoidBody>): void {
  const expected = row.agreement_no === null ? '' : agreementNoSequence(row.agreement_no);
  if (input.confirmDigits !== expected) {
    throw new AppError('CONFIRM_DIGITS_MISMATCH', {
      errors: [{ field: 'confirmDigits', code: 'MISMATCH', message: '和协议编号的流水段对不上，请再看一遍编号。' }],
    });
  }
}

/** T26. Everybody who has acted reads the reason; the number is not used again. */
export const voidCase: Verb<VoidBody> = {
  action: 'void',
  proof: (input) => input,
  check: checkDigits,
  facts: ({ input }) => ({ reasonGiven: reasonGiven('void', input.reasonCode, input.reasonText) }),
  explain: ({ input }, code) => (code === 'REASON_REQUIRED' ? reasonError('void', input) : undefined),
  reason: (input) => reasonOf('void', input),
};
