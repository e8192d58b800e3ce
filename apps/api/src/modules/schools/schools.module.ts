import { Module } from '@nestjs/common';
import { PublicSiteController, TeacherSchoolsController } from './http/schools.controller.js';
import { TeacherPolicyController } from './parameters/parameters.controller.js';
import { PolicyDesk } from './parameters/policy-desk.js';
import { SchoolPolicies } from './parameters/policies.js';
import { Preferences } from './preferences.js';
import { SchoolQueries } from './school-queries.js';

@Module({
  controllers: [TeacherSchoolsController, TeacherPolicyController, PublicSiteController],
  providers: [SchoolPolicies, PolicyDesk, SchoolQueries, Preferences],
  exports: [SchoolPolicies, SchoolQueries],
})
export class SchoolsModule {}
