import type { SaveSourceBody, SourceFieldView } from '@qiancheng/api-client/teacher';

export type FieldKey = SourceFieldView['key'];

/** What waits to be saved of one field: the student's value, or one written by hand. */
export type Change =
  | { kind: 'copy'; text: string }
  | { kind: 'set'; value: string; text: string; /** a covered value was written */ personal: boolean };

export type Pending = ReadonlyMap<FieldKey, Change>;

export const canCopy = (field: SourceFieldView): boolean => field.differs && field.copyReason === null;

/** What a row is about, in words and a picture; never by colour alone. */
export type RowState = 'pending' | 'differs' | 'school-empty' | 'student-empty' | 'registry' | 'equal';
export const ROW_LABELS: Readonly<Record<RowState, string>> = {
  pending: '待保存',
  differs: '不同',
  'school-empty': '学校库为空',
  'student-empty': '学生未填',
  registry: '学籍字段',
  equal: '一致',
};

export function stateOf(field: SourceFieldView, pending: Pending): RowState {
  if (pending.has(field.key)) return 'pending';
  if (field.registry) return 'registry';
  if (!field.differs) return 'equal';
  if (field.studentText === '') return 'student-empty';
  return field.schoolText === '' ? 'school-empty' : 'differs';
}

/** Looked at first: what differs, what the rules found, and what waits to be saved. */
export const needsLook = (field: SourceFieldView, pending: Pending): boolean =>
  field.differs || field.findings.length > 0 || pending.has(field.key);

/** The body of a save. */
export function saveBody(pending: Pending, version: number, reason: string): SaveSourceBody {
  const copy: FieldKey[] = [];
  const set: Record<string, string> = {};
  for (const [key, change] of pending) {
    if (change.kind === 'copy') copy.push(key);
    else set[key] = change.value;
  }
  return {
    version,
    ...(copy.length > 0 ? { copy } : {}),
    ...(Object.keys(set).length > 0 ? { set } : {}),
    ...(reason.trim() ? { reason: reason.trim() } : {}),
  };
}

/** One field of a conflict: what I wanted, and what stands there now. */
export interface Clash {
  key: FieldKey;
  label: string;
  before: string;
  now: string;
  mine: string;
  /** somebody else has changed it meanwhile */
  touched: boolean;
}

/**
 * What is mine, against the record as it is now. What somebody has already written the same way, or what can no longer be
 * copied, is no change any more.
 */
export function clashesOf(
  pending: Pending,
  before: readonly SourceFieldView[],
  now: readonly SourceFieldView[],
): Clash[] {
  return [...pending].flatMap(([key, change]): Clash[] => {
    const [old, fresh] = [before.find((one) => one.key === key), now.find((one) => one.key === key)];
    if (!old || !fresh || isDone(change, fresh)) return [];
    const mine = change.kind === 'copy' ? (fresh.studentText ?? '') : change.text;
    // a covered value can be another behind the same stars: the student's side tells
    const touched = old.schoolText !== fresh.schoolText || old.school !== fresh.school || old.differs !== fresh.differs;
    return [{ key, label: fresh.label, before: old.schoolText, now: fresh.schoolText, mine, touched }];
  });
}

function isDone(change: Change, fresh: SourceFieldView): boolean {
  if (change.kind === 'copy') return !canCopy(fresh);
  return !change.personal && fresh.school === change.value;
}

/** Mine on top of the record as it is now: only what the person chose to keep. */
export function rebased(pending: Pending, clashes: readonly Clash[], keep: ReadonlySet<FieldKey>): Pending {
  const kept = new Set(clashes.filter(({ key }) => keep.has(key)).map(({ key }) => key));
  return new Map([...pending].filter(([key]) => kept.has(key)));
}
