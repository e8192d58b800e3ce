import { defineJob } from '../../../platform/jobs/index.js';

export interface UnitImportPayload {
  importId: string;
}

/** Reads a school's sheet and judges it; changes nothing in the directory. */
export const CheckUnitImport = defineJob<UnitImportPayload>({
  name: 'directory.check-import',
  queue: 'bulk',
  attempts: 3,
  dedupe: ({ importId }) => importId,
});

/** Takes the valid rows over, page by page; a run that was cut off goes on behind the last page. */
export const ApplyUnitImport = defineJob<UnitImportPayload>({
  name: 'directory.apply-import',
  queue: 'bulk',
  attempts: 5,
  dedupe: ({ importId }) => importId,
});
