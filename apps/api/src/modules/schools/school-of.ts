import type { RequestContext } from '../../platform/context/index.js';
import type { Tx } from '../../platform/database/index.js';

export function schoolOf(ctx: Pick<RequestContext, 'schoolId'>): number {
  if (ctx.schoolId === null) throw new Error('no school in the context');
  return ctx.schoolId;
}

/** One change of a school's order at a time. Rows that only refer to the school are not held up. */
export async function lockSchool(tx: Tx, schoolId: number): Promise<void> {
  await tx.one('select id from school where id = $1 for no key update', [schoolId]);
}
