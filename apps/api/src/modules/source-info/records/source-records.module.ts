import { Module } from '@nestjs/common';
import { SchoolsModule } from '../../schools/index.js';
import { StudentChecks } from '../checks/student-checks.js';
import { SourceRecords } from './source-records.js';

/** Records and rules: what every part of source information works on. */
@Module({
  imports: [SchoolsModule],
  providers: [SourceRecords, StudentChecks],
  exports: [SourceRecords, StudentChecks],
})
export class SourceRecordsModule {}
