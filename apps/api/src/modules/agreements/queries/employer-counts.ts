import { ACTIVE_STATES, type SchoolPolicy } from '@qiancheng/shared';
import { scopeWhere } from '../../../platform/access/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { sourceStatesThatSign } from '../../directory/index.js';
import type { EmployerCounts } from '../http/dto/employer.dto.js';

/** The figures on the tabs. `signable` counts who may sign at all; whether a seat is free shows at the search. */
export async function employerCounts(
  tx: Tx,
  ctx: RequestContext,
  cohort: number,
  policy: SchoolPolicy,
): Promise<EmployerCounts> {
  const params: unknown[] = [];
  const where = `${scopeWhere(ctx, 'c', params)} and c.cohort = $${params.push(cohort)}`;
  const counts = await tx.one<Omit<EmployerCounts, 'signable'> & Record<string, unknown>>(
    `select count(*) filter (where c.state in ('DRAFT_EMP', 'INVITED', 'EMP_PENDING'))::int as pending,
            count(*) filter (where c.state in ('RECONFIRM', 'REVIEW', 'SIGNING', 'FILING', 'SIGNED', 'SUSPENDED'))::int as signed,
            count(*) filter (where c.state in ('TERM_COUNTERPARTY', 'TERM_REVIEW', 'TERMINATED'))::int as terminated
       from signing_case c where ${where}`,
    params,
  );
  const { signable } = await tx.one<{ signable: number }>(
    `select count(*)::int as signable from student s
      where s.school_id = $1 and s.cohort = $2 and s.source_state = any($3::text[]) and s.training_mode_code <> all($4::text[])
        and not exists (select 1 from signing_case c where c.school_id = s.school_id and c.student_id = s.id and c.state = any($5::text[]))`,
    [ctx.schoolId, cohort, sourceStatesThatSign(policy), policy.eligibility.training_mode_blocklist, ACTIVE_STATES],
  );
  return { signable, pending: counts.pending, signed: counts.signed, terminated: counts.terminated };
}
