export {
  defineJob,
  QUEUES,
  type JobDefinition,
  type JobHandler,
  type JobRunHandle,
  type JobSpec,
  type QueueName,
} from './job.js';
export { JobsService, type EnqueueOptions } from './jobs.service.js';
export { RegisterJobHandler, RegisterSweep, type Sweep } from './registration.js';
export { installQueueSchema, QUEUE_SCHEMA } from './queue-schema.js';
