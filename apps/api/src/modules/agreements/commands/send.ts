import { AGREEMENT_BLOCKS, checkAgreementForm, type AgreementValues } from '@qiancheng/shared';
import { AppError } from '../../../platform/http/index.js';
import type { VersionBody } from '../http/dto/commands.dto.js';
import { certified } from '../domain/draft.js';
import type { Scene, Verb } from './verb.js';

const BLOCKS = AGREEMENT_BLOCKS.map((block) => block.key);

/** What would be sent: the unit's certified facts are those of today, whatever the draft was saved with. */
function valuesOf({ row }: Scene<VersionBody>): AgreementValues {
  return certified(row.form_values, row.employer);
}

/** T03. The student is locked first, so that the seats are counted without a race (I2). */
export const send: Verb<VersionBody> = {
  action: 'send',
  locksStudent: true,
  policy: 'current',
  facts: (scene) => ({
    formComplete: checkAgreementForm(valuesOf(scene)).length === 0,
    confirmedAll: BLOCKS.every((key) => scene.row.confirmed.includes(key)),
  }),
  explain: (scene, code) => {
    if (code === 'FORM_INCOMPLETE') {
      const errors = checkAgreementForm(valuesOf(scene)).map(({ path, code: found, message }) => ({
        field: path,
        code: found,
        message,
      }));
      return new AppError('FORM_INCOMPLETE', { errors });
    }
    if (code !== 'NOT_CONFIRMED') return undefined;
    const missing = AGREEMENT_BLOCKS.filter((block) => !scene.row.confirmed.includes(block.key));
    return new AppError('NOT_CONFIRMED', {
      detail: `还要核对：${missing.map((block) => block.label).join('、')}。`,
      errors: missing.map(({ key, label }) => ({ field: key, code: 'NOT_CONFIRMED', message: `${label}还没有核对。` })),
    });
  },
  patch: (scene) => ({
    policy_version: scene.policyVersion,
    form_values: valuesOf(scene),
    sent_at: scene.now,
    // A case that comes back from review starts afresh.
    accepted_at: null,
    signing_at: null,
    student_block: null,
    school_block: null,
  }),
};
