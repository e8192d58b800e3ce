import { describe, expect, it } from 'vitest';
import {
  defaultLayout,
  formatSort,
  mergeLayout,
  moveColumn,
  nextSort,
  parseSort,
  shownColumns,
  type ColumnDef,
} from './columns.js';

const COLUMNS: ColumnDef[] = [
  { key: 'name', label: '姓名', width: 120, locked: true },
  { key: 'no', label: '学号', width: 100, sortable: true },
  { key: 'college', label: '学院', width: 140, sortable: 'collegeName' },
  { key: 'salary', label: '月薪', width: 80, hidden: true },
];
const keys = (layout = defaultLayout(COLUMNS)): string[] => shownColumns(COLUMNS, layout).map((column) => column.key);

describe('columns', () => {
  it('shows the product’s choice when nothing is stored or the stored value is unreadable', () => {
    expect(keys()).toEqual(['name', 'no', 'college']);
    for (const saved of [null, 7, 'x', {}, { order: 'no' }, { order: [1, 2] }]) {
      expect(mergeLayout(COLUMNS, saved)).toEqual(defaultLayout(COLUMNS));
    }
  });

  it('keeps a person’s order, drops columns that are gone and puts new ones where the product has them', () => {
    const layout = mergeLayout(COLUMNS, {
      order: ['college', 'gone', 'name', 'no'],
      hidden: ['no', 'name'],
      pinned: ['college'],
      widths: { college: 9999, gone: 80, no: 'wide' },
      density: 'loose',
    });
    expect(layout.order).toEqual(['college', 'salary', 'name', 'no']);
    expect(layout.hidden).toEqual(['no', 'salary']);
    expect(layout.widths).toEqual({ college: 480 });
    expect(layout.density).toBe('loose');
    expect(keys(layout)).toEqual(['name', 'college']);
  });

  it('moves a column among its own group only, and never the locked one', () => {
    const layout = defaultLayout(COLUMNS);
    expect(keys(moveColumn(COLUMNS, layout, 'college', -1))).toEqual(['name', 'college', 'no']);
    expect(keys(moveColumn(COLUMNS, layout, 'college', -9))).toEqual(['name', 'college', 'no']);
    expect(moveColumn(COLUMNS, layout, 'no', -1)).toBe(layout);
    expect(moveColumn(COLUMNS, layout, 'name', 1)).toBe(layout);
  });

  it('reads and writes sorting, by the name the server knows', () => {
    expect(shownColumns(COLUMNS, defaultLayout(COLUMNS)).map((column) => column.sortKey)).toEqual([
      null,
      'no',
      'collegeName',
    ]);
    expect(parseSort('-no')).toEqual({ key: 'no', desc: true });
    const clicks = [null, 'no', '-no', ''].map((text) => parseSort(text));
    expect(formatSort(nextSort(clicks[0] ?? null, 'no'))).toBe('no');
    expect(formatSort(nextSort(clicks[1] ?? null, 'no'))).toBe('-no');
    expect(formatSort(nextSort(clicks[2] ?? null, 'no'))).toBe('');
  });
});
