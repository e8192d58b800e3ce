import { Injectable } from '@nestjs/common';
import { AuditService } from '../../../platform/audit/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import { lockSchool, schoolOf } from '../school-of.js';
import type { ClassCounsellorsBody, UnitSaved } from './org.dto.js';
import { lockUnit, requireWholeSchool } from './units.js';

/** A counsellor's grant that goes by classes. One that covers a college or the school is not arranged here. */
interface GrantRow {
  id: string;
  account_id: string;
  name: string;
  class_ids: string[];
}

/** Who looks after a class: written into the grants of the counsellors, which is where every scope reads it. */
@Injectable()
export class ClassCounsellors {
  constructor(
    private readonly db: Db,
    private readonly audit: AuditService,
  ) {}

  set(ctx: RequestContext, classId: string, body: ClassCounsellorsBody): Promise<UnitSaved> {
    const schoolId = schoolOf(ctx);
    return this.db.tx(ctx, async (tx) => {
      requireWholeSchool(ctx);
      await lockSchool(tx, schoolId);
      const row = await lockUnit(tx, schoolId, 'class', classId, body.version);
      await this.replace(tx, ctx, classId, body.accountIds);
      const { version } = await tx.one<{ version: number }>(
        'update school_class set version = version + 1 where school_id = $1 and id = $2 returning version',
        [schoolId, classId],
      );
      await this.audit.append(tx, ctx, {
        schoolId,
        aggregateType: 'school_class',
        aggregateId: classId,
        action: 'org.counsellors',
        after: { name: row.name, accountIds: body.accountIds },
      });
      return { id: classId, version };
    });
  }

  /** The class's counsellors become these; the caller has locked the class. */
  async replace(tx: Tx, ctx: RequestContext, classId: string, accountIds: readonly string[]): Promise<void> {
    await this.lockAccounts(tx, schoolOf(ctx), classId, accountIds);
    const grants = await this.lockGrants(tx, schoolOf(ctx), classId, accountIds);
    const able = new Set(grants.map((grant) => grant.account_id));
    const unknown = accountIds.filter((id) => !able.has(id));
    if (unknown.length > 0)
      throw new AppError('VALIDATION_FAILED', {
        errors: [
          {
            field: 'accountIds',
            code: 'unknown',
            message: '只能选按班级带学生的辅导员。请先在「教师账号」里给他辅导员角色。',
          },
        ],
      });
    const wanted = new Set(accountIds);
    const done = new Set<string>();
    for (const grant of grants) {
      // somebody with two such grants needs the class in one of them
      const should = wanted.has(grant.account_id) && !done.has(grant.account_id);
      if (should) done.add(grant.account_id);
      if (should !== grant.class_ids.includes(classId)) await this.write(tx, ctx, grant, classId, should);
    }
  }

  /** Accounts before their grants, as everybody does who changes both. */
  private async lockAccounts(tx: Tx, schoolId: number, classId: string, accountIds: readonly string[]): Promise<void> {
    await tx.query(
      `select id from account where school_id = $1
          and (id = any($2::uuid[]) or id in (select account_id from account_grant where school_id = $1 and class_ids @> array[$3::uuid]))
        order by id for no key update`,
      [schoolId, accountIds, classId],
    );
  }

  private lockGrants(tx: Tx, schoolId: number, classId: string, accountIds: readonly string[]): Promise<GrantRow[]> {
    return tx.query<GrantRow & Record<string, unknown>>(
      `select g.id, g.account_id, a.name, g.class_ids
         from account_grant g join account a on a.id = g.account_id and a.school_id = g.school_id
        where g.school_id = $1 and g.role = 'counsellor' and g.class_ids is not null and a.audience = 'teacher'
          and (g.account_id = any($2::uuid[]) or g.class_ids @> array[$3::uuid])
        order by g.class_ids @> array[$3::uuid] desc, g.id for update of g`,
      [schoolId, accountIds, classId],
    );
  }

  private async write(tx: Tx, ctx: RequestContext, grant: GrantRow, classId: string, add: boolean): Promise<void> {
    const after = add ? [...grant.class_ids, classId] : grant.class_ids.filter((id) => id !== classId);
    await tx.exec('update account_grant set class_ids = $2 where id = $1', [grant.id, after]);
    // whoever has this account's page open must not write the old classes back
    await tx.exec('update account set version = version + 1 where id = $1', [grant.account_id]);
    await this.audit.append(tx, ctx, {
      schoolId: schoolOf(ctx),
      aggregateType: 'account',
      aggregateId: grant.account_id,
      action: 'staff.classes',
      before: { classIds: grant.class_ids },
      after: { classIds: after },
    });
  }
}
