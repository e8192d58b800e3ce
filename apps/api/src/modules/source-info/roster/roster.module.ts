import { Module } from '@nestjs/common';
import { AccountsModule } from '../../accounts/index.js';
import { PeopleModule } from '../../people/index.js';
import { SchoolsModule } from '../../schools/index.js';
import { SourceNoticesModule } from '../notices/source-notices.module.js';
import { SourceRecordsModule } from '../records/source-records.module.js';
import { ApplySourceImportHandler } from './jobs/apply-source-import.handler.js';
import { CheckSourceImportHandler } from './jobs/check-source-import.handler.js';
import { PurgeSourceImportsSweep } from './jobs/purge-source-imports.sweep.js';
import { NewStudents } from './new-students.js';
import { RegistryMacs } from './registry-macs.js';
import { RosterJudge } from './roster-judge.js';
import { RosterReports } from './roster-reports.js';
import { RosterTables } from './roster-tables.js';
import { RosterWriter } from './roster-writer.js';
import { SourceImportQueries } from './source-import-queries.js';
import { SourceImports } from './source-imports.js';
import { TeacherSourceImportsController } from './source-imports.controller.js';
import { SourceImportsRepository } from './source-imports.repository.js';

/** The roster of a cohort, from Excel (F-043). */
@Module({
  imports: [SourceRecordsModule, SchoolsModule],
  controllers: [TeacherSourceImportsController],
  providers: [SourceImports, SourceImportQueries, SourceImportsRepository],
  exports: [SourceImportsRepository],
})
export class RosterModule {}

/** What runs behind the queues: the check, the take-over, and the end of what people wrote. */
@Module({
  imports: [RosterModule, SourceRecordsModule, SourceNoticesModule, SchoolsModule, AccountsModule, PeopleModule],
  providers: [
    RosterJudge,
    RosterReports,
    RosterTables,
    RosterWriter,
    NewStudents,
    RegistryMacs,
    CheckSourceImportHandler,
    ApplySourceImportHandler,
    PurgeSourceImportsSweep,
  ],
})
export class RosterWorkerModule {}
