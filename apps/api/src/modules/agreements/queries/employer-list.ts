import { Injectable } from '@nestjs/common';
import { toHalfWidth } from '@qiancheng/shared';
import { scopeWhere } from '../../../platform/access/index.js';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db } from '../../../platform/database/index.js';
import { offsetOf, pageOf } from '../../../platform/http/index.js';
import { SchoolPolicies } from '../../schools/index.js';
import type { EmployerCasePage, EmployerCaseQuery } from '../http/dto/employer.dto.js';
import { employerCounts } from './employer-counts.js';
import { EMPLOYER_ROW_SQL, type EmployerRow, employerRowView } from './employer-rows.js';

/** 待确认 also holds what came to nothing while it waited: it is where HR looks for it. */
export const TAB_STATES = {
  pending: ['DRAFT_EMP', 'INVITED', 'EMP_PENDING', 'DECLINED', 'EXPIRED'],
  signed: ['RECONFIRM', 'REVIEW', 'SIGNING', 'FILING', 'SIGNED', 'SUSPENDED', 'RETURNED_CLOSED', 'VOIDED'],
  terminated: ['TERM_COUNTERPARTY', 'TERM_REVIEW', 'TERMINATED'],
} as const;

export const STAGE_STATES = {
  invited: ['INVITED', 'EMP_PENDING'],
  review: ['RECONFIRM', 'REVIEW'],
  signing: ['SIGNING', 'FILING'],
  signed: ['SIGNED'],
  closed: ['DECLINED', 'EXPIRED', 'RETURNED_CLOSED', 'VOIDED', 'TERMINATED'],
} as const;

/** What still waits comes first, the nearest deadline on top; then what has ended, newest first. */
const SORTS = {
  deadline: `(c.state in ('DECLINED', 'EXPIRED', 'VOIDED', 'RETURNED_CLOSED')), c.deadline_at nulls last, c.updated_at desc, c.id`,
  updated: 'c.updated_at desc, c.id',
  sent: 'c.sent_at desc nulls last, c.id',
  name: 's.name, c.id',
} as const;

@Injectable()
export class EmployerListQueries {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly policies: SchoolPolicies,
  ) {}

  list(ctx: RequestContext, cohort: number, query: EmployerCaseQuery): Promise<EmployerCasePage> {
    return this.db.read(ctx, async (tx) => {
      const params: unknown[] = [];
      const bind = (value: unknown): string => `$${params.push(value)}`;
      const states = query.stage ? STAGE_STATES[query.stage] : TAB_STATES[query.tab ?? 'pending'];
      const parts = [
        scopeWhere(ctx, 'c', params),
        `c.cohort = ${bind(cohort)}`,
        `c.state = any(${bind(states)}::text[])`,
      ];
      const q = query.q ? toHalfWidth(query.q).trim() : '';
      if (q) parts.push(`(s.name ^@ ${bind(q)} or s.student_no ^@ ${bind(q)} or c.agreement_no = upper(${bind(q)}))`);
      const where = parts.join(' and ');
      const { total } = await tx.one<{ total: number }>(
        `select count(*)::int as total from signing_case c join student s on s.school_id = c.school_id and s.id = c.student_id where ${where}`,
        params,
      );
      const order = SORTS[query.sort ?? (query.tab === 'signed' ? 'updated' : 'deadline')];
      const rows = await tx.query<EmployerRow>(
        `select ${EMPLOYER_ROW_SQL} where ${where} order by ${order} limit ${bind(query.pageSize)} offset ${bind(offsetOf(query))}`,
        params,
      );
      const now = this.clock.now();
      const items = [];
      for (const row of rows)
        items.push(
          employerRowView(ctx, row, await this.policies.version(tx, ctx.schoolId as number, row.policy_version), now),
        );
      const { policy } = await this.policies.current(tx, ctx.schoolId as number);
      return { ...pageOf(items, total, query), counts: await employerCounts(tx, ctx, cohort, policy) };
    });
  }
}
