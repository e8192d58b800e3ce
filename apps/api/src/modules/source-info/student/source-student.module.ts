import { Module } from '@nestjs/common';
import { SchoolsModule } from '../../schools/index.js';
import { StudentSourceController } from '../http/student-source.controller.js';
import { SourceNoticesModule } from '../notices/source-notices.module.js';
import { SourceRecordsModule } from '../records/source-records.module.js';
import { OwnSources } from './own-source.js';
import { OwnSourceViews } from './own-source-views.js';
import { RegistryReports } from './registry-reports.js';
import { SourceVersions } from './source-versions.js';
import { StudentSourceActs } from './student-acts.js';

/** Verification by the student. */
@Module({
  imports: [SchoolsModule, SourceRecordsModule, SourceNoticesModule],
  controllers: [StudentSourceController],
  providers: [OwnSources, OwnSourceViews, RegistryReports, SourceVersions, StudentSourceActs],
  exports: [RegistryReports],
})
export class SourceStudentModule {}
