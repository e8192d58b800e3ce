import {
  APPROVED_BY,
  awaitedRole,
  type ReviewRole,
  resolveSource,
  type SourceAction,
  sourceStateLabel,
  type SourceState,
} from '@qiancheng/shared';
import { rolesCovering } from '../../../platform/access/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { AppError } from '../../../platform/http/index.js';
import type { SourceRecord } from '../records/source-records.js';

/** What the process asks of a record; a row of a list has it as well. */
export type Standing = Pick<SourceRecord, 'state' | 'passedBy' | 'cohortOpen' | 'collegeId' | 'classId'>;

export function questionOf(ctx: Pick<RequestContext, 'actor'>, row: Standing, levels: readonly ReviewRole[]) {
  return {
    snapshot: { state: row.state, lastPassBy: row.passedBy, cohortOpen: row.cohortOpen },
    actor: { kind: 'staff' as const, accountId: ctx.actor.accountId, roles: rolesCovering(ctx, row) },
    levels,
  };
}

/** The level at which the actor acts: the one it waits for, or for a claw-back the one that passed. */
export function actingLevel(
  action: SourceAction,
  state: SourceState,
  levels: readonly ReviewRole[],
): ReviewRole | null {
  if (action === 'claw_back') return levels.find((level) => APPROVED_BY[level] === state) ?? null;
  return awaitedRole(state, levels);
}

/** @throws AppError with the process' own sentence */
export function resolved(
  ctx: Pick<RequestContext, 'actor'>,
  row: Standing,
  levels: readonly ReviewRole[],
  action: SourceAction,
  reasonGiven?: boolean,
): SourceState {
  const question = { ...questionOf(ctx, row, levels), action };
  const result = resolveSource(reasonGiven === undefined ? question : { ...question, reasonGiven });
  if (!result.ok) throw new AppError(result.code, { detail: result.reason });
  return result.to;
}

/** @throws STALE_VERSION with what stands there now */
export function mustBeFresh(record: SourceRecord, version: number, levels: readonly ReviewRole[]): void {
  if (record.version === version) return;
  throw new AppError('STALE_VERSION', {
    extra: {
      currentVersion: record.version,
      state: record.state,
      stateLabel: sourceStateLabel(record.state, levels),
      stateAt: record.stateAt.toISOString(),
    },
  });
}
