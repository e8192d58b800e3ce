import {
  CHECK_SEVERITY_LABELS,
  type CheckSeverity,
  isRegistryField,
  LEVEL_STANDING_LABELS,
  levelStanding,
  REVIEW_ROLE_LABELS,
  type ReviewRole,
  SOURCE_ACTION_LABELS,
  SOURCE_KEYS,
  type SourceAction,
  sourceField,
  type SourceKey,
  sourceReturnWords,
  type SourceValues,
} from '@qiancheng/shared';
import type { SourceRecord, SourceVersion, VersionKind } from '../records/source-records.js';
import type {
  SourceEventView,
  SourceFieldView,
  SourceFindingView,
  SourceLevelView,
  SourceVersionView,
} from './review.dto.js';
import { fieldLabel, isPersonal, shownText } from './source-texts.js';

export interface FindingRow extends Record<string, unknown> {
  rule: string;
  field: string;
  severity: CheckSeverity;
  detail: string;
}

export interface EventRow extends Record<string, unknown> {
  id: string;
  action: SourceAction;
  level: ReviewRole | null;
  versionNo: number | null;
  reasonCodes: string[];
  note: string;
  actorName: string;
  at: Date;
}

const KINDS: Record<VersionKind, string> = { imported: '学校导入', submitted: '学生提交', edited: '学校修改' };
const DONE: Partial<Record<SourceAction, string>> = {
  submit: '提交核验',
  withdraw: '撤回修改',
  edit: '修改学校库',
  pass: '审核通过',
  return: '不通过',
};

/** Why the school's value of a field is not changed here; null: it is. */
export function lockOf(key: SourceKey, registryFields: readonly string[]): string | null {
  if (sourceField(key).registry === 'always') {
    return `${sourceField(key).label}以学籍为准。请教务处先更正学籍，就业中心再导入一次；学生报错的在“学籍报错”里核改。`;
  }
  return isRegistryField(key, registryFields) ? '学籍字段，学生不能填。手工改要写原因。' : null;
}

/** Why the student's value cannot be taken over; null: it can. */
export function copyRefusal(key: SourceKey, student: SourceValues | null, registry: readonly string[]): string | null {
  if (isRegistryField(key, registry)) return '学籍字段以学籍为准，不能复制。';
  if (student === null) return '学生还没有提交。';
  return student[key] === '' ? '学生没有填，不能用空值覆盖学校库。' : null;
}

export function findingView({ rule, severity, detail }: FindingRow): SourceFindingView {
  return { rule, severity, severityLabel: CHECK_SEVERITY_LABELS[severity], detail };
}

export function fieldViews(
  record: SourceRecord,
  student: SourceValues | null,
  registry: readonly string[],
  findings: readonly FindingRow[],
): SourceFieldView[] {
  return SOURCE_KEYS.map((key) => {
    const { label, group, kind, table = null, max = 60 } = sourceField(key);
    const own = !isRegistryField(key, registry);
    const personal = isPersonal(key);
    const school = record.values[key];
    const wrote = own && student ? student[key] : null;
    return {
      key,
      label,
      group,
      kind,
      table,
      max,
      personal,
      registry: !own,
      fixed: sourceField(key).registry === 'always',
      lockReason: lockOf(key, registry),
      school: personal ? null : school,
      schoolText: shownText(key, school, record.cohort),
      student: personal ? null : wrote,
      studentText: wrote === null ? null : shownText(key, wrote, record.cohort),
      differs: wrote !== null && wrote !== school,
      copyReason: copyRefusal(key, student, registry),
      findings: findings.filter(({ field }) => field === key).map(findingView),
    };
  });
}

export function levelViews(
  record: SourceRecord,
  levels: readonly ReviewRole[],
  mine: ReviewRole | null,
  events: readonly EventRow[],
): SourceLevelView[] {
  return levels.map((role) => {
    const standing = levelStanding(role, record.state, levels, record.returnedBy);
    const acted = standing === 'passed' ? 'pass' : standing === 'returned' ? 'return' : null;
    const event = acted ? events.find((one) => one.level === role && one.action === acted) : undefined;
    return {
      role,
      label: REVIEW_ROLE_LABELS[role],
      standing,
      standingLabel: LEVEL_STANDING_LABELS[standing],
      mine: role === mine,
      actorName: event?.actorName ?? null,
      at: event?.at.toISOString() ?? null,
    };
  });
}

export function eventView(event: EventRow): SourceEventView {
  return {
    id: event.id,
    action: event.action,
    label: DONE[event.action] ?? SOURCE_ACTION_LABELS[event.action],
    levelLabel: event.level && REVIEW_ROLE_LABELS[event.level],
    actorName: event.actorName,
    at: event.at.toISOString(),
    versionNo: event.versionNo,
    words: sourceReturnWords(event.reasonCodes, event.note),
  };
}

export function versionView({ no, kind, actorName, at, changed }: Omit<SourceVersion, 'values'>): SourceVersionView {
  return { no, kind, kindLabel: KINDS[kind], actorName, at: at.toISOString(), changed: changed.map(fieldLabel) };
}
