import { Module } from '@nestjs/common';
import {
  PlatformSchoolsController,
  PublicSiteController,
  TeacherSchoolsController,
} from './http/schools.controller.js';
import { Preferences } from './preferences.js';
import { SchoolQueries } from './school-queries.js';

@Module({
  controllers: [TeacherSchoolsController, PlatformSchoolsController, PublicSiteController],
  providers: [SchoolQueries, Preferences],
  exports: [],
})
export class SchoolsModule {}
