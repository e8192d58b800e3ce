import type { ColumnSpec, SheetIssue, SheetRow, SheetSpec } from './spec.js';

/** What the specification alone can tell of a row: empty, not a number, not a day, not in the list. */
export function checkRow<K extends string>(spec: SheetSpec<K>, row: SheetRow<K>): SheetIssue<K>[] {
  const unread = new Set(row.issues.map((issue) => issue.key));
  const found = spec.columns.flatMap((column) => {
    // one reason a cell: what was not read needs no second
    const reason = unread.has(column.key) ? undefined : reasonAgainst(column, row.values[column.key]);
    return reason === undefined ? [] : [issueOf(spec, row, column.key, reason)];
  });
  return [...row.issues, ...found];
}

/** An issue of this row, for a rule that the specification does not know. */
export function issueOf<K extends string>(
  spec: SheetSpec<K>,
  row: Pick<SheetRow<K>, 'row' | 'values'>,
  key: K | null,
  reason: string,
  severity: SheetIssue['severity'] = 'error',
): SheetIssue<K> {
  const header = spec.columns.find((column) => column.key === key)?.header ?? '';
  return { row: row.row, key, header, value: key === null ? '' : row.values[key], reason, severity };
}

function reasonAgainst(column: ColumnSpec, value: string): string | undefined {
  if (value === '') return column.required ? '不能为空' : undefined;
  if (column.options && !column.options.includes(value)) return `只能填：${listed(column.options)}`;
  if (column.kind === 'integer' && !/^-?\d{1,15}$/.test(value)) return '要填整数';
  if (column.kind === 'decimal' && !/^-?\d{1,15}(\.\d+)?$/.test(value)) return '要填数字';
  if (column.kind === 'date' && !/^\d{4}-\d{2}-\d{2}$/.test(value)) return '要填日期，例如 2026-07-01';
  return undefined;
}

function listed(options: readonly string[]): string {
  const shown = options.slice(0, 8).join('、');
  return options.length > 8 ? `${shown} 等，见模板的下拉列表` : shown;
}
