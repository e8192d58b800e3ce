import { defineJob } from '../../../platform/jobs/index.js';
import type { Variant } from '../template/sheet.js';

export interface RenderAgreementPayload {
  caseId: string;
  variant: Variant;
}

/** The paper of one agreement. */
export const RenderAgreementJob = defineJob<RenderAgreementPayload>({
  name: 'documents.render-agreement',
  queue: 'pdf',
  attempts: 5,
});
