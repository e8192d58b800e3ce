import type ExcelJS from 'exceljs';
import { type ColumnSpec, type SheetSpec, titleOf } from './spec.js';
import { inertText, sheetName, TEXT_FORMAT, widthOf } from './text.js';

const NOTES = '填写说明';
const LISTS = '选项';
/** Excel keeps a list in the rule itself up to here. */
const INLINE_LIST_CHARS = 250;
const LAST_ROW = 20_001;
const KINDS = { text: '文本', integer: '整数', decimal: '数字', date: '日期，例如 2026-07-01' } as const;

/** The part of exceljs that its types leave out: one rule for a whole range. */
interface WithRules {
  dataValidations: { add(range: string, rule: ExcelJS.DataValidation): void };
}

/** An empty sheet to fill in: titles, drop-downs, text format throughout, and a second sheet that explains. */
export async function writeTemplate(spec: SheetSpec): Promise<Buffer> {
  const { default: Excel } = await import('exceljs');
  const book = new Excel.Workbook();
  const sheet = book.addWorksheet(sheetName(spec.name), { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = spec.columns.map((column) => ({
    width: column.width ?? widthOf(titleOf(column)),
    style: { numFmt: TEXT_FORMAT },
  }));
  spec.columns.forEach((column, i) => writeTitle(sheet.getCell(1, i + 1), column));
  writeNotes(book, spec);
  writeLists(book, sheet, spec);
  return Buffer.from(await book.xlsx.writeBuffer());
}

function writeTitle(cell: ExcelJS.Cell, column: ColumnSpec): void {
  cell.value = inertText(titleOf(column));
  cell.font = { bold: true, color: { argb: column.required ? 'FFC00000' : 'FF000000' } };
  cell.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFF2F2F2' } };
  if (column.note) cell.note = inertText(column.note);
}

function writeNotes(book: ExcelJS.Workbook, spec: SheetSpec): void {
  const sheet = book.addWorksheet(NOTES);
  sheet.columns = [20, 8, 24, 48, 28].map((width) => ({ width, style: { numFmt: TEXT_FORMAT } }));
  const general = ['带 * 的列必填。不要改动表头。', ...(spec.notes ?? [])];
  for (const line of general) sheet.addRow([inertText(line)]);
  sheet.addRow([]);
  sheet.addRow(['列', '必填', '格式', '说明', '示例']).font = { bold: true };
  for (const column of spec.columns) {
    const kind = column.options ? '从下拉列表选' : KINDS[column.kind ?? 'text'];
    const texts = [column.header, column.required ? '是' : '', kind, column.note ?? '', column.example ?? ''];
    sheet.addRow(texts.map(inertText)).alignment = { wrapText: true, vertical: 'top' };
  }
}

function writeLists(book: ExcelJS.Workbook, sheet: ExcelJS.Worksheet, spec: SheetSpec): void {
  let lists: ExcelJS.Worksheet | undefined;
  for (const [i, column] of spec.columns.entries()) {
    if (!column.options?.length) continue;
    const inline = column.options.join(',');
    let source = `"${inline.replaceAll('"', '""')}"`;
    if (inline.length > INLINE_LIST_CHARS || column.options.some((option) => /[,"]/.test(option))) {
      lists ??= book.addWorksheet(LISTS, { state: 'hidden' });
      source = writeList(lists, column.options);
    }
    const letter = sheet.getColumn(i + 1).letter;
    (sheet as unknown as WithRules).dataValidations.add(`${letter}2:${letter}${LAST_ROW}`, {
      type: 'list',
      allowBlank: true,
      formulae: [source],
      showErrorMessage: true,
      errorTitle: column.header,
      error: '请从下拉列表里选。',
    });
  }
}

/** The next free column of the hidden sheet, and where it lies. */
function writeList(lists: ExcelJS.Worksheet, options: readonly string[]): string {
  const column = lists.getColumn(lists.columnCount + 1);
  column.numFmt = TEXT_FORMAT;
  options.forEach((option, i) => (lists.getCell(i + 1, column.number).value = inertText(option)));
  return `${LISTS}!$${column.letter}$1:$${column.letter}$${options.length}`;
}
