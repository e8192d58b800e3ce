export { StudentChecks } from './checks/student-checks.js';
export { columnsOf, openValues, VALUE_COLUMNS, type ValueRow } from './records/source-columns.js';
export { SourceRecordsModule } from './records/source-records.module.js';
export { type SourceRecord, SourceRecords } from './records/source-records.js';
export { SourceNotices } from './notices/source-notices.js';
export { SourceNoticesModule } from './notices/source-notices.module.js';
export { RegistryReports } from './student/registry-reports.js';
export { SourceStudentModule } from './student/source-student.module.js';
export { RosterModule, RosterWorkerModule } from './roster/roster.module.js';
