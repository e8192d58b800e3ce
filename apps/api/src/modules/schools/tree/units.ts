import { UNIT_LABELS, type UnitKind } from '@qiancheng/shared';
import type { RequestContext } from '../../../platform/context/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';

export const UNIT_TABLES = { college: 'college', major: 'major', class: 'school_class' } as const satisfies Record<
  UnitKind,
  string
>;

/** A unit as it stands, locked. Columns that a kind has not are missing. */
export interface UnitRow {
  id: string;
  code: string | null;
  name: string;
  version: number;
  is_active: boolean;
  college_id?: string;
  major_id?: string;
  cohort?: number;
  level_code?: string;
  length_years?: string | null;
}

/** Whoever changes the tree has the whole school in view: a part of it cannot be judged alone. */
export function requireWholeSchool(ctx: RequestContext): void {
  if (ctx.scope.kind !== 'school')
    throw new AppError('FORBIDDEN', { detail: '只有管理全校的老师能改学院、专业和班级。' });
}

/** The unit, locked, as its author saw it. */
export async function lockUnit(
  tx: Tx,
  schoolId: number,
  kind: UnitKind,
  id: string,
  version: number,
): Promise<UnitRow> {
  const row = await tx.maybeOne<UnitRow & Record<string, unknown>>(
    `select * from ${UNIT_TABLES[kind]} where school_id = $1 and id = $2 for update`,
    [schoolId, id],
  );
  if (!row) throw new AppError('NOT_FOUND', { detail: `没有这个${UNIT_LABELS[kind]}，可能刚刚被删除。` });
  if (row.version !== version)
    throw new AppError('STALE_VERSION', {
      detail: `${UNIT_LABELS[kind]}「${row.name}」刚刚被别人改过。请看过最新内容后再操作。`,
      extra: { currentVersion: row.version },
    });
  return row;
}

/** What a history should keep of a unit. */
export const unitFacts = ({ id: _id, version: _version, ...facts }: UnitRow): Record<string, unknown> => {
  const { school_id: _school, ...rest } = facts as Record<string, unknown>;
  return rest;
};

const TAKEN: Record<string, { field: string; message: string }> = {
  college_school_id_code_key: { field: 'code', message: '这个代码已经给了别的学院。' },
  major_school_id_college_id_code_level_code_key: { field: 'code', message: '这个学院已经有同代码、同层次的专业。' },
  school_class_school_id_cohort_name_key: { field: 'name', message: '这一届已经有同名的班级。' },
  school_class_code: { field: 'code', message: '这个代码已经给了别的班级。' },
};

/** A second use of a code or name is said at its field; what came to refer to a unit in the meantime keeps it. */
export function taken(error: unknown): unknown {
  const { code, constraint } = error as { code?: string; constraint?: string };
  if (code === '23503') return new AppError('IN_USE', { cause: error });
  const known = code === '23505' && constraint ? TAKEN[constraint] : undefined;
  if (!known) return error;
  return new AppError('VALIDATION_FAILED', {
    errors: [{ ...known, code: 'taken' }],
    cause: error,
  });
}
