import { Injectable } from '@nestjs/common';
import { scheduleProblems, sourceTermProblem, type CohortEntry, type SourceTerm } from '@qiancheng/shared';
import { AuditService } from '../../../platform/audit/index.js';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import type { CohortList } from '../http/schools.dto.js';
import { lockSchool, schoolOf } from '../school-of.js';
import { SchoolQueries } from '../school-queries.js';
import type { CohortEditBody, CohortOpenBody, NewCohortBody, ScheduleEntryBody } from './cohort.dto.js';
import { requireWholeSchool } from './units.js';

/** How far from this year a cohort may lie: what is typed wrong shall not stay for good. */
const YEARS_BACK = 10;
const YEARS_AHEAD = 6;

interface CohortRow {
  version: number;
  is_open: boolean;
  is_public: boolean;
  schedule: CohortEntry[];
  until: string | null;
  late: SourceTerm['late'];
}

@Injectable()
export class CohortDesk {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly audit: AuditService,
    private readonly queries: SchoolQueries,
  ) {}

  add(ctx: RequestContext, body: NewCohortBody): Promise<CohortList> {
    return this.change(ctx, async (tx, schoolId) => {
      checkYear(body.year, this.clock.now());
      const schedule = readSchedule(body.year, body.schedule);
      const term = readTerm(body.year, body.sourceTerm ?? null);
      const added = await tx.exec(
        `insert into cohort (school_id, year, schedule, is_public, source_until, source_late)
         values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
        [schoolId, body.year, JSON.stringify(schedule), body.public, ...termColumns(term)],
      );
      if (added === 0) throw yearProblem(`已经有 ${body.year} 届了。`);
      await this.note(tx, ctx, body.year, 'cohort.add', null, { schedule, public: body.public, sourceTerm: term });
    });
  }

  edit(ctx: RequestContext, year: number, body: CohortEditBody): Promise<CohortList> {
    return this.change(ctx, async (tx, schoolId) => {
      const row = await lock(tx, schoolId, year, body.version);
      const schedule = readSchedule(year, body.schedule);
      const was = row.until === null ? null : { until: row.until, late: row.late };
      const term = body.sourceTerm === undefined ? was : readTerm(year, body.sourceTerm);
      await tx.exec(
        `update cohort set schedule = $3, is_public = $4, source_until = $5, source_late = $6, version = version + 1
          where school_id = $1 and year = $2`,
        [schoolId, year, JSON.stringify(schedule), body.public, ...termColumns(term)],
      );
      const before = { schedule: row.schedule, public: row.is_public, sourceTerm: was };
      await this.note(tx, ctx, year, 'cohort.edit', before, { schedule, public: body.public, sourceTerm: term });
    });
  }

  /** Closed is read only: no agreement of it moves any more, except that deadlines run out. */
  setOpen(ctx: RequestContext, year: number, body: CohortOpenBody): Promise<CohortList> {
    return this.change(ctx, async (tx, schoolId) => {
      const row = await lock(tx, schoolId, year, body.version);
      if (row.is_open === body.open)
        throw new AppError('CONFLICT', { detail: body.open ? `${year} 届已经是开放的。` : `${year} 届已经关闭了。` });
      await tx.exec('update cohort set is_open = $3, version = version + 1 where school_id = $1 and year = $2', [
        schoolId,
        year,
        body.open,
      ]);
      await this.note(tx, ctx, year, body.open ? 'cohort.open' : 'cohort.close', null, null);
    });
  }

  private async change(ctx: RequestContext, work: (tx: Tx, schoolId: number) => Promise<void>): Promise<CohortList> {
    requireWholeSchool(ctx);
    const schoolId = schoolOf(ctx);
    await this.db.tx(ctx, async (tx) => {
      await lockSchool(tx, schoolId);
      await work(tx, schoolId);
    });
    return this.queries.cohorts(ctx);
  }

  private note(
    tx: Tx,
    ctx: RequestContext,
    year: number,
    action: string,
    before: object | null,
    after: object | null,
  ): Promise<void> {
    return this.audit.append(tx, ctx, {
      schoolId: schoolOf(ctx),
      aggregateType: 'cohort',
      aggregateId: `${schoolOf(ctx)}/${year}`,
      action,
      ...(before ? { before } : {}),
      ...(after ? { after } : {}),
    });
  }
}

async function lock(tx: Tx, schoolId: number, year: number, version: number): Promise<CohortRow> {
  // the column is narrower than what an address can carry
  const row = await tx.maybeOne<CohortRow & Record<string, unknown>>(
    `select version, is_open, is_public, schedule, source_until::text as until, source_late as late
       from cohort where school_id = $1 and year::int = $2 for no key update`,
    [schoolId, year],
  );
  if (!row) throw new AppError('NOT_FOUND', { detail: `没有 ${year} 届。` });
  if (row.version !== version)
    throw new AppError('STALE_VERSION', {
      detail: `${year} 届的设置刚刚被别人改过。请看过最新内容后再操作。`,
      extra: { currentVersion: row.version },
    });
  return row;
}

export function checkYear(year: number, now: Date, path = ''): void {
  const [first, last] = [now.getUTCFullYear() - YEARS_BACK, now.getUTCFullYear() + YEARS_AHEAD];
  if (year < first || year > last) throw yearProblem(`届别要在 ${first} 到 ${last} 之间。`, path);
}

function yearProblem(message: string, path = ''): AppError {
  return new AppError('VALIDATION_FAILED', { errors: [{ field: `${path}year`, code: 'year', message }] });
}

/** Checked, in the order of their beginning, each with a key of its own. */
export function readSchedule(year: number, entries: readonly ScheduleEntryBody[], path = ''): CohortEntry[] {
  const problems = scheduleProblems(year, entries);
  if (problems.length > 0)
    throw new AppError('VALIDATION_FAILED', {
      errors: problems.map(({ index, field, message }) => ({
        field: `${path}schedule[${index}].${field}`,
        code: 'schedule',
        message,
      })),
    });
  const used = new Set<string>();
  const keyed = entries.map(({ key, label, from, to }) => ({ key: freeKey(key, used), label, from, to }));
  return keyed.sort((a, b) => (a.from === b.from ? (a.to < b.to ? -1 : 1) : a.from < b.from ? -1 : 1));
}

function readTerm(year: number, term: SourceTerm | null): SourceTerm | null {
  const message = term && sourceTermProblem(year, term.until);
  if (message)
    throw new AppError('VALIDATION_FAILED', { errors: [{ field: 'sourceTerm.until', code: 'term', message }] });
  return term && { until: term.until, late: term.late };
}

const termColumns = (term: SourceTerm | null): [string | null, string] => [term?.until ?? null, term?.late ?? 'refuse'];

const KEY = /^[a-z][a-z0-9_]{0,19}$/;

function freeKey(wanted: string, used: Set<string>): string {
  let key = KEY.test(wanted) ? wanted : 'entry';
  for (let n = 2; used.has(key); n += 1) key = `entry${n}`;
  used.add(key);
  return key;
}
