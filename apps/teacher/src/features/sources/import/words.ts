import type { SourceImportCountsView, SourceImportRow, SourceImportView } from '@qiancheng/api-client/teacher';
import type { Tone } from '@qiancheng/web-ui';

export type RowKind = 'error' | 'warning' | 'new' | 'update' | 'same' | 'failed';
export type Existing = 'registry' | 'update' | 'skip';

export const STATUS: Record<SourceImportView['status'], string> = {
  checking: '正在检查',
  refused: '文件不能用',
  checked: '检查好了，等你确认',
  running: '正在导入',
  done: '导入完成',
};

export const EXISTING: readonly { value: Existing; label: string }[] = [
  { value: 'registry', label: '更新学籍字段，其余只补空着的（学生自己填的不动）' },
  { value: 'update', label: '全部更新，以这份表格为准' },
  { value: 'skip', label: '跳过，保持原样' },
];

export interface RowTab {
  kind: RowKind;
  label: string;
  count: number;
}

/** The lists of rows that there are, the one to look at first in front. */
export function tabsOf(counts: SourceImportCountsView): RowTab[] {
  const tabs: RowTab[] = [
    { kind: 'failed', label: '没有办成', count: counts.failed },
    { kind: 'error', label: '有错', count: counts.errors },
    { kind: 'warning', label: '提醒', count: counts.warnings },
    { kind: 'new', label: '新增', count: counts.fresh },
    { kind: 'update', label: '更新', count: counts.update },
    { kind: 'same', label: '不变', count: counts.same },
  ];
  return tabs.filter(({ kind, count }) => count > 0 || !['failed', 'same'].includes(kind));
}

/** What the tab opens with: something is wrong, or else something to be looked at, or else what comes. */
export const firstTab = (tabs: readonly RowTab[]): RowKind => tabs.find(({ count }) => count > 0)?.kind ?? 'error';

export function outcomeOf({ outcome, verdict }: SourceImportRow): { text: string; tone: Tone | undefined } {
  switch (outcome) {
    case 'created':
      return { text: '已新增', tone: 'ok' };
    case 'updated':
      return { text: '已更新', tone: 'ok' };
    case 'unchanged':
      return { text: '没有变化', tone: undefined };
    case 'skipped':
      return { text: '已跳过', tone: undefined };
    case 'failed':
      return { text: '没有办成', tone: 'seal' };
    default:
      break;
  }
  if (verdict === 'error') return { text: '不导入', tone: 'seal' };
  return { text: { new: '新增', update: '更新', same: '不变' }[verdict], tone: undefined };
}

/** 新增 1,200 人，更新 30 人 … without what is zero. */
export function resultWords({ created, updated, unchanged, skipped, failed }: SourceImportCountsView): string {
  const parts: [string, number, string][] = [
    ['新增', created, '人'],
    ['更新', updated, '人'],
    ['没有变化', unchanged, '人'],
    ['跳过', skipped, '人'],
    ['没有办成', failed, '行'],
  ];
  const said = parts.filter(([, n]) => n > 0).map(([word, n, unit]) => `${word} ${n.toLocaleString()} ${unit}`);
  return said.join('，') || '没有导入任何人';
}
