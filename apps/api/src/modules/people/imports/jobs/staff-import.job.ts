import { defineJob } from '../../../../platform/jobs/index.js';

export interface StaffImportPayload {
  importId: string;
}

/** Reads the sheet and judges each row; nothing is changed. */
export const CheckStaffImport = defineJob<StaffImportPayload>({
  name: 'people.check-staff-import',
  queue: 'bulk',
  attempts: 3,
});

/** Opens and updates the accounts of the rows that are in order, and writes the sheet of initial passwords. */
export const ApplyStaffImport = defineJob<StaffImportPayload>({
  name: 'people.apply-staff-import',
  queue: 'bulk',
  attempts: 5,
});
