import { checkPostcode, checkTel, reasonGiven, reviewRoleAt, SCHOOL_FIELDS, type SchoolBlock } from '@qiancheng/shared';
import { AppError, type FieldError } from '../../../platform/http/index.js';
import type { FailBody, PassBody, ReviewSchoolInput, VersionBody } from '../http/dto/commands.dto.js';
import { reasonError, reasonOf } from './reasons.js';
import type { Scene, Verb } from './verb.js';

const AGREED = '同意';

/** The four fields that every reviewer fills in (prefilled from the last time), and what is wrong with them. */
export function reviewFormErrors(school: ReviewSchoolInput): FieldError[] {
  return SCHOOL_FIELDS.filter((field) => field.required).flatMap(({ key, label, type }): FieldError[] => {
    const value = school[key as keyof ReviewSchoolInput].trim();
    const field = `school.${key}`;
    if (value === '') return [{ field, code: 'REQUIRED', message: `请填${label}。` }];
    const checked = type === 'tel' ? checkTel(value) : type === 'postcode' ? checkPostcode(value) : null;
    return checked && !checked.ok ? [{ field, code: 'FORMAT', message: checked.reason }] : [];
  });
}

function schoolBlockOf({ input, row, policy }: Scene<PassBody>): SchoolBlock {
  const opinion = input.opinion?.trim() || AGREED;
  const center = reviewRoleAt(policy, row.flow, row.review_level) === 'center';
  return {
    contact: input.school.contact.trim(),
    phone: input.school.phone.trim(),
    postcode: input.school.postcode.trim(),
    mailingAddress: input.school.mailingAddress.trim(),
    collegeOpinion: center ? (row.school_block?.collegeOpinion ?? null) : opinion,
    schoolOpinion: center ? opinion : (row.school_block?.schoolOpinion ?? null),
  };
}

/** T18. */
export const pass: Verb<PassBody> = {
  action: 'pass',
  facts: ({ input }) => ({ reviewFormComplete: reviewFormErrors(input.school).length === 0 }),
  explain: ({ input }, code) =>
    code === 'REVIEW_FORM_INCOMPLETE' ? new AppError(code, { errors: reviewFormErrors(input.school) }) : undefined,
  patch: (scene) => ({ school_block: schoolBlockOf(scene) }),
  note: ({ input }) => input.opinion?.trim() || AGREED,
};

/** T19. Both sides read the reason; the unit corrects and looks at every block again. */
export const fail: Verb<FailBody> = {
  action: 'fail',
  facts: ({ input }) => ({ reasonGiven: reasonGiven('reviewFail', input.reasonCode, input.reasonText) }),
  explain: ({ input }, code) => (code === 'REASON_REQUIRED' ? reasonError('reviewFail', input) : undefined),
  reason: (input) => reasonOf('reviewFail', input),
  patch: () => ({ confirmed: [] }),
};

/** T20. A hash that was fixed may have been read: it is left behind with its revision. */
export const clawBack: Verb<VersionBody> = {
  action: 'claw_back',
  patch: ({ row }) => (row.state === 'SIGNING' ? { content_hash: null, signing_at: null } : {}),
};
