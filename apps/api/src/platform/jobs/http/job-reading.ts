import { Injectable } from '@nestjs/common';
import type { Observable } from 'rxjs';
import type { RequestContext } from '../../context/index.js';
import type { JobView } from '../job-view.js';
import { type JobEvent, JobWatcher } from '../job-watcher.js';
import { JobsQuery } from '../jobs-query.js';

/** What the three audiences' controllers share. */
@Injectable()
export class JobReading {
  constructor(
    private readonly jobs: JobsQuery,
    private readonly watcher: JobWatcher,
  ) {}

  get(ctx: RequestContext, id: string): Promise<JobView> {
    return this.jobs.get(ctx, id);
  }

  async events(ctx: RequestContext, id: string): Promise<Observable<JobEvent>> {
    return this.watcher.watch(await this.jobs.get(ctx, id));
  }
}
