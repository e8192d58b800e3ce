import { UNIT_LABELS, type UnitKind } from '@qiancheng/shared';
import type { Tx } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';

/** What refers to a unit, in words: '3 个专业'. */
export interface Use {
  what: string;
  count: number;
  unit: string;
}

const STUDENT_COLUMN: Record<UnitKind, string> = { college: 'college_id', major: 'major_id', class: 'class_id' };

export async function studentsOf(tx: Tx, schoolId: number, kind: UnitKind, id: string): Promise<number> {
  const { count } = await tx.one<{ count: number }>(
    `select count(*)::int as count from student where school_id = $1 and ${STUDENT_COLUMN[kind]} = $2`,
    [schoolId, id],
  );
  return count;
}

const USES: Record<UnitKind, readonly { what: string; unit: string; sql: string }[]> = {
  college: [
    {
      what: '专业',
      unit: '个',
      sql: 'select count(*)::int as count from major where school_id = $1 and college_id = $2',
    },
    { what: '老师的权限', unit: '位', sql: grants('college_ids') },
  ],
  major: [
    {
      what: '班级',
      unit: '个',
      sql: 'select count(*)::int as count from school_class where school_id = $1 and major_id = $2',
    },
  ],
  class: [{ what: '辅导员', unit: '位', sql: grants('class_ids') }],
};

function grants(column: string): string {
  return `select count(distinct account_id)::int as count from account_grant where school_id = $1 and ${column} @> array[$2::uuid]`;
}

export async function usesOf(tx: Tx, schoolId: number, kind: UnitKind, id: string): Promise<Use[]> {
  const uses: Use[] = [];
  for (const { what, unit, sql } of USES[kind]) {
    const { count } = await tx.one<{ count: number }>(sql, [schoolId, id]);
    uses.push({ what, unit, count });
  }
  uses.push({ what: '学生', unit: '名', count: await studentsOf(tx, schoolId, kind, id) });
  return uses.filter((use) => use.count > 0);
}

export function inUse(kind: UnitKind, name: string, uses: readonly Use[]): AppError {
  const words = uses.map(({ what, unit, count }) => `${count} ${unit}${what}`).join('、');
  return new AppError('IN_USE', {
    detail: `${UNIT_LABELS[kind]}「${name}」还有${words}，不能删除。不再用的话可以停用。`,
    extra: { uses },
  });
}
