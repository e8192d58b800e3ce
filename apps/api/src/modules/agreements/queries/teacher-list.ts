import { Injectable } from '@nestjs/common';
import {
  codeName,
  reviewRoleAt,
  type SchoolPolicy,
  type SigningFlow,
  type SigningState,
  type Slot,
  stateLabel,
  workdaysBetween,
} from '@qiancheng/shared';
import { regionName } from '@qiancheng/shared/regions';
import { rolesCovering } from '../../../platform/access/index.js';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AppError, offsetOf, pageOf } from '../../../platform/http/index.js';
import { calendarOf, type PolicyInForce, SchoolPolicies } from '../../schools/index.js';
import type { NeighboursView, TeacherCasePage, TeacherCaseQuery, TeacherCaseRow } from '../http/dto/teacher.dto.js';
import { prepared } from '../agreement.repository.js';

import { joinsFor, orderBy, teacherWhere } from './teacher-filter.js';
import { waitingFor } from './waiting.js';

interface Row {
  id: string;
  version: number;
  policy_version: number;
  agreement_no: string | null;
  student_no: string;
  student_name: string;
  gender_code: string;
  cohort: number;
  college_id: string;
  class_id: string;
  college_name: string;
  major_name: string;
  class_name: string;
  level_code: string;
  origin_code: string | null;
  employer_name: string;
  credit_code: string;
  nature_code: string;
  industry_code: string;
  terms: {
    workRegionCode?: string | null;
    post?: string | null;
    salaryRegular?: number | null;
    startDate?: string | null;
  } | null;
  penalty: number | null;
  flow: SigningFlow;
  state: SigningState;
  review_level: number;
  initiator_id: string | null;
  slots: Slot[] | null;
  printed: number;
  revision: number;
  state_since: Date;
  sent_at: Date | null;
  accepted_at: Date | null;
  signed_at: Date | null;
  updated_at: Date;
  deadline_at: Date | null;
}

/** The page is cut on signing_case alone; what a row shows besides is joined for that page only. */
const PAGE_COLUMNS = `c.id, c.version, c.policy_version, c.agreement_no, s.student_no, s.name as student_name, s.gender_code, c.cohort,
  c.college_id, c.class_id, g.name as college_name, m.name as major_name, k.name as class_name, s.level_code, s.origin_code,
  e.name as employer_name, e.credit_code, e.nature_code, e.industry_code, c.form_values -> 'terms' as terms,
  (c.form_values #>> '{breach,penalty}')::float8 as penalty, c.flow, c.state, c.review_level, c.initiator_id, c.revision,
  (select array_agg(d.slot) from signing_slot d where d.school_id = c.school_id and d.case_id = c.id and d.revision = c.revision and d.cleared_at is null) as slots,
  (select count(*)::int from print_log p where p.school_id = c.school_id and p.case_id = c.id) as printed,
  c.state_since, c.sent_at, c.accepted_at, c.signed_at, c.updated_at, c.deadline_at`;

const JOINS = `join student s on s.school_id = c.school_id and s.id = c.student_id
  join college g on g.school_id = c.school_id and g.id = c.college_id
  join major m on m.school_id = s.school_id and m.id = s.major_id
  join school_class k on k.school_id = c.school_id and k.id = c.class_id
  join employer e on e.id = c.employer_id`;

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

