import { exportColumn, type SourceExportColumn } from '@qiancheng/shared';
import type { SheetSpec } from '../../../../platform/sheets/index.js';

/** The sheet of an export: its columns in the order that was asked for. */
export function defineSheetOfExport(columns: readonly SourceExportColumn[]): SheetSpec<string> {
  return { name: '生源信息', columns: columns.map((key) => ({ key, header: exportColumn(key).label })) };
}
