import { Module } from '@nestjs/common';
import {
  PlatformSchoolsController,
  PublicSiteController,
  TeacherSchoolsController,
} from './http/schools.controller.js';
import { SchoolPolicies } from './policies.js';
import { Preferences } from './preferences.js';
import { SchoolQueries } from './school-queries.js';

@Module({
  controllers: [TeacherSchoolsController, PlatformSchoolsController, PublicSiteController],
  providers: [SchoolPolicies, SchoolQueries, Preferences],
  exports: [SchoolPolicies, SchoolQueries],
})
export class SchoolsModule {}
