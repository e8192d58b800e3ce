import { defineJob } from '../../../../platform/jobs/index.js';

export interface SourceActPayload {
  actId: string;
}

/** One act on the source information of many students. */
export const SourceActJob = defineJob<SourceActPayload>({ name: 'source-info.act', queue: 'bulk', attempts: 5 });
