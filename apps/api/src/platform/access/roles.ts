import { ROLES, type Permission, type ReviewRole, type RoleCode } from '@qiancheng/shared';
import type { Grant, RequestContext, Scope } from '../context/index.js';

const REVIEW_ROLES: Partial<Record<RoleCode, ReviewRole>> = {
  counsellor: 'counsellor',
  college_admin: 'college',
  center_admin: 'center',
  center_staff: 'center',
};

export function isRole(role: string): role is RoleCode {
  return Object.hasOwn(ROLES, role);
}

/** Roles that the catalogue does not know grant nothing. */
export function grantHolds(grant: Grant, permission: Permission): boolean {
  return isRole(grant.role) && (ROLES[grant.role].permissions as readonly Permission[]).includes(permission);
}

export interface UnitRow {
  collegeId: string;
  classId: string;
}

function isSchoolWide(grant: Grant): boolean {
  return grant.collegeIds === null && grant.classIds === null;
}

function covers(grant: Grant, row: UnitRow): boolean {
  if (isSchoolWide(grant)) return true;
  return (grant.collegeIds?.includes(row.collegeId) ?? false) || (grant.classIds?.includes(row.classId) ?? false);
}

/** The review roles in which the actor may act on this very row: a grant counts only where it covers the row. */
export function rolesCovering(ctx: Pick<RequestContext, 'actor'>, row: UnitRow): ReviewRole[] {
  const roles = ctx.actor.grants
    .filter((grant) => covers(grant, row))
    .map((grant) => (isRole(grant.role) ? REVIEW_ROLES[grant.role] : undefined));
  return [...new Set(roles.filter((role) => role !== undefined))];
}

/** Does a grant that covers this row hold the permission? For rights that differ between two roles of one person. */
export function holdsFor(ctx: Pick<RequestContext, 'actor'>, permission: Permission, row: UnitRow): boolean {
  return ctx.actor.grants.some((grant) => grantHolds(grant, permission) && covers(grant, row));
}

/** The review roles of the actor with what each covers, for conditions on many rows. */
export function reviewGrants(ctx: Pick<RequestContext, 'actor'>): { role: ReviewRole; scope: Scope }[] {
  return ctx.actor.grants.flatMap((grant) => {
    const role = isRole(grant.role) ? REVIEW_ROLES[grant.role] : undefined;
    return role ? [{ role, scope: unitsOf([grant]) }] : [];
  });
}

/** The union of what these grants cover. */
export function unitsOf(grants: readonly Grant[]): Scope {
  if (grants.some(isSchoolWide)) return { kind: 'school' };
  return {
    kind: 'units',
    collegeIds: [...new Set(grants.flatMap((grant) => grant.collegeIds ?? []))],
    classIds: [...new Set(grants.flatMap((grant) => grant.classIds ?? []))],
  };
}
