import { Injectable } from '@nestjs/common';
import { ROLES } from '@qiancheng/shared';
import { isRole } from '../../../platform/access/index.js';
import { Clock } from '../../../platform/clock/index.js';
import type { Actor, RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { offsetOf, pageOf, type PageQuery } from '../../../platform/http/index.js';
import { ACCESS_KIND_LABELS, type AccessKind, SEEN_LABELS, type SeenField } from './personal-fields.js';
import type { PersonalAccessPage, PersonalAccessView } from '../http/personal-access.dto.js';

export interface PersonalAccess {
  studentIds: readonly string[];
  kind: AccessKind;
  fields: readonly SeenField[];
  /** In the words of whoever looked; the student reads them. */
  reason: string;
}

interface Row extends Record<string, unknown> {
  id: string;
  kind: AccessKind;
  fields: string[];
  byName: string;
  byRole: string;
  reason: string;
  at: Date;
}

/** Who saw which personal field of a student in clear, and why. Written before the value is given, read by the student. */
@Injectable()
export class PersonalAccesses {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
  ) {}

  /** In the transaction of the act that shows the values: what is rolled back was not seen. */
  async note(tx: Tx, ctx: RequestContext, access: PersonalAccess): Promise<void> {
    await tx.exec(
      `insert into personal_access (school_id, student_id, kind, fields, account_id, by_name, by_role, reason, at)
       select $1, s.id, $3, $4, $5, $6, $7, $8, $9 from student s where s.school_id = $1 and s.id = any($2::uuid[])`,
      [
        tx.schoolId,
        access.studentIds,
        access.kind,
        access.fields,
        ctx.actor.accountId,
        ctx.actor.displayName,
        roleWords(ctx.actor),
        access.reason,
        this.clock.now(),
      ],
    );
  }

  /** The student's own page. */
  list(ctx: RequestContext, query: PageQuery): Promise<PersonalAccessPage> {
    const { scope, schoolId } = ctx;
    if (scope.kind !== 'student') throw new Error(`a ${scope.kind} scope has no records of its own`);
    return this.db.read(ctx, async (tx) => {
      const of = [schoolId, scope.studentId];
      const { total } = await tx.one<{ total: number }>(
        'select count(*)::int as total from personal_access where school_id = $1 and student_id = $2',
        of,
      );
      const rows = await tx.query<Row>(
        `select id, kind, fields, by_name as "byName", by_role as "byRole", reason, at from personal_access
          where school_id = $1 and student_id = $2 order by at desc, id desc limit $3 offset $4`,
        [...of, query.pageSize, offsetOf(query)],
      );
      return pageOf(rows.map(viewOf), total, query);
    });
  }
}

function roleWords(actor: Actor): string {
  const labels = actor.grants.map(({ role }) => (isRole(role) ? ROLES[role].label : role));
  return [...new Set(labels)].join('、');
}

function viewOf({ id, kind, fields, byName, byRole, reason, at }: Row): PersonalAccessView {
  return {
    id,
    kind,
    kindLabel: ACCESS_KIND_LABELS[kind],
    fields: fields.map((field) => SEEN_LABELS[field as SeenField] ?? field),
    byName,
    byRole,
    reason,
    at: at.toISOString(),
  };
}
