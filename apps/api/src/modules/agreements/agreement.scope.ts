import type { RequestContext } from '../../platform/context/index.js';
import { scopeWhere } from '../../platform/access/index.js';

/** The cases that the actor may reach. A draft that was never sent is the unit's own business. */
export function caseScope(ctx: RequestContext, alias: string, params: unknown[]): string {
  // Timers and sweeps act for the school itself; the database's fence keeps them inside it.
  if (ctx.scope.kind === 'system') return `${alias}.school_id = $${params.push(schoolOf(ctx))}`;
  const reach = scopeWhere(ctx, alias, params);
  switch (ctx.scope.kind) {
    case 'student':
    case 'school':
    case 'units':
      return `${reach} and not (${alias}.state in ('DRAFT_EMP', 'WITHDRAWN') and ${alias}.sent_at is null)`;
    default:
      return reach;
  }
}

export function schoolOf(ctx: RequestContext): number {
  if (ctx.schoolId === null) throw new Error('an agreement belongs to a school, and the context has none');
  return ctx.schoolId;
}
