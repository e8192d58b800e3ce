import { Injectable } from '@nestjs/common';
import { grantProblem } from '@qiancheng/shared';
import { Clock } from '../../../platform/clock/index.js';
import type { Grant } from '../../../platform/context/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { AppError, type FieldError } from '../../../platform/http/index.js';
import { roleLabel, UnitNames } from '../accounts/unit-names.js';
import type { GrantInput } from '../http/staff.dto.js';

/** Roles as they are stored: null units are the whole school, and only the roles of the whole school have them. */
@Injectable()
export class Grants {
  constructor(private readonly clock: Clock) {}

  /** @throws AppError VALIDATION_FAILED, by field: a role twice, units that do not fit it, units of no school of ours */
  async check(tx: Tx, inputs: readonly GrantInput[]): Promise<Grant[]> {
    const unknown = await this.unknownUnits(tx, inputs);
    const errors = inputs.flatMap((input, index): FieldError[] => {
      const twice = inputs.findIndex((other) => other.role === input.role) < index;
      const message = twice ? '同一个角色只要一条，把范围写在一起。' : (grantProblem(input.role, input) ?? '');
      if (message) return [{ field: `grants[${index}].role`, code: 'GRANT_INVALID', message }];
      const stranger = [...input.collegeIds, ...input.classIds].some((id) => unknown.has(id));
      if (!stranger) return [];
      return [{ field: `grants[${index}].units`, code: 'NOT_FOUND', message: '有学院或班级不在本校，请重新选择。' }];
    });
    const [first] = errors;
    if (first) throw new AppError('VALIDATION_FAILED', { detail: first.message, errors });
    return inputs.map(({ role, collegeIds, classIds }) => ({
      role,
      collegeIds: collegeIds.length > 0 ? collegeIds : null,
      classIds: classIds.length > 0 ? classIds : null,
    }));
  }

  async replace(tx: Tx, accountId: string, schoolId: number | null, grants: readonly Grant[]): Promise<void> {
    await tx.exec('delete from account_grant where account_id = $1', [accountId]);
    for (const { role, collegeIds, classIds } of grants) {
      await tx.exec(
        `insert into account_grant (account_id, school_id, role, college_ids, class_ids, created_at)
         values ($1, $2, $3, $4, $5, $6)`,
        [accountId, schoolId, role, collegeIds, classIds, this.clock.now()],
      );
    }
  }

  /** For the record: with the names of that day, because units are renamed. */
  async told(tx: Tx, grants: readonly Grant[]): Promise<object[]> {
    const units = await UnitNames.of(tx, grants);
    return grants.map((grant) => ({ ...grant, words: `${roleLabel(grant.role)}（${units.scopeOf(grant, 20)}）` }));
  }

  private async unknownUnits(tx: Tx, inputs: readonly GrantInput[]): Promise<Set<string>> {
    const colleges = inputs.flatMap((input) => input.collegeIds);
    const classes = inputs.flatMap((input) => input.classIds);
    const rows = await tx.query<{ id: string }>(
      `select id from unnest($2::uuid[]) as c (id) where not exists (select from college x where x.school_id = $1 and x.id = c.id)
       union all
       select id from unnest($3::uuid[]) as k (id) where not exists (select from school_class x where x.school_id = $1 and x.id = k.id)`,
      [tx.schoolId, colleges, classes],
    );
    return new Set(rows.map((row) => row.id));
  }
}
