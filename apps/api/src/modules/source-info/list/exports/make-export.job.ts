import { defineJob } from '../../../../platform/jobs/index.js';

export interface MakeExportPayload {
  exportId: string;
}

/** Writes one export's file; nothing of a student stands in the order. */
export const MakeExportJob = defineJob<MakeExportPayload>({
  name: 'source-info.make-export',
  queue: 'bulk',
  attempts: 3,
});
