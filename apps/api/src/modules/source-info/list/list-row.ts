import {
  awaitedRole,
  type CheckSeverity,
  levelStanding,
  REVIEW_ROLE_LABELS,
  REVIEW_ROLES,
  type ReviewRole,
  type SchoolPolicy,
  type SourceKey,
  type SourceState,
  sourceStateLabel,
  sourceText,
  workdaysBetween,
} from '@qiancheng/shared';
import { regionName } from '@qiancheng/shared/regions';
import { rolesCovering } from '../../../platform/access/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { ACCOUNT_STATES, stateOf } from '../../people/index.js';
import { calendarOf } from '../../schools/index.js';
import type { SourceListFinding, SourceListRow } from '../http/source-list.dto.js';
import { PLAIN_COLUMNS, PLAIN_KEYS, type PlainKey } from '../records/source-columns.js';

/** Everything that a row of the list or of an export says besides the sealed values. */
export type ListRow = { [K in PlainKey]: string | null } & {
  id: string;
  version: number;
  idNoMasked: string | null;
  phoneMasked: string | null;
  cohort: number;
  collegeId: string;
  collegeName: string;
  majorId: string;
  majorName: string;
  majorCode: string;
  classId: string;
  className: string;
  state: SourceState;
  stateAt: Date;
  returnedBy: ReviewRole | null;
  differs: SourceKey[] | null;
  submittedAt: Date | null;
  returns: number;
  findings: SourceListFinding[] | null;
  reported: boolean;
  accountId: string | null;
  login: string | null;
  status: string | null;
  activatedAt: Date | null;
  wechat: boolean;
};

const FINDINGS = `(select jsonb_agg(jsonb_build_object('rule', f.rule, 'field', f.field, 'severity', f.severity, 'detail', f.detail) order by f.rule)
     from check_finding f where f.school_id = s.school_id and f.student_id = s.id)`;

const PLACES = `${PLAIN_KEYS.map((key) => `s.${PLAIN_COLUMNS[key]}::text as "${key}"`).join(', ')},
  s.id, s.version, s.id_no_masked as "idNoMasked", s.phone_masked as "phoneMasked", s.cohort,
  s.college_id as "collegeId", g.name as "collegeName", s.major_id as "majorId", m.name as "majorName", m.code as "majorCode",
  s.class_id as "classId", k.name as "className", s.source_state as "state", s.source_state_at as "stateAt",
  s.source_returned_by as "returnedBy", s.source_differs as "differs", s.source_submitted_at as "submittedAt",
  s.source_returns as "returns", s.account_id as "accountId", a.login, a.status, a.activated_at as "activatedAt"`;

/** What is looked up for each student apart: left out where nobody asks, for a hundred thousand times it is most of the work. */
const LOOKED_UP = {
  findings: FINDINGS,
  reported: `exists (select 1 from registry_report r where r.school_id = s.school_id and r.student_id = s.id and r.status = 'open')`,
  wechat: `exists (select 1 from wechat_binding w where w.account_id = s.account_id and w.unbound_at is null)`,
};

/** Select list on `s g m k a`, sealed columns left out. */
export function listColumns(wanted: (column: string) => boolean): string {
  const lookedUp = Object.entries(LOOKED_UP).map(([name, sql]) => `${wanted(name) ? sql : 'null'} as "${name}"`);
  return `${PLACES}, ${lookedUp.join(', ')}`;
}
export const LIST_COLUMNS = listColumns(() => true);

export const LIST_JOINS = `join college g on g.school_id = s.school_id and g.id = s.college_id
  join major m on m.school_id = s.school_id and m.id = s.major_id
  join school_class k on k.school_id = s.school_id and k.id = s.class_id
  left join account a on a.id = s.account_id`;

/** The school's values in words, masks where a value is personal and has one. */
export function fieldTexts(row: ListRow): Partial<Record<SourceKey, string>> {
  const texts: Partial<Record<SourceKey, string>> = {};
  for (const key of PLAIN_KEYS) {
    const value = row[key] ?? '';
    if (value !== '') texts[key] = sourceText(key, key === 'lengthYears' ? String(Number(value)) : value, regionName);
  }
  if (row.idNoMasked) texts.idNo = row.idNoMasked;
  if (row.phoneMasked) texts.phone = row.phoneMasked;
  return texts;
}

const SEVERITY_ORDER: readonly CheckSeverity[] = ['E', 'W', 'I'];

export function worstOf(findings: readonly SourceListFinding[]): CheckSeverity | null {
  return SEVERITY_ORDER.find((severity) => findings.some((one) => one.severity === severity)) ?? null;
}

export interface RowWorld {
  ctx: RequestContext;
  policy: SchoolPolicy;
  now: Date;
  locked: ReadonlyMap<string, Date>;
}

export function listRowView(row: ListRow, { ctx, policy, now, locked }: RowWorld): SourceListRow {
  const { levels, sla_workdays: sla } = policy.source;
  const awaits = awaitedRole(row.state, levels);
  const waited = awaits ? workdaysBetween(row.stateAt, now, calendarOf(policy)) : null;
  const account = stateOf({ status: row.status, activatedAt: row.activatedAt, locked: locked.has(row.id) });
  const findings = row.findings ?? [];
  return {
    id: row.id,
    version: row.version,
    name: row.name ?? '',
    studentNo: row.studentNo ?? '',
    cohort: row.cohort,
    collegeId: row.collegeId,
    collegeName: row.collegeName,
    majorId: row.majorId,
    majorName: row.majorName,
    majorCode: row.majorCode,
    classId: row.classId,
    className: row.className,
    state: row.state,
    stateLabel: sourceStateLabel(row.state, levels),
    levels: REVIEW_ROLES.filter((role) => levels.includes(role)).map((role) => ({
      level: role,
      standing: levelStanding(role, row.state, levels, row.returnedBy),
    })),
    waitsFor: awaits,
    waitsForLabel: awaits && REVIEW_ROLE_LABELS[awaits],
    mine: awaits !== null && rolesCovering(ctx, row).includes(awaits),
    waitingSince: awaits ? row.stateAt.toISOString() : null,
    waitedWorkdays: waited,
    late: waited !== null && waited > sla,
    submittedAt: row.submittedAt?.toISOString() ?? null,
    returns: row.returns,
    differs: row.differs?.length ?? null,
    findings,
    worst: worstOf(findings),
    reported: row.reported,
    account,
    accountLabel: ACCOUNT_STATES[account],
    wechat: row.wechat,
    fields: fieldTexts(row),
  };
}
