import { defineJob } from '../../../platform/jobs/index.js';

export interface DeliverPayload {
  /** Of the delivery: where it goes and what it says never stand in a job. */
  id: string;
}

/** Half an hour of attempts: a provider that is down for a moment loses nobody's message. */
export const Deliver = defineJob<DeliverPayload>({
  name: 'messaging.deliver',
  queue: 'notify',
  attempts: 10,
  backoffMs: 5_000,
});
