import { defineJob } from '../../../platform/jobs/index.js';
import type { Variant } from '../template/sheet.js';

export interface PrintBulkPayload {
  /** In the order of the list that somebody selected from. */
  caseIds: string[];
  variant: Variant;
}

/** Many agreements in one file. */
export const PrintBulkJob = defineJob<PrintBulkPayload>({ name: 'documents.print-bulk', queue: 'bulk', attempts: 3 });
