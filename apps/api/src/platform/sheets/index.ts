export { checkRow, issueOf } from './check-row.js';
export type { SheetFormat } from './format.js';
export { DEFAULT_LIMITS, type SheetLimits } from './limits.js';
export { checkSheetFile, readSheet, type ReadSheetOptions, type SheetReading } from './read-sheet.js';
export { type SheetReport, SheetReporter, writeReport } from './report.js';
export {
  type ColumnKind,
  type ColumnSpec,
  defineSheet,
  type SheetIssue,
  type SheetRow,
  type SheetSpec,
} from './spec.js';
export { type ExportRow, writeRows } from './write-rows.js';
export { writeTemplate } from './write-template.js';
