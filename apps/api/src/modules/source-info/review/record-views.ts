import { Injectable } from '@nestjs/common';
import {
  awaitedRole,
  isSourceKey,
  makeCalendar,
  type Permission,
  SOURCE_KEYS,
  type SourceAction,
  sourceActions,
  sourceStateLabel,
  workdaysBetween,
} from '@qiancheng/shared';
import { holdsFor, rolesCovering } from '../../../platform/access/index.js';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import { SchoolPolicies } from '../../schools/index.js';
import { type SourceRecord, SourceRecords } from '../records/source-records.js';
import {
  type EventRow,
  eventView,
  fieldViews,
  type FindingRow,
  findingView,
  levelViews,
  versionView,
} from './record-parts.js';
import { RecordReports } from './record-reports.js';
import type { SourceActionView, SourceRecordView, SourceVersionsCompared, SourceVersionView } from './review.dto.js';
import { shownText } from './source-texts.js';
import { questionOf } from './source-standing.js';

const PERMITS: Partial<Record<SourceAction, Permission>> = {
  edit: 'source.edit',
  pass: 'source.review',
  return: 'source.review',
  claw_back: 'source.review',
};

/** One student's record as the reviewer's page has it. */
@Injectable()
export class RecordViews {
  constructor(
    private readonly db: Db,
    private readonly records: SourceRecords,
    private readonly policies: SchoolPolicies,
    private readonly reports: RecordReports,
    private readonly clock: Clock,
  ) {}

  get(ctx: RequestContext, id: string): Promise<SourceRecordView> {
    return this.db.read(ctx, (tx) => this.view(tx, ctx, id));
  }

  /** Also in the transaction of an act, which sees what it has just written. */
  async view(tx: Tx, ctx: RequestContext, id: string): Promise<SourceRecordView> {
    const record = await this.records.find(tx, ctx, id);
    if (!record) throw new AppError('NOT_FOUND');
    const { policy } = await this.policies.current(tx, tx.schoolId as number);
    const { levels, registry_fields: registry, sla_workdays: sla } = policy.source;
    const submitted = await this.records.submitted(tx, id);
    const findings = await findingsOf(tx, id);
    const events = await eventsOf(tx, id);
    const versions = await versionsOf(tx, id);
    const calendar = makeCalendar({
      holidays: policy.calendar.extra_holidays,
      workdays: policy.calendar.extra_workdays,
    });
    const awaited = awaitedRole(record.state, levels);
    const waited = awaited ? workdaysBetween(record.stateAt, this.clock.now(), calendar) : 0;
    const mine = awaited !== null && rolesCovering(ctx, record).includes(awaited) ? awaited : null;
    return {
      id,
      version: record.version,
      name: record.values.name,
      studentNo: record.values.studentNo,
      cohort: record.cohort,
      cohortOpen: record.cohortOpen,
      collegeName: record.collegeName,
      majorName: record.majorName,
      className: record.className,
      counsellors: await counsellorsOf(tx, record.classId),
      state: record.state,
      stateLabel: sourceStateLabel(record.state, levels),
      stateAt: record.stateAt.toISOString(),
      waited,
      late: waited > sla,
      submittedAt: submitted?.at.toISOString() ?? null,
      submissions: versions.filter(({ kind }) => kind === 'submitted').length,
      levels: levelViews(record, levels, record.cohortOpen ? mine : null, events),
      fields: fieldViews(record, submitted?.values ?? null, registry, findings),
      findings: findings.filter(({ field }) => !isSourceKey(field)).map(findingView),
      events: events.map(eventView),
      versions,
      reports: await this.reports.views(tx, record),
      availableActions: actionsOf(ctx, record, levels),
    };
  }

  compare(ctx: RequestContext, id: string, from: number, to: number): Promise<SourceVersionsCompared> {
    return this.db.read(ctx, async (tx) => {
      const record = await this.records.find(tx, ctx, id);
      if (!record) throw new AppError('NOT_FOUND');
      const all = await this.records.versions(tx, id);
      const [before, after] = [all.find(({ no }) => no === from), all.find(({ no }) => no === to)];
      if (!before || !after) {
        const field = before ? 'to' : 'from';
        throw new AppError('VALIDATION_FAILED', { errors: [{ field, code: 'NOT_FOUND', message: '没有这个版本。' }] });
      }
      const changed = SOURCE_KEYS.filter((key) => (before.values[key] ?? '') !== (after.values[key] ?? ''));
      const changes = fieldViews({ ...record, values: before.values }, null, [], [])
        .filter(({ key }) => changed.includes(key))
        .map(({ key, label, schoolText }) => ({
          key,
          label,
          before: schoolText,
          after: shownText(key, after.values[key] ?? '', record.cohort),
        }));
      return { before: versionView(before), after: versionView(after), changes };
    });
  }
}

function actionsOf(
  ctx: RequestContext,
  record: SourceRecord,
  levels: Parameters<typeof sourceStateLabel>[1],
): SourceActionView[] {
  return sourceActions(questionOf(ctx, record, levels)).filter(({ action }) => {
    const permission = PERMITS[action];
    return permission !== undefined && holdsFor(ctx, permission, record);
  });
}

function findingsOf(tx: Tx, id: string): Promise<FindingRow[]> {
  return tx.query<FindingRow>(
    'select rule, field, severity, detail from check_finding where school_id = $1 and student_id = $2 order by rule',
    [tx.schoolId, id],
  );
}

function eventsOf(tx: Tx, id: string): Promise<EventRow[]> {
  return tx.query<EventRow>(
    `select id, action, level, version_no as "versionNo", reason_codes as "reasonCodes", note, actor_name as "actorName", at
       from source_event where school_id = $1 and student_id = $2 order by at desc, id desc`,
    [tx.schoolId, id],
  );
}

async function versionsOf(tx: Tx, id: string): Promise<SourceVersionView[]> {
  const rows = await tx.query<Parameters<typeof versionView>[0] & Record<string, unknown>>(
    `select no, kind, changed, actor_name as "actorName", at from source_version
      where school_id = $1 and student_id = $2 order by no desc`,
    [tx.schoolId, id],
  );
  return rows.map(versionView);
}

async function counsellorsOf(tx: Tx, classId: string): Promise<string[]> {
  const rows = await tx.query<{ name: string }>(
    `select distinct a.name from account_grant g join account a on a.id = g.account_id and a.status = 'active'
      where g.school_id = $1 and g.role = 'counsellor' and $2 = any(g.class_ids) order by a.name`,
    [tx.schoolId, classId],
  );
  return rows.map(({ name }) => name);
}
