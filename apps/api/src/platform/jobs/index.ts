export { drainJobs, runSweep, type DrainedRun, type DrainOptions } from './drain.js';
export {
  defineJob,
  QUEUES,
  type JobDefinition,
  type JobHandler,
  type JobRunHandle,
  type JobSpec,
  type QueueName,
} from './job.js';
export { JOB_STATUSES, JobProgressView, JobResultView, JobView, type JobStatus } from './job-view.js';
export { JobsModule, type JobsRole } from './jobs.module.js';
export { JobsQuery } from './jobs-query.js';
export { JobsService, type EnqueueOptions } from './jobs.service.js';
export { NoQueue, QueuePort } from './queue-port.js';
export { installQueueSchema, QUEUE_SCHEMA } from './queue-schema.js';
export { RegisterJobHandler, RegisterSweep, type Sweep } from './registration.js';
