import { SheetRefusal } from '../refusal.js';
import type { RawCell } from './cell-text.js';
import { GENERAL } from './number-format.js';
import type { Workbook, WorkbookSheet } from './workbook.js';
import { readXml } from './xml.js';

/** A row as the file has it, by column from 0. */
export interface RawRow {
  row: number;
  cells: Map<number, RawCell>;
}

const COLUMNS = 16_384;
const ROWS = 1_048_576;
/** How workbooks write characters that XML cannot hold. */
const ESCAPED = /_x([0-9A-Fa-f]{4})_/g;

/** The rows of a worksheet in the order of the file, without keeping any. */
export async function* worksheetRows(book: Workbook, sheet: WorkbookSheet): AsyncGenerator<RawRow> {
  let ready: RawRow[] = [];
  let row: RawRow | undefined;
  let lastRow = 0;
  let cell: { column: number; type: string; style: number; formula: boolean; text: string } | undefined;
  let lastColumn = -1;
  let inText = false;
  let phonetic = false;
  const chunks = readXml(book.archive, sheet.entry, {
    open(name, attributes) {
      if (name === 'row') {
        lastRow = attributes.r === undefined ? lastRow + 1 : Number(attributes.r);
        if (!Number.isInteger(lastRow) || lastRow < 1 || lastRow > ROWS) throw new SheetRefusal('SHEET_UNREADABLE');
        row = { row: lastRow, cells: new Map() };
        lastColumn = -1;
      }
      if (name === 'c' && row) {
        lastColumn = attributes.r === undefined ? lastColumn + 1 : columnOf(attributes.r);
        const { t: type = 'n', s: style } = attributes;
        cell = { column: lastColumn, type, style: Number(style ?? 0), formula: false, text: '' };
      }
      if (name === 'f' && cell) cell.formula = true;
      if (name === 'rPh') phonetic = true;
      inText = cell !== undefined && (name === 'v' || (name === 't' && !phonetic));
    },
    text(piece) {
      if (inText && cell) cell.text += piece;
    },
    close(name) {
      if (name === 'v' || name === 't') inText = false;
      if (name === 'rPh') phonetic = false;
      if (name === 'c' && cell) {
        if (cell.text !== '' || cell.formula) row?.cells.set(cell.column, finished(book, cell));
        cell = undefined;
      }
      if (name === 'row' && row) {
        if (row.cells.size > 0) ready.push(row);
        row = undefined;
      }
    },
  });
  for await (const _ of chunks) {
    yield* ready;
    ready = [];
  }
}

function finished(book: Workbook, cell: { type: string; style: number; formula: boolean; text: string }): RawCell {
  const stored = cell.type === 's' ? (book.strings[Number(cell.text)] ?? '') : cell.text;
  const text = stored.includes('_x')
    ? stored.replace(ESCAPED, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : stored;
  return { type: cell.type, text, formula: cell.formula, format: book.formats[cell.style] ?? GENERAL };
}

/** `AB12` is 27. */
function columnOf(reference: string): number {
  const letters = /^([A-Z]{1,3})\d+$/.exec(reference)?.[1];
  if (letters === undefined) throw new SheetRefusal('SHEET_UNREADABLE');
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  if (column > COLUMNS) throw new SheetRefusal('SHEET_UNREADABLE');
  return column - 1;
}
