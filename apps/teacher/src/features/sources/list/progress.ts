import type { SourceSummary } from '@qiancheng/api-client/teacher';

type Progress = Pick<SourceSummary, 'total' | 'approved' | 'returned' | 'notStarted' | 'levels'>;

/** One piece of a bar: what it is, how many, and the conditions that show them. */
export interface Part {
  key: string;
  label: string;
  /** where it stands beside its bar */
  short: string;
  count: number;
  /** from dark (done) to light; returned is hatched */
  look: 'd1' | 'd2' | 'd3' | 'd4' | 'ret' | 'd0';
  filters: Record<string, string>;
}

/** Later levels stand nearer to the end, so they come first and are darker. */
const WAITING = ['d2', 'd3', 'd4'] as const;

export function partsOf(progress: Progress): Part[] {
  const levels = [...progress.levels].reverse();
  const last = levels[0]?.level;
  return [
    {
      key: 'approved',
      label: '审核通过',
      short: '通过',
      count: progress.approved,
      look: 'd1',
      filters: last ? { [last]: 'passed' } : {},
    },
    ...levels.map(({ level, label, waiting }, index) => ({
      key: level,
      label: `待${label}审核`,
      short: `待${label}`,
      count: waiting,
      look: WAITING[index] ?? 'd4',
      filters: { [level]: 'waiting' },
    })),
    {
      key: 'returned',
      label: '不通过待改',
      short: '待改',
      count: progress.returned,
      look: 'ret',
      filters: { state: 'returned' },
    },
    {
      key: 'notStarted',
      label: '未提交',
      short: '未提交',
      count: progress.notStarted,
      look: 'd0',
      filters: { state: 'not_started' },
    },
  ];
}

export interface Bar {
  key: string;
  look: Part['look'];
  x: number;
  width: number;
}

/** Pieces beside each other; one that is there is never too thin to be seen. */
export function barsOf(parts: readonly Part[], total: number, width: number): Bar[] {
  let x = 0;
  return parts.flatMap(({ key, look, count }) => {
    const part = (count / Math.max(1, total)) * width;
    if (!part) return [];
    const bar = { key, look, x, width: Math.max(1.5, part - 1.5) };
    x += part;
    return [bar];
  });
}

export const spokenParts = (parts: readonly Part[]): string =>
  parts.map(({ label, count }) => `${label} ${count}`).join('，');
