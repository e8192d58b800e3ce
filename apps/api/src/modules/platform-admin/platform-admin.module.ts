import { Module } from '@nestjs/common';
import { PlatformJobsController } from './http/platform-jobs.controller.js';
import { PlatformSchoolsController } from './http/platform-schools.controller.js';
import { JobsDesk } from './jobs-desk.js';
import { SchoolsOverview } from './schools-overview.js';

@Module({
  controllers: [PlatformSchoolsController, PlatformJobsController],
  providers: [SchoolsOverview, JobsDesk],
})
export class PlatformAdminModule {}
