import { Injectable } from '@nestjs/common';
import {
  addWorkdays,
  awaitedRole,
  endOfShanghaiDay,
  isRegistryField,
  LEVEL_STANDING_LABELS,
  levelStanding,
  makeCalendar,
  REVIEW_ROLE_LABELS,
  type ReviewRole,
  SOURCE_ACTION_LABELS,
  sourceDaysLeft,
  SOURCE_KEYS,
  SOURCE_RETURN_REASONS,
  type SourceAction,
  type SourceReturnReason,
  sourceProgress,
  sourceStateLabel,
  type SourceState,
} from '@qiancheng/shared';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AccountContacts } from '../../accounts/index.js';
import type {
  OwnSourceEvent,
  OwnSourceLevel,
  OwnSourceProgress,
  OwnSourceReturned,
  OwnSourceSaved,
  OwnSourceTerm,
  OwnSourceView,
} from '../http/student-source.dto.js';
import { type OwnSource, OwnSources, termOf } from './own-source.js';
import { RegistryReports } from './registry-reports.js';

interface EventRow {
  action: Exclude<SourceAction, 'save'>;
  level: ReviewRole | null;
  to: SourceState;
  versionNo: number | null;
  codes: SourceReturnReason[];
  note: string;
  actorName: string;
  at: Date;
}

/** What the student sees of the own source information. */
@Injectable()
export class OwnSourceViews {
  constructor(
    private readonly db: Db,
    private readonly own: OwnSources,
    private readonly reports: RegistryReports,
    private readonly contacts: AccountContacts,
  ) {}

  get(ctx: RequestContext): Promise<OwnSourceView> {
    return this.db.read(ctx, (tx) => this.view(tx, ctx));
  }

  /** For the first page: what is still missing, without the values. */
  progress(ctx: RequestContext): Promise<OwnSourceProgress> {
    return this.db.read(ctx, async (tx) => {
      const own = await this.own.load(tx, ctx);
      const { missing, total } = sourceProgress(own.values, own.registry, own.ctx);
      return { state: own.record.state, missing, total, dueAt: dueAt(own)?.toISOString() ?? null, term: termLeft(own) };
    });
  }

  async view(tx: Tx, ctx: RequestContext): Promise<OwnSourceView> {
    const own = await this.own.load(tx, ctx);
    const { record, policy, registry, draft } = own;
    const { levels, sla_workdays: workdays } = policy.source;
    const events = await this.events(tx, record.id);
    return {
      state: record.state,
      stateLabel: sourceStateLabel(record.state, levels),
      stateAt: record.stateAt.toISOString(),
      cohort: record.cohort,
      slaWorkdays: workdays,
      dueAt: dueAt(own)?.toISOString() ?? null,
      term: termLeft(own),
      boundPhone: record.accountId && (await this.contacts.provenPhone(tx, record.accountId)),
      idType: record.idType,
      college: record.collegeName,
      major: `${record.majorName}（${record.majorCode}）`,
      className: record.className,
      registryFields: SOURCE_KEYS.filter((key) => isRegistryField(key, registry)),
      school: record.values,
      values: own.values,
      draft: { version: draft.version, savedAt: draft.savedAt?.toISOString() ?? null },
      errors: this.own.errors(own),
      findings: await this.own.findings(tx, own),
      levels: levels.map((role) => levelOf(role, own)),
      returned: returnedOf(record.state, events),
      history: events.map(eventOf),
      reports: await this.reports.ofStudent(tx, record.id),
      availableActions: this.own.actions(own),
    };
  }

  async saved(tx: Tx, own: OwnSource, version: number, savedAt: Date): Promise<OwnSourceSaved> {
    return {
      version,
      savedAt: savedAt.toISOString(),
      missing: sourceProgress(own.values, own.registry, own.ctx).missing,
      errors: this.own.errors(own),
      findings: await this.own.findings(tx, own),
    };
  }

  private events(tx: Tx, studentId: string): Promise<EventRow[]> {
    return tx.query<EventRow & Record<string, unknown>>(
      `select action, level, to_state as "to", version_no as "versionNo", reason_codes as codes, note,
              actor_name as "actorName", at
         from source_event where school_id = $1 and student_id = $2 order by at desc, id desc`,
      [tx.schoolId, studentId],
    );
  }
}

/** Until when the level that has it now is to answer. */
function dueAt({ record, policy }: OwnSource): Date | null {
  if (awaitedRole(record.state, policy.source.levels) === null) return null;
  const { extra_holidays: holidays, extra_workdays: workdays } = policy.calendar;
  const day = addWorkdays(record.stateAt, policy.source.sla_workdays, makeCalendar({ holidays, workdays }));
  return endOfShanghaiDay(new Date(`${day}T04:00:00Z`));
}

function termLeft({ record, ctx }: OwnSource): OwnSourceTerm | null {
  const term = termOf(record);
  return term && { ...term, daysLeft: sourceDaysLeft(term, ctx.today) };
}

function levelOf(role: ReviewRole, { record, policy }: OwnSource): OwnSourceLevel {
  const standing = levelStanding(role, record.state, policy.source.levels, record.returnedBy);
  return { role, label: REVIEW_ROLE_LABELS[role], standing, standingLabel: LEVEL_STANDING_LABELS[standing] };
}

const reasonsOf = (codes: readonly SourceReturnReason[]): string[] => codes.map((code) => SOURCE_RETURN_REASONS[code]);

function returnedOf(state: SourceState, events: readonly EventRow[]): OwnSourceReturned | null {
  const last = state === 'returned' ? events.find(({ action }) => action === 'return') : undefined;
  if (!last) return null;
  return {
    levelLabel: last.level ? REVIEW_ROLE_LABELS[last.level] : '学校',
    codes: last.codes,
    reasons: reasonsOf(last.codes),
    note: last.note,
    byName: last.actorName,
    at: last.at.toISOString(),
  };
}

function eventOf({ action, level, codes, note, actorName, at, versionNo }: EventRow): OwnSourceEvent {
  const what = SOURCE_ACTION_LABELS[action];
  return {
    action,
    label: level ? `${REVIEW_ROLE_LABELS[level]}${what}` : what,
    reasons: reasonsOf(codes),
    note,
    actorName,
    versionNo,
    at: at.toISOString(),
  };
}