@Injectable()
export class TeacherListQueries {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly policies: SchoolPolicies,
  ) {}

  list(ctx: RequestContext, query: TeacherCaseQuery): Promise<TeacherCasePage> {
    return this.db.read(ctx, async (tx) => {
      const params: unknown[] = [];
      const where = teacherWhere(ctx, query, await this.filterPolicies(tx, ctx, query), params);
      const { total } = await tx.one<{ total: number }>(
        prepared('list-count', `select count(*)::int as total from signing_case c where ${where}`),
        params,
      );
      const order = orderBy(query.sort);
      // planning the joins takes several times as long as running them: each combination of filters is planned once
      const page = prepared(
        'list-page',
        `with page as (
           select c.*, row_number() over (order by ${order}) as position from signing_case c ${joinsFor(query.sort)}
            where ${where} order by ${order} limit $${params.length + 1} offset $${params.length + 2})
         select ${PAGE_COLUMNS} from page c ${JOINS} order by c.position`,
      );
      const rows = await tx.query<Row>(page, [...params, query.pageSize, offsetOf(query)]);
      return pageOf(await this.views(tx, ctx, rows), total, query);
    });
  }

  /** Where a case stands in the filtered queue, and who comes before and after it. */
  neighbours(ctx: RequestContext, id: string, query: TeacherCaseQuery): Promise<NeighboursView> {
    return this.db.read(ctx, async (tx) => {
      await this.assertVisible(ctx, tx, id);
      const params: unknown[] = [];
      const where = teacherWhere(ctx, query, await this.filterPolicies(tx, ctx, query), params);
      const order = orderBy(query.sort);
      const found = await tx.maybeOne<{ position: number; prev_id: string | null; next_id: string | null }>(
        `select position::int, prev_id, next_id from (
           select c.id, row_number() over w as position, lag(c.id) over w as prev_id, lead(c.id) over w as next_id
             from signing_case c ${joinsFor(query.sort)} where ${where} window w as (order by ${order})) q
          where q.id = $${params.length + 1}`,
        [...params, id],
      );
      const { total, first } = await tx.one<{ total: number; first: string | null }>(
        `select count(*)::int as total, (array_agg(c.id order by ${order}))[1] as first from signing_case c ${joinsFor(query.sort)} where ${where}`,
        params,
      );
      // a case that was just dealt with is no longer in the queue: go on with its first
      if (!found) return { position: 0, total, prevId: null, nextId: first };
      return { position: found.position, total, prevId: found.prev_id, nextId: found.next_id };
    });
  }

  private async assertVisible(ctx: RequestContext, tx: Tx, id: string): Promise<void> {
    const params: unknown[] = [];
    const where = teacherWhere(ctx, Object.assign(Object.create(null) as TeacherCaseQuery, {}), [], params);
    const row = await tx.maybeOne(`select c.id from signing_case c where ${where} and c.id = $${params.length + 1}`, [
      ...params,
      id,
    ]);
    if (!row) throw new AppError('NOT_FOUND');
  }

  /** Whose turn it is depends on the parameters of each case's version; other filters need none of them. */
  private async filterPolicies(tx: Tx, ctx: RequestContext, query: TeacherCaseQuery): Promise<PolicyInForce[]> {
    return query.slot || query.queue === 'mine' ? this.policies.all(tx, schoolOf(ctx)) : [];
  }

  private async views(tx: Tx, ctx: RequestContext, rows: readonly Row[]): Promise<TeacherCaseRow[]> {
    const now = this.clock.now();
    const views: TeacherCaseRow[] = [];
    for (const row of rows) {
      views.push(rowView(ctx, row, await this.policies.version(tx, schoolOf(ctx), row.policy_version), now));
    }
    return views;
  }
}

function schoolOf(ctx: RequestContext): number {
  if (ctx.schoolId === null) throw new Error('a list needs a school');
  return ctx.schoolId;
}

function rowView(ctx: RequestContext, row: Row, policy: SchoolPolicy, now: Date): TeacherCaseRow {
  const waiting = waitingFor(policy, {
    state: row.state,
    flow: row.flow,
    reviewLevel: row.review_level,
    slotsDone: row.slots ?? [],
  });
  const roles = rolesCovering(ctx, { collegeId: row.college_id, classId: row.class_id });
  const forStaff = waiting.some((w) => w.roles.length > 0);
  const waited = waiting.length > 0 ? workdaysBetween(row.state_since, now, calendarOf(policy)) : null;
  return {
    id: row.id,
    version: row.version,
    agreementNo: row.agreement_no,
    studentNo: row.student_no,
    studentName: row.student_name,
    genderName: codeName('genders', row.gender_code),
    cohort: row.cohort,
    collegeName: row.college_name,
    majorName: row.major_name,
    className: row.class_name,
    levelName: codeName('degreeLevels', row.level_code),
    originName: regionName(row.origin_code),
    employerName: row.employer_name,
    creditCode: row.credit_code,
    employerNature: codeName('natures', row.nature_code),
    employerIndustry: codeName('industries', row.industry_code),
    workRegion: regionName(row.terms?.workRegionCode ?? null),
    post: row.terms?.post ?? null,
    salaryRegular: row.terms?.salaryRegular ?? null,
    penalty: row.penalty,
    startDate: row.terms?.startDate ?? null,
    state: row.state,
    stateLabel: stateLabel(row.state, reviewRoleAt(policy, row.flow, row.review_level)),
    reviewLevel: row.review_level,
    waitingFor: waiting.map((w) => w.label).join('、') || null,
    waitingMine:
      row.initiator_id !== ctx.actor.accountId && waiting.some((w) => w.roles.some((role) => roles.includes(role))),
    waitedWorkdays: waited,
    late: forStaff && waited !== null && waited > policy.review.sla_workdays,
    sentAt: iso(row.sent_at),
    acceptedAt: iso(row.accepted_at),
    signedAt: iso(row.signed_at),
    updatedAt: row.updated_at.toISOString(),
    deadlineAt: iso(row.deadline_at),
    printed: row.printed,
    slotsDone: row.slots ?? [],
    revision: row.revision,
  };
}
