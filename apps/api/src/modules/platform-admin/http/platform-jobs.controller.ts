import { Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../../../platform/access/index.js';
import { Ctx, type RequestContext } from '../../../platform/context/index.js';
import { JobsDesk } from '../jobs-desk.js';
import { PlatformJobPage, PlatformJobQuery, PlatformJobRow } from './platform.dto.js';

@ApiTags('platform')
@Controller('platform/jobs')
export class PlatformJobsController {
  constructor(private readonly jobs: JobsDesk) {}

  @Get()
  @Allow('job.manage')
  @ApiOkResponse({ type: PlatformJobPage })
  listJobs(@Query() query: PlatformJobQuery): Promise<PlatformJobPage> {
    return this.jobs.list(query);
  }

  @Post(':id/retry')
  @HttpCode(200)
  @Allow('job.manage')
  @ApiOkResponse({ type: PlatformJobRow })
  retryJob(@Ctx() ctx: RequestContext, @Param('id', ParseUUIDPipe) id: string): Promise<PlatformJobRow> {
    return this.jobs.retry(ctx, id);
  }
}
