import type { SaveDraftBody } from '../http/dto/commands.dto.js';
import { changedBlocks, mergedDraft } from '../domain/draft.js';
import type { Verb } from './verb.js';

/** D01. Half a form is fine; a block whose values change loses its tick. */
export const saveDraft: Verb<SaveDraftBody> = {
  action: 'save_draft',
  policy: 'current',
  silent: true,
  patch: ({ input, row, policyVersion }) => {
    const values = mergedDraft(row.form_values, input.values, row.employer);
    const changed = changedBlocks(row.form_values, values);
    // A tick that came with the changed values themselves was set on what is saved now.
    const kept = input.confirmed.filter((key) => !changed.has(key) || !row.confirmed.includes(key));
    return { form_values: values, confirmed: [...new Set(kept)], policy_version: policyVersion };
  },
};
