import type { Permission, SourceKey } from '@qiancheng/shared';

export const SOURCE_ACTS = { pass: '批量通过', edit: '批量修改', move: '换届', notify: '通知' } as const;
export type SourceActName = keyof typeof SOURCE_ACTS;
export const SOURCE_ACT_NAMES = Object.keys(SOURCE_ACTS) as SourceActName[];

export const ACT_PERMISSIONS: Readonly<Record<SourceActName, Permission>> = {
  pass: 'source.review',
  edit: 'source.edit',
  move: 'source.move',
  notify: 'source.review',
};

export const ROW_OUTCOMES = ['done', 'skipped', 'failed'] as const;
export type RowOutcome = (typeof ROW_OUTCOMES)[number];

/** What becomes of somebody whose submission differs from the school's values. */
export const DIFFERENCES = ['skip', 'copy', 'keep'] as const;
export type Differences = (typeof DIFFERENCES)[number];

export interface ActOptions {
  differences?: Differences;
  set?: Partial<Record<SourceKey, string>>;
  cohort?: number;
  /** For a move: the class that the students of a major go to. */
  classes?: { majorId: string; classId: string }[];
  title?: string;
  text?: string;
}

export interface SourceOrder {
  act: SourceActName;
  options: ActOptions;
  reason: string;
}

/** What came of one student. */
export interface RowResult {
  id: string;
  outcome: RowOutcome;
  detail: string | null;
}

export const done = (id: string, detail: string | null = null): RowResult => ({ id, outcome: 'done', detail });
export const skipped = (id: string, detail: string): RowResult => ({ id, outcome: 'skipped', detail });
export const failed = (id: string, detail: string): RowResult => ({ id, outcome: 'failed', detail });

export const OUT_OF_REACH = '不在你的职责范围内了。';
