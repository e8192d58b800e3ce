import { Injectable } from '@nestjs/common';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import { SchoolPolicies } from '../parameters/policies.js';
import { variantLabel } from '../parameters/process-parameters.js';
import type { SchoolCohortFacts, SchoolDetail } from './opening.dto.js';

type Facts = Omit<SchoolDetail, 'processLabel' | 'policyVersion' | 'cohorts'>;

const FACTS = `
  select s.code, s.name, s.short_name as "shortName", s.address, s.center_name as "centerName",
         s.center_phone as "centerPhone", s.status, s.closed_at as "closedAt", s.closed_reason as "closedReason",
         s.created_at as "createdAt", s.version,
         (select count(*)::int from college c where c.school_id = s.id) as colleges,
         (select count(*)::int from major m where m.school_id = s.id) as majors,
         (select count(*)::int from account a
           where a.school_id = s.id and a.audience = 'teacher' and a.status = 'active') as staff,
         (select count(*)::int from employer_school e where e.school_id = s.id and e.status = 'approved') as employers
    from school s where s.id = $1`;

const COHORTS = `
  select c.year, c.is_open as open,
         (select count(*)::int from school_class k where k.school_id = $1 and k.cohort = c.year) as classes,
         (select count(*)::int from student s where s.school_id = $1 and s.cohort = c.year) as students,
         (select count(*)::int from signing_case x where x.school_id = $1 and x.cohort = c.year) as agreements
    from cohort c where c.school_id = $1 order by c.year desc`;

/** One school as operators see it: facts and numbers, nobody's name. */
@Injectable()
export class SchoolDetails {
  constructor(
    private readonly db: Db,
    private readonly policies: SchoolPolicies,
  ) {}

  async detail(code: string): Promise<SchoolDetail> {
    const school = await this.db.system((tx) =>
      tx.maybeOne<{ id: number }>('select id from school where code = $1', [code]),
    );
    if (!school) throw new AppError('NOT_FOUND', { detail: '没有这所学校。' });
    // within the school's own fence, as everybody reads it
    return this.db.read({ schoolId: school.id }, (tx) => this.read(tx, school.id));
  }

  private async read(tx: Tx, id: number): Promise<SchoolDetail> {
    const facts = await tx.one<Facts & Record<string, unknown>>(FACTS, [id]);
    const { policy, version } = await this.policies.current(tx, id);
    return {
      ...facts,
      processLabel: variantLabel(policy),
      policyVersion: version,
      cohorts: await tx.query<SchoolCohortFacts & Record<string, unknown>>(COHORTS, [id]),
    };
  }
}
