import { Injectable } from '@nestjs/common';
import {
  REVIEW_ROLE_LABELS,
  type ReviewRole,
  type SchoolPolicy,
  shanghaiDate,
  type Slot,
  SLOT_LABELS,
  workdaysBetween,
  workingCohort,
} from '@qiancheng/shared';
import { scopeWhere } from '../../../platform/access/index.js';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import { Inbox } from '../../notifications/index.js';
import { calendarOf, type PolicyInForce, type ScheduleEntry, SchoolPolicies } from '../../schools/index.js';
import type { CollegeProgress, DeadlineView, TeacherHome, WaitingRow } from '../http/dto/teacher.dto.js';

import { reviewGrants, slotsOf, waitsForReview, waitsForSlot } from './work-filter.js';

/** Two weeks of rhythm are enough for a home page. */
const EVENTS = 4;
const DAY_MS = 86_400_000;

interface Step {
  key: string;
  label: string;
  where: (bind: (value: unknown) => string) => string;
}

@Injectable()
export class TeacherHomeQueries {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly policies: SchoolPolicies,
    private readonly inbox: Inbox,
  ) {}

  home(ctx: RequestContext, cohort?: number): Promise<TeacherHome> {
    return this.db.read(ctx, async (tx) => {
      const schoolId = ctx.schoolId as number;
      const policies = await this.policies.all(tx, schoolId);
      const { policy } = await this.policies.current(tx, schoolId);
      const { year, schedule, until } = await cohortOf(tx, schoolId, this.clock.now(), cohort);
      const rows: WaitingRow[] = [];
      for (const step of stepsOf(ctx, policies)) rows.push(await this.waiting(tx, ctx, year, step, policy));
      return {
        waiting: { total: sum(rows, (row) => row.count), late: sum(rows, (row) => row.late) },
        rows,
        colleges: await colleges(tx, ctx, year),
        deadlines: deadlines([...schedule, ...(await submitting(tx, ctx, year, until))], this.clock.now()),
        events: await this.inbox.latest(tx, ctx, EVENTS, schoolId),
        slaWorkdays: policy.review.sla_workdays,
        cohort: year,
      };
    });
  }

  private async waiting(
    tx: Tx,
    ctx: RequestContext,
    cohort: number,
    step: Step,
    policy: SchoolPolicy,
  ): Promise<WaitingRow> {
    const params: unknown[] = [];
    const bind = (value: unknown): string => `$${params.push(value)}`;
    const where = `${scopeWhere(ctx, 'c', params)} and c.cohort = ${bind(cohort)} and c.initiator_id is distinct from ${bind(ctx.actor.accountId)} and ${step.where(bind)}`;
    const found = await tx.query<{ since: Date; count: number; id: string }>(
      `select min(c.state_since) as since, count(*)::int as count, (array_agg(c.id order by c.state_since, c.id))[1] as id
         from signing_case c where ${where} group by (c.state_since at time zone 'Asia/Shanghai')::date order by 1`,
      params,
    );
    const now = this.clock.now();
    const row: WaitingRow = {
      key: step.key,
      label: step.label,
      count: 0,
      late: 0,
      oldest: null,
      histogram: [0, 0, 0, 0],
    };
    for (const day of found) {
      const waited = workdaysBetween(day.since, now, calendarOf(policy));
      const bin = waited <= 1 ? waited : waited <= 3 ? 2 : 3;
      row.count += day.count;
      row.histogram[bin] = (row.histogram[bin] ?? 0) + day.count;
      if (waited > policy.review.sla_workdays) row.late += day.count;
    }
    const oldest = found[0];
    if (oldest)
      row.oldest = {
        at: oldest.since.toISOString(),
        caseId: oldest.id,
        title: await titleOf(tx, oldest.id, ctx),
        workdays: workdaysBetween(oldest.since, now, calendarOf(policy)),
      };
    return row;
  }
}

const sum = (rows: readonly WaitingRow[], of: (row: WaitingRow) => number): number =>
  rows.reduce((total, row) => total + of(row), 0);

/** One line for each act that this account's roles may do; a step that two roles share appears once. */
function stepsOf(ctx: RequestContext, policies: readonly PolicyInForce[]): Step[] {
  const roles = [...new Set(reviewGrants(ctx, () => '').map(({ role }) => role))];
  const used = roles.filter((role) =>
    policies.some(({ policy }) => Object.values(policy.review.levels).some((levels) => levels.includes(role))),
  );
  const reviews = used.map((role): Step => ({
    key: `review:${role}`,
    label: `${REVIEW_ROLE_LABELS[role]}审核`,
    where: (bind) => onlyCovered(ctx, role, bind, waitsForReview(policies, role, bind)),
  }));
  const slots = new Map<Slot, Step>();
  for (const role of roles) {
    for (const slot of slotsOf(policies, role)) {
      slots.set(slot, {
        key: `slot:${slot}`,
        label: `标记${SLOT_LABELS[slot]}`,
        where: (bind) => onlyCovered(ctx, role, bind, waitsForSlot(policies, slot, bind)),
      });
    }
  }
  return [...reviews, ...slots.values()];
}

