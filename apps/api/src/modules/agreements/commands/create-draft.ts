import { Injectable } from '@nestjs/common';
import { type AgreementValues, GOOD_FACTS, resolve, type SchoolPolicy, type SigningResult } from '@qiancheng/shared';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import { SchoolPolicies } from '../../schools/index.js';
import { AgreementRepository } from '../agreement.repository.js';
import { schoolOf } from '../agreement.scope.js';
import type { EmployerFacts } from '../case-row.js';
import { newDraft } from '../domain/draft.js';
import { newCarry } from './carry.js';
import { CaseWriter } from './case-writer.js';
import { translated } from './conflicts.js';
import { applyEffects } from './effects.js';

interface NewCase {
  student_id: string;
  college_id: string;
  class_id: string;
  employer: EmployerFacts;
  cohort_open: boolean;
  own_case: string | null;
}

const FACTS = `
  select s.id as student_id, s.college_id, s.class_id,
         (select h.is_open from cohort h where h.school_id = s.school_id and h.year = s.cohort) as cohort_open,
         jsonb_build_object('name', e.name, 'credit_code', e.credit_code, 'nature_code', e.nature_code,
           'industry_code', e.industry_code, 'region_code', e.region_code, 'superior_department', e.superior_department,
           'address', e.address, 'postcode', e.postcode,
           'verified', e.status = 'verified' and exists (select from employer_school x
             where x.school_id = s.school_id and x.employer_id = e.id and x.status = 'approved')) as employer,
         (select c.id from signing_case c
           where c.school_id = s.school_id and c.student_id = s.id and c.employer_id = e.id
             and c.state in ('DRAFT_EMP', 'INVITED') limit 1) as own_case
    from student s cross join employer e
   where s.school_id = $1 and s.id = $2 and s.cohort = $3 and e.id = $4`;

/** T01: the case begins as the unit's own draft, filled with what this person wrote the last time. */
@Injectable()
export class CreateDraft {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly policies: SchoolPolicies,
    private readonly cases: AgreementRepository,
    private readonly writer: CaseWriter,
  ) {}

  run<R>(ctx: RequestContext, cohort: number, studentId: string, then: (tx: Tx, id: string) => Promise<R>): Promise<R> {
    return translated(
      this.db.tx(ctx, async (tx) => {
        const id = await this.create(tx, ctx, cohort, studentId);
        return then(tx, id);
      }),
    );
  }

  private async create(tx: Tx, ctx: RequestContext, cohort: number, studentId: string): Promise<string> {
    const schoolId = schoolOf(ctx);
    const found = await tx.maybeOne<NewCase>(FACTS, [schoolId, studentId, cohort, ctx.actor.employerId ?? null]);
    if (!found) throw new AppError('STUDENT_NOT_VISIBLE');
    const { version, policy } = await this.policies.current(tx, schoolId);
    const now = this.clock.now();
    const result = this.allowed(ctx, policy, found, now);
    if (found.own_case) throw new AppError('INVITE_DUPLICATE', { extra: { caseId: found.own_case } });
    const values = newDraft(found.employer, ctx.actor.displayName, await this.lastInvitation(tx, ctx));
    const { id } = await tx.one<{ id: string }>(
      `insert into signing_case (school_id, student_id, cohort, college_id, class_id, employer_id, flow, state,
                                 policy_version, form_values, initiator_id, created_at, state_since, updated_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, $12) returning id`,
      [
        schoolId,
        found.student_id,
        cohort,
        found.college_id,
        found.class_id,
        ctx.actor.employerId,
        result.flow,
        result.to,
        version,
        JSON.stringify(values),
        ctx.actor.accountId,
        now,
      ],
    );
    const row = await this.cases.find(tx, ctx, { id });
    if (!row) throw new Error('a new draft is out of its own scope');
    const carry = newCarry(
      'emp_draft',
      { ctx, input: {}, row, policy, policyVersion: version, now, reauth: 'none' },
      result,
    );
    applyEffects(carry);
    await this.writer.record(tx, carry, null);
    return id;
  }

  private allowed(
    ctx: RequestContext,
    policy: SchoolPolicy,
    found: NewCase,
    now: Date,
  ): Extract<SigningResult, { ok: true }> {
    const result = resolve({
      action: 'emp_draft',
      snapshot: null,
      actor: { kind: 'employer', accountId: ctx.actor.accountId, reviewRoles: [] },
      policy,
      facts: { ...GOOD_FACTS, employerVerified: found.employer.verified, cohortOpen: found.cohort_open },
      now,
    });
    if (!result.ok) throw new AppError(result.code, { detail: result.reason });
    return result;
  }

  private async lastInvitation(tx: Tx, ctx: RequestContext): Promise<AgreementValues | null> {
    const row = await tx.maybeOne<{ form_values: AgreementValues }>(
      `select form_values from signing_case
        where school_id = $1 and employer_id = $2 and initiator_id = $3
        order by sent_at desc nulls last, created_at desc limit 1`,
      [schoolOf(ctx), ctx.actor.employerId, ctx.actor.accountId],
    );
    return row?.form_values ?? null;
  }
}
