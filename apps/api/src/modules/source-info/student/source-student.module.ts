import { Module } from '@nestjs/common';
import { AccountsModule } from '../../accounts/index.js';
import { SchoolsModule } from '../../schools/index.js';
import { StudentSourceController } from '../http/student-source.controller.js';
import { SourceNoticesModule } from '../notices/source-notices.module.js';
import { SourceRecordsModule } from '../records/source-records.module.js';
import { OwnSources } from './own-source.js';
import { OwnSourceViews } from './own-source-views.js';
import { PurgeReportFilesSweep } from './purge-report-files.sweep.js';
import { RegistryReports } from './registry-reports.js';
import { ReportFiles } from './report-files.js';
import { SourceVersions } from './source-versions.js';
import { StudentSourceActs } from './student-acts.js';

/** Verification by the student. */
@Module({
  imports: [AccountsModule, SchoolsModule, SourceRecordsModule, SourceNoticesModule],
  controllers: [StudentSourceController],
  providers: [OwnSources, OwnSourceViews, RegistryReports, ReportFiles, SourceVersions, StudentSourceActs],
  exports: [RegistryReports, ReportFiles],
})
export class SourceStudentModule {}

/** What runs by the clock. */
@Module({ providers: [PurgeReportFilesSweep] })
export class SourceStudentWorkerModule {}
