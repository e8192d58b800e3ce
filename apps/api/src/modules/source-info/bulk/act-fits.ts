import { checkSourceValue, resolveSource, type ReviewRole, type SourceKey, sourceField } from '@qiancheng/shared';
import { holdsFor } from '../../../platform/access/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { questionOf } from '../review/source-standing.js';
import type { ActRow } from './act-rows.js';
import { ACT_PERMISSIONS, type SourceOrder } from './source-acts.js';

/** What an order is judged by besides the student's row; looked up once for all. */
export interface ActGround {
  levels: readonly ReviewRole[];
  /** Classes of the cohort that students move to, by id. */
  classes: ReadonlyMap<string, MoveClass>;
  today: string;
}

export interface MoveClass {
  id: string;
  name: string;
  collegeId: string;
  majorId: string;
}

type Ctx = Pick<RequestContext, 'actor'>;

/**
 * Why an act does not fit this student; null: it does. Preview and job ask the same, so that a preview cannot promise what
 * the job refuses. Sentences are the same for all of a kind: a preview counts by them.
 */
export function misfit(ctx: Ctx, row: ActRow, order: SourceOrder, ground: ActGround): string | null {
  if (!holdsFor(ctx, ACT_PERMISSIONS[order.act], row)) return '你在这位学生那里没有这项权限。';
  switch (order.act) {
    case 'pass':
      return passMisfit(ctx, row, order, ground);
    case 'edit':
      return editMisfit(ctx, row, order, ground);
    case 'move':
      return moveMisfit(ctx, row, order, ground);
    case 'notify':
      return row.accountId === null ? '还没有账号，收不到通知。' : null;
  }
}

function processMisfit(ctx: Ctx, row: ActRow, action: 'pass' | 'edit', levels: readonly ReviewRole[]): string | null {
  const result = resolveSource({ ...questionOf(ctx, row, levels), action });
  return result.ok ? null : result.reason;
}

function passMisfit(ctx: Ctx, row: ActRow, { options }: SourceOrder, { levels }: ActGround): string | null {
  const reason = processMisfit(ctx, row, 'pass', levels);
  if (reason !== null) return reason;
  const differs = (row.differs?.length ?? 0) > 0;
  return differs && (options.differences ?? 'skip') === 'skip' ? '学生填的和学校库不同，请逐个审核。' : null;
}

function editMisfit(ctx: Ctx, row: ActRow, { options }: SourceOrder, { levels, today }: ActGround): string | null {
  const reason = processMisfit(ctx, row, 'edit', levels);
  if (reason !== null) return reason;
  for (const [key, value] of Object.entries(options.set ?? {}) as [SourceKey, string][]) {
    const checked = checkSourceValue(key, value, { today, cohort: row.cohort });
    if (!checked.ok) return `${row.cohort}届的${sourceField(key).label}不能是这个值。`;
  }
  return null;
}

function moveMisfit(ctx: Ctx, row: ActRow, { options }: SourceOrder, { classes }: ActGround): string | null {
  if (!row.cohortOpen) return '原来的届别已经结束，不能换届。';
  if (row.cohort === options.cohort) return '已经在这一届。';
  if (row.live) return '有正在办理或已经生效的协议，先解约或作废再换届。';
  const target = targetOf(row, options.classes ?? [], classes);
  if (!target) return `没有给${row.majorName}选班级。`;
  if (!holdsFor(ctx, 'source.move', { collegeId: target.collegeId, classId: target.id })) {
    return '选的班级不在你的职责范围内。';
  }
  return null;
}

/** The class of the new cohort that takes students of this row's major. */
export function targetOf(
  row: Pick<ActRow, 'majorId'>,
  chosen: readonly { majorId: string; classId: string }[],
  classes: ReadonlyMap<string, MoveClass>,
): MoveClass | undefined {
  const choice = chosen.find(({ majorId }) => majorId === row.majorId);
  return choice && classes.get(choice.classId);
}
