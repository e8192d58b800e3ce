export { StudentChecks } from './checks/student-checks.js';
export { SourceListModule, SourceListWorkerModule } from './list/source-list.module.js';
export { columnsOf, openValues, VALUE_COLUMNS, type ValueRow } from './records/source-columns.js';
export { SourceRecordsModule } from './records/source-records.module.js';
export { type SourceRecord, SourceRecords } from './records/source-records.js';