function onlyCovered(
  ctx: RequestContext,
  role: ReviewRole,
  bind: (value: unknown) => string,
  condition: string,
): string {
  const covers = reviewGrants(ctx, bind, role).map((grant) => grant.covers);
  return `(${covers.join(' or ')}) and ${condition}`;
}

async function titleOf(tx: Tx, id: string, ctx: RequestContext): Promise<string> {
  const row = await tx.one<{ student: string; employer: string }>(
    `select s.name as student, e.name as employer from signing_case c join student s on s.school_id = c.school_id and s.id = c.student_id
       join employer e on e.id = c.employer_id where c.school_id = $1 and c.id = $2`,
    [ctx.schoolId, id],
  );
  return `${row.student}，${row.employer}`;
}

interface CohortDays {
  year: number;
  schedule: ScheduleEntry[];
  /** The last day of submitting source information. */
  until: string | null;
}

async function cohortOf(tx: Tx, schoolId: number, now: Date, year?: number): Promise<CohortDays> {
  const rows = await tx.query<CohortDays & { open: boolean; [column: string]: unknown }>(
    `select year, is_open as open, schedule, source_until::text as until from cohort where school_id = $1 and ($2::int is null or year = $2)`,
    [schoolId, year ?? null],
  );
  const row = workingCohort(rows, shanghaiDate(now));
  if (!row) throw new AppError('NOT_FOUND', { detail: '没有这一届。' });
  return row;
}

/** In the colleges' own order, never ranked; each student counts once, by the case that got furthest. */
async function colleges(tx: Tx, ctx: RequestContext, cohort: number): Promise<CollegeProgress[]> {
  const params: unknown[] = [];
  const where = scopeWhere(ctx, 's', params, { student: 'id', employer: null });
  params.push(cohort);
  return tx.query<CollegeProgress & Record<string, unknown>>(
    `select g.id, g.name, count(*)::int as total,
            count(*) filter (where b.stage = 3)::int as signed,
            count(*) filter (where b.stage = 2)::int as "inProgress",
            count(*) filter (where b.stage = 1)::int as invited,
            count(*) filter (where b.stage is null or b.stage = 0)::int as none,
            count(*) filter (where b.returned)::int as returned
       from student s
       join college g on g.school_id = s.school_id and g.id = s.college_id
       left join (select c.student_id,
                         max(case when c.state = 'SIGNED' then 3 when c.state in ('REVIEW', 'SIGNING', 'FILING', 'EMP_PENDING', 'RECONFIRM') then 2 when c.state = 'INVITED' then 1 else 0 end) as stage,
                         bool_or(c.state = 'RETURNED_CLOSED' or (c.state = 'DRAFT_EMP' and c.last_review is null and c.reason_code is not null)) as returned
                    from signing_case c where c.school_id = $1 and c.cohort = $${params.length} group by c.student_id) b on b.student_id = s.id
      where ${where} and s.cohort = $${params.length}
      group by g.id, g.name, g.sort order by g.sort`,
    params,
  );
}

interface Day extends Pick<ScheduleEntry, 'label' | 'to'> {
  from?: string;
  note?: string | null;
}

/** The last day of submitting source information, with how many have not begun. */
async function submitting(tx: Tx, ctx: RequestContext, cohort: number, until: string | null): Promise<Day[]> {
  if (until === null) return [];
  const params: unknown[] = [];
  const where = scopeWhere(ctx, 's', params, { student: 'id', employer: null });
  const { count } = await tx.one<{ count: number }>(
    `select count(*)::int as count from student s
      where ${where} and s.cohort = $${params.push(cohort)} and s.source_state = 'not_started'`,
    params,
  );
  return [{ label: '生源信息提交', to: until, note: count > 0 ? `${count} 人未提交` : null }];
}

function deadlines(schedule: readonly Day[], now: Date): DeadlineView[] {
  const today = shanghaiDate(now);
  return schedule
    .filter((entry) => entry.to >= today)
    .map((entry) => ({
      label: entry.label,
      date: entry.to,
      daysLeft: Math.round((Date.parse(entry.to) - Date.parse(today)) / DAY_MS),
      note: entry.from && entry.from > today ? `${entry.from} 开始` : (entry.note ?? null),
    }))
    .sort((a, b) => a.date.localeCompare(b.date));
}
