import { Injectable } from '@nestjs/common';
import {
  levelStanding,
  REVIEW_ROLE_LABELS,
  type ReviewRole,
  type SchoolPolicy,
  shanghaiDate,
  sourceDaysLeft,
  type SourceState,
  type SourceTerm,
  isSourceApproved,
  workdaysBetween,
} from '@qiancheng/shared';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { calendarOf, SchoolPolicies } from '../../schools/index.js';
import type {
  SourceCounts,
  SourceProgress,
  SourceSummary,
  SourceTermLeft,
  SourceUnitProgress,
  SourceWaiting,
} from '../http/source-summary.dto.js';
import { sourceScope } from '../records/source-records.js';
import type { SourceFilter } from './source-filter.dto.js';
import { SourceFilters } from './source-filters.js';
import { SourceViews } from './views/source-views.js';

interface Cell extends Record<string, unknown> {
  collegeId: string;
  classId: string;
  state: SourceState;
  returnedBy: ReviewRole | null;
  count: number;
}

interface Unit extends Record<string, unknown> {
  id: string;
  name: string;
  collegeId: string;
}

/** Numbers of the list: the header with its pictures, the navigation and the tabs. */
@Injectable()
export class SourceSummaries {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly policies: SchoolPolicies,
    private readonly filters: SourceFilters,
    private readonly views: SourceViews,
  ) {}

  summary(ctx: RequestContext, cohort: number): Promise<SourceSummary> {
    return this.db.read(ctx, async (tx) => {
      const { policy } = await this.policies.current(tx, tx.schoolId as number);
      const cells = await this.cells(tx, ctx, cohort);
      const { colleges, classes } = await this.units(tx, cells);
      const { levels } = policy.source;
      const of = (part: (cell: Cell) => boolean): SourceProgress => progressOf(cells.filter(part), levels);
      const place = ({ id, name }: Unit, part: (cell: Cell) => boolean): SourceUnitProgress => ({
        id,
        name,
        ...of(part),
      });
      return {
        ...of(() => true),
        waiting: await this.waiting(tx, ctx, cohort, policy),
        slaWorkdays: policy.source.sla_workdays,
        term: await this.term(tx, cohort),
        colleges: colleges.map((college) => ({
          ...place(college, (cell) => cell.collegeId === college.id),
          classes: classes
            .filter(({ collegeId }) => collegeId === college.id)
            .map((one) => place(one, (cell) => cell.classId === one.id)),
        })),
      };
    });
  }

  private async term(tx: Tx, cohort: number): Promise<SourceTermLeft | null> {
    const row = await tx.maybeOne<SourceTerm & Record<string, unknown>>(
      `select source_until::text as until, source_late as late from cohort
        where school_id = $1 and year = $2 and source_until is not null`,
      [tx.schoolId, cohort],
    );
    return row ? { ...row, daysLeft: sourceDaysLeft(row, shanghaiDate(this.clock.now())) } : null;
  }

  /** What the navigation and the tabs say, in one statement: they can never contradict each other. */
  counts(ctx: RequestContext, cohort: number): Promise<SourceCounts> {
    return this.db.read(ctx, async (tx) => {
      const { policy } = await this.policies.current(tx, tx.schoolId as number);
      const views = await this.views.own(tx, ctx);
      const filters: SourceFilter[] = [
        { cohort },
        { cohort, state: ['returned'] },
        { cohort, state: ['not_started'] },
        ...views.map(({ filter }) => ({ ...filter, cohort })),
      ];
      const params: unknown[] = [];
      const parts: string[] = [];
      for (const filter of filters) {
        parts.push(`count(*) filter (where ${await this.filters.where(tx, ctx, filter, params)})::int`);
      }
      const where = `${sourceScope(ctx, params)} and s.cohort = $${params.push(cohort)}`;
      const { counts } = await tx.one<{ counts: number[] }>(
        `select array[${parts.join(', ')}] as counts from student s where ${where}`,
        params,
      );
      const [all = 0, returned = 0, notStarted = 0, ...rest] = counts;
      const { count, late } = await this.waiting(tx, ctx, cohort, policy);
      return {
        mine: count,
        late,
        all,
        returned,
        notStarted,
        levels: [...policy.source.levels],
        views: views.map((view, i) => ({ id: view.id, count: rest[i] ?? 0 })),
      };
    });
  }

  private cells(tx: Tx, ctx: RequestContext, cohort: number): Promise<Cell[]> {
    const params: unknown[] = [cohort];
    const where = sourceScope(ctx, params);
    return tx.query<Cell>(
      `select s.college_id as "collegeId", s.class_id as "classId", s.source_state as state, s.source_returned_by as "returnedBy",
              count(*)::int as count
         from student s where ${where} and s.cohort = $1 group by 1, 2, 3, 4`,
      params,
    );
  }

  /** Colleges and classes in the order of the school's own tree: never ranked by how far they are. */
  private async units(tx: Tx, cells: readonly Cell[]): Promise<{ colleges: Unit[]; classes: Unit[] }> {
    const ids = (of: 'collegeId' | 'classId'): string[] => [...new Set(cells.map((cell) => cell[of]))];
    const colleges = await tx.query<Unit>(
      'select id, name, id as "collegeId" from college where school_id = $1 and id = any($2::uuid[]) order by sort, code',
      [tx.schoolId, ids('collegeId')],
    );
    const classes = await tx.query<Unit>(
      'select id, name, college_id as "collegeId" from school_class where school_id = $1 and id = any($2::uuid[]) order by name, id',
      [tx.schoolId, ids('classId')],
    );
    return { colleges, classes };
  }

  /** What waits for this account, by how long; the oldest with its name. */
  private async waiting(tx: Tx, ctx: RequestContext, cohort: number, policy: SchoolPolicy): Promise<SourceWaiting> {
    const params: unknown[] = [];
    const where = await this.filters.where(tx, ctx, { cohort, mine: true }, params);
    const days = await tx.query<{ since: Date; count: number; id: string }>(
      `select min(s.source_state_at) as since, count(*)::int as count, (array_agg(s.id order by s.source_state_at, s.id))[1] as id
         from student s where ${where} group by (s.source_state_at at time zone 'Asia/Shanghai')::date order by 1`,
      params,
    );
    const now = this.clock.now();
    const waiting: SourceWaiting = { count: 0, late: 0, histogram: [0, 0, 0, 0], oldest: null };
    for (const day of days) {
      const waited = workdaysBetween(day.since, now, calendarOf(policy));
      const bin = waited <= 1 ? waited : waited <= 3 ? 2 : 3;
      waiting.count += day.count;
      waiting.histogram[bin] = (waiting.histogram[bin] ?? 0) + day.count;
      if (waited > policy.source.sla_workdays) waiting.late += day.count;
    }
    const [first] = days;
    if (first) {
      const { name } = await tx.one<{ name: string }>('select name from student where school_id = $1 and id = $2', [
        tx.schoolId,
        first.id,
      ]);
      const waitedWorkdays = workdaysBetween(first.since, now, calendarOf(policy));
      waiting.oldest = { id: first.id, name, since: first.since.toISOString(), waitedWorkdays };
    }
    return waiting;
  }
}

function progressOf(cells: readonly Cell[], levels: readonly ReviewRole[]): SourceProgress {
  const sum = (part: (cell: Cell) => boolean): number =>
    cells.reduce((total, cell) => total + (part(cell) ? cell.count : 0), 0);
  return {
    total: sum(() => true),
    approved: sum(({ state }) => isSourceApproved(state, levels)),
    returned: sum(({ state }) => state === 'returned'),
    notStarted: sum(({ state }) => state === 'not_started'),
    levels: levels.map((level) => {
      const standing = ({ state, returnedBy }: Cell): string => levelStanding(level, state, levels, returnedBy);
      return {
        level,
        label: REVIEW_ROLE_LABELS[level],
        passed: sum((cell) => standing(cell) === 'passed'),
        waiting: sum((cell) => standing(cell) === 'waiting'),
        returned: sum((cell) => standing(cell) === 'returned'),
      };
    }),
  };
}
