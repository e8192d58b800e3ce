import { Injectable } from '@nestjs/common';
import { chartOf, type LateSubmission, shanghaiDate, workingCohort, type CohortEntry } from '@qiancheng/shared';
import { scopeWhere } from '../../platform/access/index.js';
import { Clock } from '../../platform/clock/index.js';
import { AppConfig } from '../../platform/config/index.js';
import type { RequestContext } from '../../platform/context/index.js';
import { Db, type Tx } from '../../platform/database/index.js';
import type {
  CohortList,
  OrgCollege,
  OrgCounsellor,
  OrgView,
  ProcessChartView,
  SiteSchedule,
  SiteView,
} from './http/schools.dto.js';
import { SchoolPolicies } from './parameters/policies.js';
import { parametersOf, variantLabel } from './parameters/process-parameters.js';
import { schoolOf } from './school-of.js';

/** One line of `cohort.schedule`: calendar days of the school. */
export type ScheduleEntry = CohortEntry;

interface CohortRow {
  year: number;
  is_open: boolean;
  is_public: boolean;
  version: number;
  schedule: ScheduleEntry[];
  until: string | null;
  late: LateSubmission;
}

@Injectable()
export class SchoolQueries {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly policies: SchoolPolicies,
    private readonly config: AppConfig,
  ) {}

  /** The cohorts of the school, with how many graduates of each are in the actor's scope. */
  cohorts(ctx: RequestContext): Promise<CohortList> {
    return this.db.read(ctx, async (tx) => {
      const params: unknown[] = [];
      const where = scopeWhere(ctx, 's', params, { student: 'id', employer: null });
      const rows = await tx.query<CohortRow & { students: number }>(
        `select c.year, c.is_open, c.is_public, c.schedule, c.version, c.source_until::text as until, c.source_late as late,
                coalesce(n.students, 0)::int as students
           from cohort c
           left join (select s.cohort, count(*) as students from student s where ${where} group by s.cohort) n
             on n.cohort = c.year
          where c.school_id = $${params.push(ctx.schoolId)}
          order by c.year desc`,
        params,
      );
      return {
        items: rows.map((row) => ({
          year: row.year,
          label: `${row.year} 届`,
          open: row.is_open,
          students: row.students,
          schedule: row.schedule,
          public: row.is_public,
          sourceTerm: row.until === null ? null : { until: row.until, late: row.late },
          version: row.version,
        })),
      };
    });
  }

  /** Colleges and classes within the actor's scope; somebody who covers a whole college sees its classes. */
  org(ctx: RequestContext): Promise<OrgView> {
    return this.db.read(ctx, async (tx) => {
      const params: unknown[] = [];
      const where = scopeWhere(ctx, 'k', params, { class: 'id', student: null, employer: null });
      const rows = await tx.query<{
        id: string;
        name: string;
        cohort: number;
        major_id: string;
        major_name: string;
        college_id: string;
        college_code: string;
        college_name: string;
      }>(
        `select k.id, k.name, k.cohort, m.id as major_id, m.name as major_name,
                c.id as college_id, c.code as college_code, c.name as college_name
           from school_class k
           join major m on m.school_id = k.school_id and m.id = k.major_id
           join college c on c.school_id = k.school_id and c.id = k.college_id
          where ${where}
          order by c.sort, c.code, k.cohort desc, k.name`,
        params,
      );
      const colleges = new Map<string, OrgCollege>();
      for (const row of rows) {
        const college = colleges.get(row.college_id) ?? {
          id: row.college_id,
          code: row.college_code,
          name: row.college_name,
          classes: [],
        };
        college.classes.push({
          id: row.id,
          name: row.name,
          cohort: row.cohort,
          majorId: row.major_id,
          majorName: row.major_name,
        });
        colleges.set(row.college_id, college);
      }
      const classIds = rows.map(({ id }) => id);
      return { colleges: [...colleges.values()], counsellors: await this.counsellors(tx, ctx, classIds) };
    });
  }

  /** Who looks after these classes, and which of them. */
  private counsellors(tx: Tx, ctx: RequestContext, classIds: readonly string[]): Promise<OrgCounsellor[]> {
    return tx.query<OrgCounsellor & Record<string, unknown>>(
      `select a.id, a.name, array_agg(distinct u.id) as "classIds"
         from account_grant g cross join unnest(g.class_ids) u(id) join account a on a.id = g.account_id
        where g.school_id = $1 and g.role = 'counsellor' and a.audience = 'teacher' and u.id = any($2::uuid[])
        group by a.id order by a.pinyin, a.name, a.id`,
      [schoolOf(ctx), classIds],
    );
  }

  processChart(ctx: RequestContext): Promise<ProcessChartView> {
    return this.db.read(ctx, async (tx) => {
      const { policy } = await this.policies.current(tx, schoolOf(ctx));
      const chart = chartOf(policy);
      return {
        variantLabel: variantLabel(policy),
        states: chart.states,
        edges: chart.edges.map((edge) => ({ ...edge, slot: edge.slot ?? null })),
        parameters: parametersOf(policy),
      };
    });
  }

  /** What anybody may see: the schools and their calendars. */
  site(ctx: RequestContext): Promise<SiteView> {
    const today = shanghaiDate(this.clock.now());
    return this.db.read(ctx, async (tx) => {
      const cohorts = await tx.query<SiteCohort>(
        `select s.code, s.name, c.year, c.is_open as open, case when c.is_public then c.schedule else '[]' end as schedule
           from school s join cohort c on c.school_id = s.id where s.status = 'open' order by s.code`,
      );
      const rows = [...Map.groupBy(cohorts, ({ code }) => code).values()].flatMap(
        (own) => workingCohort(own, today) ?? [],
      );
      return {
        outbox: this.config.outbox,
        wechat: this.config.wechat ? 'on' : this.config.demo ? 'demo' : 'off',
        schools: rows.map((row) => ({
          code: row.code,
          name: row.name,
          cohort: row.year,
          schedule: row.schedule.map((entry) => scheduleView(entry, today)),
        })),
      };
    });
  }
}

interface SiteCohort extends Record<string, unknown> {
  code: string;
  name: string;
  year: number;
  open: boolean;
  schedule: ScheduleEntry[];
}

function scheduleView({ label, from, to }: ScheduleEntry, today: string): SiteSchedule {
  return { label, from, to, state: today < from ? 'coming' : today > to ? 'closed' : 'open' };
}
