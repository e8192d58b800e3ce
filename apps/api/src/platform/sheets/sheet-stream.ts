import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { setImmediate } from 'node:timers/promises';
import type ExcelJS from 'exceljs';
import { inertText, sheetName, TEXT_FORMAT, widthOf } from './text.js';

export interface StreamedColumn {
  title: string;
  width?: number | undefined;
}

export interface StreamedRow {
  texts: readonly string[];
  /** By column: colour and note of a cell. */
  marks?: readonly ({ fill: string; note: string } | undefined)[];
}

const ROWS_AT_ONCE = 100;

/** One worksheet written row by row to a stream, no faster than the stream takes it. */
export class SheetStream {
  private constructor(
    private readonly target: Writable,
    private readonly book: ExcelJS.stream.xlsx.WorkbookWriter,
    private readonly sheet: ExcelJS.Worksheet,
  ) {}

  /** Begins the sheet with its titles. The library is large: processes that write no sheet do not load it. */
  static async open(target: Writable, name: string, columns: readonly StreamedColumn[]): Promise<SheetStream> {
    const { default: Excel } = await import('exceljs');
    const book = new Excel.stream.xlsx.WorkbookWriter({ stream: target, useStyles: true, useSharedStrings: false });
    const sheet = book.addWorksheet(sheetName(name), { views: [{ state: 'frozen', ySplit: 1 }] });
    sheet.columns = columns.map(({ title, width }) => ({
      width: width ?? widthOf(title),
      style: { numFmt: TEXT_FORMAT },
    }));
    const header = sheet.addRow(columns.map(({ title }) => inertText(title)));
    header.font = { bold: true };
    header.commit();
    return new SheetStream(target, book, sheet);
  }

  async write<T>(rows: AsyncIterable<T> | Iterable<T>, toRow: (row: T) => StreamedRow): Promise<void> {
    const done = finished(this.target);
    // awaited below; until then a reader who leaves must not end the process
    done.catch(() => {});
    try {
      let written = 0;
      for await (const row of rows) {
        this.add(toRow(row));
        if (++written % ROWS_AT_ONCE === 0) await this.room(done);
      }
    } catch (error) {
      this.target.destroy(error instanceof Error ? error : new Error(String(error)));
      throw error;
    }
    await Promise.race([this.book.commit(), done]);
    await done;
  }

  private add({ texts, marks }: StreamedRow): void {
    const row = this.sheet.addRow(texts.map((text) => (text === '' ? null : inertText(text))));
    marks?.forEach((mark, i) => {
      if (!mark) return;
      const cell = row.getCell(i + 1);
      cell.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: mark.fill } };
      cell.note = mark.note;
    });
    row.commit();
  }

  private async room(done: Promise<void>): Promise<void> {
    await setImmediate();
    if (this.target.destroyed) await done;
    if (this.target.writableNeedDrain) await Promise.race([once(this.target, 'drain'), done]);
  }
}
