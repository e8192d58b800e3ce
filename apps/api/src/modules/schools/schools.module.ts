import { Module } from '@nestjs/common';
import { PlatformPreferencesController } from './http/platform-preferences.controller.js';
import { PublicSiteController, TeacherSchoolsController } from './http/schools.controller.js';
import { TeacherPolicyController } from './parameters/parameters.controller.js';
import { PolicyDesk } from './parameters/policy-desk.js';
import { SchoolPolicies } from './parameters/policies.js';
import { Preferences } from './preferences.js';
import { SchoolQueries } from './school-queries.js';
import { ClassCounsellors } from './tree/class-counsellors.js';
import { CohortDesk } from './tree/cohort-desk.js';
import { OrgDesk } from './tree/org-desk.js';
import { OrgTrees } from './tree/org-tree.js';
import { TeacherCohortsController, TeacherOrgController } from './tree/org.controller.js';

@Module({
  controllers: [
    TeacherSchoolsController,
    TeacherPolicyController,
    TeacherOrgController,
    TeacherCohortsController,
    PublicSiteController,
    PlatformPreferencesController,
  ],
  providers: [SchoolPolicies, PolicyDesk, SchoolQueries, Preferences, OrgTrees, OrgDesk, ClassCounsellors, CohortDesk],
  exports: [SchoolPolicies, SchoolQueries, ClassCounsellors],
})
export class SchoolsModule {}
