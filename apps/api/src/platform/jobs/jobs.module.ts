import { type DynamicModule, Inject, Module, type OnApplicationShutdown, type Provider } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { AppConfig } from '../config/index.js';
import { type BullBackend, createBullBackend } from './bull-backend.js';
import { BullQueue } from './bull-queue.js';
import { HandlerRegistry } from './handler-registry.js';
import { EmployerJobsController } from './http/employer-jobs.controller.js';
import { JobReading } from './http/job-reading.js';
import { StudentJobsController } from './http/student-jobs.controller.js';
import { TeacherJobsController } from './http/teacher-jobs.controller.js';
import { JobRunner } from './job-runner.js';
import { JobStore } from './job-store.js';
import { JobWatcher } from './job-watcher.js';
import { JobsQuery } from './jobs-query.js';
import { JobsService } from './jobs.service.js';
import { NoQueue, QueuePort } from './queue-port.js';
import { PurgeJobRuns } from './purge-job-runs.js';
import { Sweeper } from './sweeper.js';
import { BULL_BACKEND } from './tokens.js';
import { WorkerHost } from './worker-host.js';

/**
 * - `api`: enqueues and shows progress.
 * - `worker`: enqueues and runs.
 * - `inline`: enqueues, shows progress, runs when told to (`drainJobs`): tests and one-off commands; no queue at all.
 */
export type JobsRole = 'api' | 'worker' | 'inline';

const CONTROLLERS = [TeacherJobsController, StudentJobsController, EmployerJobsController];
const READING: Provider[] = [JobWatcher, JobReading];
const RUNNING: Provider[] = [HandlerRegistry, JobStore, JobRunner, Sweeper, PurgeJobRuns];

const BACKEND: Provider = { provide: BULL_BACKEND, inject: [AppConfig], useFactory: createBullBackend };
const BULL: Provider = {
  provide: QueuePort,
  inject: [BULL_BACKEND],
  useFactory: (backend: BullBackend) => new BullQueue(backend),
};

function providersOf(role: JobsRole): Provider[] {
  switch (role) {
    case 'api':
      return [BACKEND, BULL, ...READING];
    case 'worker':
      return [BACKEND, BULL, ...RUNNING, WorkerHost];
    case 'inline':
      return [{ provide: QueuePort, useClass: NoQueue }, ...READING, ...RUNNING];
  }
}

@Module({})
export class JobsModule implements OnApplicationShutdown {
  constructor(@Inject(QueuePort) private readonly queues: QueuePort) {}

  static register(role: JobsRole): DynamicModule {
    return {
      module: JobsModule,
      global: true,
      imports: [DiscoveryModule],
      controllers: role === 'worker' ? [] : CONTROLLERS,
      providers: [JobsService, JobsQuery, ...providersOf(role)],
      exports: [JobsService, JobsQuery, QueuePort],
    };
  }

  /** After every module has finished its own closing: until then something may still enqueue. */
  async onApplicationShutdown(): Promise<void> {
    await this.queues.close();
  }
}
