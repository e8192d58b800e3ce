/** What a sheet looks like, told once: templates, reading, exports and reports all follow it. */
export type ColumnKind = 'text' | 'integer' | 'decimal' | 'date';

export interface ColumnSpec<K extends string = string> {
  key: K;
  /** The title that people see. */
  header: string;
  /** Other titles that are understood as this column: old names, the names of other systems. */
  aliases?: readonly string[];
  required?: boolean;
  note?: string;
  /** In characters. */
  width?: number;
  /** The only texts allowed, offered as a drop-down list. */
  options?: readonly string[];
  kind?: ColumnKind;
  example?: string;
}

export interface SheetSpec<K extends string = string> {
  /** Name of the worksheet that holds the rows. */
  name: string;
  columns: readonly ColumnSpec<K>[];
  /** Sentences above the list of columns on the sheet 填写说明. */
  notes?: readonly string[];
}

export interface SheetIssue<K extends string = string> {
  /** Row number in the uploaded file, as Excel shows it. */
  row: number;
  /** Null when the matter concerns the row as a whole. */
  key: K | null;
  header: string;
  value: string;
  reason: string;
  severity: 'error' | 'warning';
}

export interface SheetRow<K extends string = string> {
  row: number;
  /** Every key of the specification; an empty text where the cell or its column is absent. */
  values: Record<K, string>;
  /** What could not be read without loss. */
  issues: SheetIssue<K>[];
}

/** Keeps the keys as literal types: `defineSheet({ name, columns: [{ key: 'studentNo', … }] })`. */
export function defineSheet<const K extends string>(spec: SheetSpec<K>): SheetSpec<K> {
  return spec;
}

/** The column that a reason or a mark of ours stands in; never data. */
export const REASON_HEADER = '问题说明';

/** Titles are equal when they differ in width, case, blanks and the mark of required columns only. */
export function normalizeTitle(title: string): string {
  return title
    .normalize('NFKC')
    .replace(/[\s*\u200b\ufeff]/g, '')
    .toLowerCase();
}

export function titleOf(column: ColumnSpec): string {
  return column.required ? `${column.header}*` : column.header;
}
