import { Injectable } from '@nestjs/common';
import {
  holds,
  type Permission,
  permissionSections,
  ROLE_REACH,
  ROLE_REACH_LABELS,
  ROLES,
  TEACHER_ROLES,
} from '@qiancheng/shared';
import { grantHolds } from '../../../platform/access/index.js';
import type { Grant, RequestContext } from '../../../platform/context/index.js';
import { Db } from '../../../platform/database/index.js';
import { offsetOf, pageOf } from '../../../platform/http/index.js';
import { UnitNames } from '../accounts/unit-names.js';
import type {
  HolderPage,
  HoldersQuery,
  PersonalRightsSection,
  PersonalRightsView,
  RightsView,
} from '../http/rights.dto.js';
import { StaffQueries } from '../staff/staff-queries.js';
import { grantView, STAFF_COLUMNS, type StaffAccount } from '../staff/staff-row.js';
import { staffWhere } from '../staff/staff.scope.js';

const OF_SCHOOL = 'g.account_id = a.id and g.school_id = a.school_id';

/** Who can do what: read from the catalogue and the grants that the guard itself goes by. */
@Injectable()
export class RightsQueries {
  constructor(
    private readonly db: Db,
    private readonly staff: StaffQueries,
  ) {}

  catalogue(ctx: RequestContext): Promise<RightsView> {
    return this.db.read(ctx, async (tx) => {
      const params: unknown[] = [];
      const where = staffWhere(ctx, 'a', params);
      const rows = await tx.query<{ role: string; people: number }>(
        `select g.role, count(distinct a.id)::int as people from account a join account_grant g on ${OF_SCHOOL}
          where a.status = 'active' and ${where} group by g.role`,
        params,
      );
      const people = new Map(rows.map((row) => [row.role, row.people]));
      return {
        sections: permissionSections('teacher'),
        roles: TEACHER_ROLES.map((role) => ({
          code: role,
          label: ROLES[role].label,
          reachLabel: ROLE_REACH_LABELS[ROLE_REACH[role]],
          permissions: [...ROLES[role].permissions],
          people: people.get(role) ?? 0,
        })),
      };
    });
  }

  /** Active accounts only: a closed one holds nothing. */
  holders(ctx: RequestContext, query: HoldersQuery): Promise<HolderPage> {
    const roles = TEACHER_ROLES.filter((role) => holds(role, query.permission));
    return this.db.read(ctx, async (tx) => {
      const params: unknown[] = [roles];
      const where = `${staffWhere(ctx, 'a', params)} and a.status = 'active'
        and exists (select from account_grant g where ${OF_SCHOOL} and g.role = any($1::text[]))`;
      const { total } = await tx.one<{ total: number }>(
        `select count(*)::int as total from account a where ${where}`,
        params,
      );
      const rows = await tx.query<StaffAccount>(
        `select ${STAFF_COLUMNS} from account a where ${where} order by lower(a.login), a.id
          limit $${params.length + 1} offset $${params.length + 2}`,
        [...params, query.pageSize, offsetOf(query)],
      );
      const units = await UnitNames.of(
        tx,
        rows.flatMap((row) => row.grants),
      );
      const items = rows.map(({ id, login, name, grants }) => ({
        id,
        login,
        name,
        grants: grants.filter((grant) => grantHolds(grant, query.permission)).map((grant) => grantView(grant, units)),
      }));
      return pageOf(items, total, query);
    });
  }

  person(ctx: RequestContext, id: string): Promise<PersonalRightsView> {
    return this.db.read(ctx, async (tx) => {
      const row = await this.staff.find(tx, ctx, id);
      const units = await UnitNames.of(tx, row.grants);
      return {
        id: row.id,
        name: row.name,
        login: row.login,
        active: row.status === 'active',
        sections: sectionsOf(row.grants, units),
      };
    });
  }
}

/** Each right with all the places it holds in; what no grant gives is left out. */
function sectionsOf(grants: readonly Grant[], units: UnitNames): PersonalRightsSection[] {
  return permissionSections('teacher').flatMap(({ group, label, permissions }) => {
    const rights = permissions.flatMap((permission) => {
      const places = placesOf(grants, permission.code, units);
      return places ? [{ ...permission, scopeLabel: places }] : [];
    });
    return rights.length > 0 ? [{ group, label, rights }] : [];
  });
}

function placesOf(grants: readonly Grant[], permission: Permission, units: UnitNames): string {
  const holding = grants.filter((grant) => grantHolds(grant, permission));
  if (holding.some((grant) => grant.collegeIds === null && grant.classIds === null)) return '全校';
  return [...new Set(holding.map((grant) => units.scopeOf(grant)))].join('；');
}
