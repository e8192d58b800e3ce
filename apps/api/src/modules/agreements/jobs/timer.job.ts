import type { TimerName } from '@qiancheng/shared';
import { defineJob } from '../../../platform/jobs/index.js';

export interface TimerPayload {
  caseId: string;
  timer: TimerName;
  /** The moment it was set for. */
  at: string;
  /** The deadline that it belongs to: a case whose deadline has moved since does not hear it. */
  deadline: string;
}

/** One ring of a case's clock: an expiry, a deadline, a reminder. */
export const TimerJob = defineJob<TimerPayload>({
  name: 'agreements.timer',
  queue: 'default',
  attempts: 10,
  dedupe: ({ caseId, timer, at }) => `${caseId}/${timer}/${at}`,
});
