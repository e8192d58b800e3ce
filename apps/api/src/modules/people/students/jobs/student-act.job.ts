import { defineJob } from '../../../../platform/jobs/index.js';

export interface StudentActPayload {
  actId: string;
}

/** One act on many students' accounts; where it makes activation codes, their slips as well. */
export const StudentActJob = defineJob<StudentActPayload>({ name: 'people.student-act', queue: 'bulk', attempts: 5 });
