import { Module } from '@nestjs/common';
import { PublicSiteController, TeacherSchoolsController } from './http/schools.controller.js';
import { SchoolPolicies } from './policies.js';
import { Preferences } from './preferences.js';
import { SchoolQueries } from './school-queries.js';

@Module({
  controllers: [TeacherSchoolsController, PublicSiteController],
  providers: [SchoolPolicies, SchoolQueries, Preferences],
  exports: [SchoolPolicies, SchoolQueries],
})
export class SchoolsModule {}
