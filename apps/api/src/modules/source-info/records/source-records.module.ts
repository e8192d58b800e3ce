import { Module } from '@nestjs/common';
import { SchoolsModule } from '../../schools/index.js';
import { StudentChecks } from '../checks/student-checks.js';
import { SourceFilters } from '../list/source-filters.js';
import { SourceSelections } from '../list/source-selections.js';
import { SourceRecords } from './source-records.js';

/** Records, rules and selections: what every part of source information works on. */
@Module({
  imports: [SchoolsModule],
  providers: [SourceRecords, StudentChecks, SourceFilters, SourceSelections],
  exports: [SourceRecords, StudentChecks, SourceFilters, SourceSelections],
})
export class SourceRecordsModule {}
