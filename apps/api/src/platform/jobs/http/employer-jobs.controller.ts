import { Controller, Get, Param, ParseUUIDPipe, Sse, UseGuards } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import type { Observable } from 'rxjs';
import { Allow } from '../../access/index.js';
import { Ctx, type RequestContext } from '../../context/index.js';
import { JobView } from '../job-view.js';
import type { JobEvent } from '../job-watcher.js';
import { JobReading } from './job-reading.js';
import { JobVisibleGuard } from './job-visible.guard.js';

@Controller('employer/jobs')
export class EmployerJobsController {
  constructor(private readonly jobs: JobReading) {}

  @Get(':id')
  @Allow('job.read', { passive: true })
  @ApiOkResponse({ type: JobView })
  getJob(@Ctx() ctx: RequestContext, @Param('id', ParseUUIDPipe) id: string): Promise<JobView> {
    return this.jobs.get(ctx, id);
  }

  @Sse(':id/events')
  @UseGuards(JobVisibleGuard)
  @Allow('job.read', { passive: true })
  @ApiOkResponse({ description: '事件 job，数据为 JobView；任务结束后关闭', content: { 'text/event-stream': {} } })
  watchJob(@Ctx() ctx: RequestContext, @Param('id', ParseUUIDPipe) id: string): Promise<Observable<JobEvent>> {
    return this.jobs.events(ctx, id);
  }
}
