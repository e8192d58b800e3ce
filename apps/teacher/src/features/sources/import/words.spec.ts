import type { SourceImportCountsView, SourceImportRow } from '@qiancheng/api-client/teacher';
import { describe, expect, it } from 'vitest';
import { firstTab, outcomeOf, resultWords, tabsOf } from './words.js';

const counts = (over: Partial<SourceImportCountsView> = {}): SourceImportCountsView => ({
  total: 0,
  valid: 0,
  errors: 0,
  warnings: 0,
  fresh: 0,
  update: 0,
  same: 0,
  created: 0,
  updated: 0,
  unchanged: 0,
  skipped: 0,
  failed: 0,
  ...over,
});

describe('the lists of rows', () => {
  it('are the four that matter, and others only where they hold something', () => {
    expect(tabsOf(counts()).map(({ kind }) => kind)).toEqual(['error', 'warning', 'new', 'update']);
    expect(tabsOf(counts({ failed: 1, same: 2 })).map(({ kind }) => kind)).toContain('same');
  });
  it('open where something is wrong, then where something is to be looked at', () => {
    expect(firstTab(tabsOf(counts({ errors: 3, fresh: 9 })))).toBe('error');
    expect(firstTab(tabsOf(counts({ fresh: 9 })))).toBe('new');
    expect(firstTab(tabsOf(counts({ errors: 3, failed: 1 })))).toBe('failed');
  });
});

it('says what came of a row, and before that what will', () => {
  const row = (verdict: SourceImportRow['verdict'], outcome: SourceImportRow['outcome'] = null) =>
    outcomeOf({ verdict, outcome } as SourceImportRow).text;
  expect([row('error'), row('new'), row('update', 'updated'), row('new', 'failed')]).toEqual([
    '不导入',
    '新增',
    '已更新',
    '没有办成',
  ]);
});

it('says the result without zeros', () => {
  expect(resultWords(counts({ created: 1200, failed: 2 }))).toBe('新增 1,200 人，没有办成 2 行');
  expect(resultWords(counts())).toBe('没有导入任何人');
});
