import type { RequestContext } from '../../../platform/context/index.js';

/** Whose accounts are meant: the teachers of a school, or the operators, who belong to none. */
export interface Realm {
  audience: 'teacher' | 'platform';
  /** Without anybody in this role nobody could open accounts any more. */
  adminRole: 'center_admin' | 'operator';
}

export function realmOf({ scope }: Pick<RequestContext, 'scope'>): Realm {
  return scope.kind === 'platform'
    ? { audience: 'platform', adminRole: 'operator' }
    : { audience: 'teacher', adminRole: 'center_admin' };
}

/**
 * The teachers' accounts that the actor may see: those of the school, and where the actor has units, those whose grants
 * touch them. Accounts have no tenant fence, so the school is a condition here and nowhere else.
 */
export function staffWhere(ctx: RequestContext, alias: string, params: unknown[]): string {
  const { scope, schoolId } = ctx;
  if (scope.kind === 'platform') return `${alias}.audience = 'platform'`;
  if (schoolId === null) throw new Error('teachers belong to a school');
  const bind = (value: unknown): string => `$${params.push(value)}`;
  const ofSchool = `${alias}.audience = 'teacher' and ${alias}.school_id = ${bind(schoolId)}`;
  if (scope.kind === 'school') return ofSchool;
  if (scope.kind !== 'units') throw new Error(`a ${scope.kind} scope reaches no teachers`);
  return `${ofSchool} and ${grantTouches(alias, bind(scope.collegeIds), bind(scope.classIds))}`;
}

/** A grant of this account names one of the colleges, one of their classes, or one of the classes. */
export function grantTouches(alias: string, colleges: string, classes: string): string {
  return `exists (select from account_grant g
    where g.account_id = ${alias}.id and g.school_id = ${alias}.school_id
      and (g.college_ids && ${colleges}::uuid[]
        or g.class_ids && array(select k.id from school_class k where k.school_id = ${alias}.school_id
                                 and (k.college_id = any(${colleges}::uuid[]) or k.id = any(${classes}::uuid[])))))`;
}
