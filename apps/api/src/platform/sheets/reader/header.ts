import { SheetRefusal } from '../refusal.js';
import { type ColumnSpec, normalizeTitle, REASON_HEADER, type SheetSpec } from '../spec.js';
import { clean } from './cell-text.js';
import type { RawRow } from './worksheet.js';

/** Banners and remarks may stand above the titles, but not more than this. */
const SEARCHED_ROWS = 20;

export interface Header {
  row: number;
  columns: Map<number, ColumnSpec>;
  unknown: string[];
}

export interface HeadedRows {
  header: Header;
  /** What is below the header. */
  rows: AsyncGenerator<RawRow>;
}

/** Finds the row of titles: of the first rows the one that names most columns. */
export async function findHeader(rows: AsyncGenerator<RawRow>, spec: SheetSpec): Promise<HeadedRows> {
  const first: RawRow[] = [];
  while (first.length < SEARCHED_ROWS) {
    const next = await rows.next();
    if (next.done) break;
    first.push(next.value);
    if (missing(spec, headerOf(next.value, spec)).length === 0 && next.value.cells.size > 1) break;
  }
  const headers = first.map((row) => headerOf(row, spec));
  const best = headers.reduce<Header | undefined>(
    (found, header) => (header.columns.size > (found?.columns.size ?? 0) ? header : found),
    undefined,
  );
  if (!best) throw new SheetRefusal('SHEET_COLUMNS_MISSING', '没有找到表头。请下载模板，按模板的表头填写。');
  const absent = missing(spec, best);
  if (absent.length > 0) {
    throw new SheetRefusal('SHEET_COLUMNS_MISSING', `表格缺少这些列：${absent.join('、')}。请下载模板对照表头。`);
  }
  return { header: best, rows: following(first.slice(headers.indexOf(best) + 1), rows) };
}

async function* following(kept: RawRow[], rows: AsyncGenerator<RawRow>): AsyncGenerator<RawRow> {
  yield* kept;
  yield* rows;
}

function missing(spec: SheetSpec, header: Header): string[] {
  const present = new Set(header.columns.values());
  return spec.columns.filter((column) => column.required && !present.has(column)).map((column) => column.header);
}

/** A title proper goes before an alias; of two columns for one key the first counts, the other is reported. */
function headerOf(row: RawRow, spec: SheetSpec): Header {
  const titles = [...row.cells].map(([index, cell]) => ({ index, title: clean(cell.text) }));
  const columns = new Map<number, ColumnSpec>();
  const taken = new Set<ColumnSpec>();
  for (const names of [(c: ColumnSpec) => [c.header], (c: ColumnSpec) => c.aliases ?? []]) {
    for (const { index, title } of titles) {
      const column = spec.columns.find((c) => names(c).some((name) => normalizeTitle(name) === normalizeTitle(title)));
      if (!column || columns.has(index) || taken.has(column)) continue;
      columns.set(index, column);
      taken.add(column);
    }
  }
  const unknown = titles.filter(({ index, title }) => title !== '' && !columns.has(index) && title !== REASON_HEADER);
  return { row: row.row, columns, unknown: unknown.map(({ title }) => title.slice(0, 60)) };
}
