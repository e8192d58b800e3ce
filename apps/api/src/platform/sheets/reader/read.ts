import { openArchive } from '../archive.js';
import type { SheetFormat } from '../format.js';
import type { SheetLimits } from '../limits.js';
import { SheetRefusal } from '../refusal.js';
import { type ColumnSpec, normalizeTitle, type SheetIssue, type SheetRow, type SheetSpec } from '../spec.js';
import { cellText } from './cell-text.js';
import { csvRows, decodeText } from './csv.js';
import { findHeader, type HeadedRows } from './header.js';
import type { SheetHead } from './protocol.js';
import { openWorkbook, type Workbook } from './workbook.js';
import { type RawRow, worksheetRows } from './worksheet.js';

export interface ReadResult {
  head: SheetHead;
  rows: AsyncGenerator<SheetRow>;
}

/** Sheets that are tried for the header; a workbook of rows has few. */
const TRIED_SHEETS = 5;

export async function read(
  bytes: Buffer,
  spec: SheetSpec,
  format: SheetFormat,
  limits: SheetLimits,
): Promise<ReadResult> {
  const { sheet, headed, date1904 } =
    format === 'csv' ? await fromCsv(bytes, spec) : await fromXlsx(bytes, spec, limits);
  const { row, columns, unknown } = headed.header;
  const present = new Set(columns.values());
  const keys = spec.columns.filter((column) => present.has(column)).map((column) => column.key);
  return {
    head: { sheet, headerRow: row, columns: keys, unknownColumns: unknown },
    rows: dataRows(headed, spec, limits, date1904),
  };
}

async function fromCsv(bytes: Buffer, spec: SheetSpec) {
  const rows = (async function* () {
    yield* csvRows(decodeText(bytes));
  })();
  return { sheet: spec.name, headed: await findHeader(rows, spec), date1904: false };
}

/** The sheet of the template's name first, then the others as their tabs stand. */
async function fromXlsx(bytes: Buffer, spec: SheetSpec, limits: SheetLimits) {
  const book = await openWorkbook(await openArchive(bytes, limits));
  const named = (name: string) => normalizeTitle(name) === normalizeTitle(spec.name);
  const sheets = book.sheets.toSorted((a, b) => Number(named(b.name)) - Number(named(a.name)));
  let refusal = new SheetRefusal('SHEET_UNREADABLE', '文件里没有工作表。请用模板填写后再上传。');
  for (const [i, sheet] of sheets.slice(0, TRIED_SHEETS).entries()) {
    const headed = await tryHeader(book, sheet, spec);
    if (!(headed instanceof SheetRefusal)) return { sheet: sheet.name, headed, date1904: book.date1904 };
    if (i === 0) refusal = headed;
  }
  throw refusal;
}

async function tryHeader(book: Workbook, sheet: Workbook['sheets'][number], spec: SheetSpec) {
  try {
    return await findHeader(worksheetRows(book, sheet), spec);
  } catch (error) {
    if (error instanceof SheetRefusal && error.code === 'SHEET_COLUMNS_MISSING') return error;
    throw error;
  }
}

async function* dataRows(headed: HeadedRows, spec: SheetSpec, limits: SheetLimits, date1904: boolean) {
  let count = 0;
  const empty = Object.fromEntries(spec.columns.map((column) => [column.key, '']));
  for await (const raw of headed.rows) {
    const row = rowOf(raw, headed.header.columns, empty, limits, date1904);
    if (Object.values(row.values).every((value) => value === '') && row.issues.length === 0) continue;
    if (++count > limits.maxRows) {
      throw new SheetRefusal('SHEET_TOO_LARGE', `一次最多 ${limits.maxRows} 行。请分成几个文件，分次上传。`);
    }
    yield row;
  }
}

function rowOf(
  raw: RawRow,
  columns: Map<number, ColumnSpec>,
  empty: Readonly<Record<string, string>>,
  limits: SheetLimits,
  date1904: boolean,
): SheetRow {
  const values = { ...empty };
  const issues: SheetIssue[] = [];
  for (const [index, { key, header, kind = 'text' }] of columns) {
    const cell = raw.cells.get(index);
    if (!cell) continue;
    const { text, problem } = cellText(cell, kind, date1904);
    const value = text.slice(0, limits.maxCellChars).toWellFormed();
    values[key] = value;
    const reason = problem ?? (text.length > value.length ? `内容超过 ${limits.maxCellChars} 个字` : undefined);
    if (reason !== undefined) issues.push({ row: raw.row, key, header, value, reason, severity: 'error' });
  }
  return { row: raw.row, values, issues };
}
