import { defineJob } from '../../../../platform/jobs/index.js';

export interface SourceImportPayload {
  importId: string;
}

/** Reads the sheet and judges each row; nothing of the school is changed. */
export const CheckSourceImport = defineJob<SourceImportPayload>({
  name: 'source-info.check-import',
  queue: 'bulk',
  attempts: 3,
  dedupe: ({ importId }) => importId,
});

/** Takes the rows that are in order over; a run that was cut off goes on behind its last page. */
export const ApplySourceImport = defineJob<SourceImportPayload>({
  name: 'source-info.apply-import',
  queue: 'bulk',
  attempts: 5,
  dedupe: ({ importId }) => importId,
});
