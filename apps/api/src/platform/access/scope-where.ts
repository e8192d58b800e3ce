import type { RequestContext } from '../context/index.js';

/** Columns that carry the scope, where a table names them otherwise. null: the table has no such column. */
export interface ScopeColumns {
  college?: string | null;
  class?: string | null;
  employer?: string | null;
  student?: string | null;
}

const COLUMNS = { college: 'college_id', class: 'class_id', employer: 'employer_id', student: 'student_id' } as const;

/**
 * The rows of a tenant table that the actor may reach, as a condition for WHERE. Values go to `params`, the fragment
 * refers to them by number. School first: the database's own row-level security is the second wall, not the first.
 * Scopes that stand outside a school (platform, public, system) have no rows here: those callers use `system…` reads.
 */
export function scopeWhere(
  ctx: Pick<RequestContext, 'scope' | 'schoolId'>,
  alias: string,
  params: unknown[],
  columns: ScopeColumns = {},
): string {
  const { scope, schoolId } = ctx;
  if (schoolId === null) throw new Error(`scopeWhere(${alias}): no school in the context`);
  const bind = (value: unknown): string => `$${params.push(value)}`;
  const column = (part: keyof ScopeColumns): string => {
    const name = columns[part] === undefined ? COLUMNS[part] : columns[part];
    if (name === null) throw new Error(`scopeWhere(${alias}): a ${scope.kind} scope does not apply to this table`);
    return `${alias}.${name}`;
  };
  const school = `${alias}.school_id = ${bind(schoolId)}`;
  switch (scope.kind) {
    case 'school':
      return school;
    case 'units': {
      const parts: string[] = [];
      if (scope.collegeIds.length > 0) parts.push(`${column('college')} = any(${bind(scope.collegeIds)}::uuid[])`);
      if (scope.classIds.length > 0) parts.push(`${column('class')} = any(${bind(scope.classIds)}::uuid[])`);
      return parts.length === 0 ? `${school} and false` : `${school} and (${parts.join(' or ')})`;
    }
    case 'employer':
      return `${school} and ${column('employer')} = ${bind(scope.employerId)}`;
    case 'student':
      return `${school} and ${column('student')} = ${bind(scope.studentId)}`;
    // of no unit yet: signed in, and nobody's rows are theirs
    case 'applicant':
      return `${school} and false`;
    default:
      throw new Error(`scopeWhere(${alias}): a ${scope.kind} scope reaches no tenant rows`);
  }
}
