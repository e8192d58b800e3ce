import { defineJob } from '../../../../platform/jobs/index.js';

export interface OrgImportPayload {
  importId: string;
}

/** Reads an uploaded sheet and says what it would change. */
export const CheckOrgImport = defineJob<OrgImportPayload>({
  name: 'schools.check-org-import',
  queue: 'bulk',
  attempts: 3,
  dedupe: ({ importId }) => importId,
});

/** Makes of the tree what the sheet says: all of it or nothing. */
export const ApplyOrgImport = defineJob<OrgImportPayload>({
  name: 'schools.apply-org-import',
  queue: 'bulk',
  attempts: 3,
  dedupe: ({ importId }) => importId,
});
