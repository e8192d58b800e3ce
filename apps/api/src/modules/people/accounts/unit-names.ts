import { ROLES } from '@qiancheng/shared';
import { isRole } from '../../../platform/access/index.js';
import type { Grant } from '../../../platform/context/index.js';
import type { Tx } from '../../../platform/database/index.js';

interface Unit extends Record<string, unknown> {
  id: string;
  name: string;
}

/** Names of the units that grants name, looked up once for a whole page. */
export class UnitNames {
  private constructor(private readonly names: ReadonlyMap<string, string>) {}

  /** In the transaction's school; units of another are unknown. */
  static async of(tx: Tx, grants: readonly Grant[]): Promise<UnitNames> {
    const colleges = [...new Set(grants.flatMap((grant) => grant.collegeIds ?? []))];
    const classes = [...new Set(grants.flatMap((grant) => grant.classIds ?? []))];
    if (colleges.length + classes.length === 0) return new UnitNames(new Map());
    const rows = await tx.query<Unit>(
      `select id, name from college where school_id = $1 and id = any($2::uuid[])
       union all select id, name from school_class where school_id = $1 and id = any($3::uuid[])`,
      [tx.schoolId, colleges, classes],
    );
    return new UnitNames(new Map(rows.map((row) => [row.id, row.name])));
  }

  list(ids: readonly string[] | null): { id: string; name: string }[] {
    return (ids ?? []).map((id) => ({ id, name: this.names.get(id) ?? '已删除的单位' }));
  }

  /** 全校, or the units by name: 计算机学院；软工 2301、软工 2302 等 6 个班级. */
  scopeOf({ collegeIds, classIds }: Grant, shown = 3): string {
    if (collegeIds === null && classIds === null) return '全校';
    const colleges = this.list(collegeIds).map((unit) => unit.name);
    const classes = this.list(classIds).map((unit) => unit.name);
    return (
      [some(colleges, shown, '个学院'), some(classes, shown, '个班级')].filter(Boolean).join('；') || '没有分配范围'
    );
  }
}

function some(names: readonly string[], shown: number, unit: string): string {
  if (names.length <= shown) return names.join('、');
  return `${names.slice(0, shown).join('、')} 等 ${names.length} ${unit}`;
}

export function roleLabel(role: string): string {
  return isRole(role) ? ROLES[role].label : role;
}
