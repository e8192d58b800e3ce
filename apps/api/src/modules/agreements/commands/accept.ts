import { HEALTH } from '@qiancheng/shared';
import { AppError, type FieldError } from '../../../platform/http/index.js';
import type { AcceptBody } from '../http/dto/commands.dto.js';
import { studentBlockOf } from '../domain/student-block.js';
import { CONSENT_VERSION } from '../texts/consent.js';
import { reauthOk } from './reauth.js';
import type { Verb } from './verb.js';

function missingFields({ healthCode, opinion }: AcceptBody): FieldError[] {
  const errors: FieldError[] = [];
  if (!HEALTH.some((option) => option.value === healthCode)) {
    errors.push({ field: 'healthCode', code: 'REQUIRED', message: '请选健康状况。' });
  }
  if (opinion.trim() === '') errors.push({ field: 'opinion', code: 'REQUIRED', message: '请写本人意见，例如“同意”。' });
  return errors;
}

/** T07. The student, and nobody else; from here on the student's block is fixed in the case. */
export const accept: Verb<AcceptBody> = {
  action: 'accept',
  locksStudent: true,
  proof: (input) => input,
  check: ({ input }) => {
    if (input.consentVersion !== CONSENT_VERSION) throw new AppError('CONSENT_OUTDATED');
  },
  facts: ({ input, policy, reauth }) => ({
    studentFieldsComplete: missingFields(input).length === 0,
    reauthOk: reauthOk(policy, reauth),
  }),
  explain: ({ input }, code) =>
    code === 'FIELDS_INCOMPLETE' ? new AppError('FIELDS_INCOMPLETE', { errors: missingFields(input) }) : undefined,
  patch: ({ row, input, now }) => ({
    student_block: studentBlockOf(row, { healthCode: input.healthCode, opinion: input.opinion.trim() }),
    accepted_at: now,
  }),
  data: ({ input }) => ({ consentVersion: input.consentVersion }),
};
