import { REVIEW_ROLE_LABELS, type ReviewRole } from '../process/states.js';
import { dayWords } from './term.js';
import { APPROVED_BY, awaitedRole, sourceStateLabel, type SourceState } from './states.js';

export const SOURCE_ACTIONS = ['save', 'submit', 'withdraw', 'edit', 'pass', 'return', 'claw_back'] as const;
export type SourceAction = (typeof SOURCE_ACTIONS)[number];

export const SOURCE_ACTION_LABELS: Readonly<Record<SourceAction, string>> = {
  save: '保存',
  submit: '提交核验',
  withdraw: '撤回修改',
  edit: '修改学校库',
  pass: '通过',
  return: '不通过',
  claw_back: '收回意见',
};

export type SourceDenial = 'NOT_ALLOWED_NOW' | 'NOT_YOUR_LEVEL' | 'REASON_REQUIRED';

export interface SourceSnapshot {
  state: SourceState;
  /** The account of whoever gave the last pass that nothing has followed yet. */
  lastPassBy: string | null;
  /** A closed cohort is kept for reading. */
  cohortOpen: boolean;
  /** The last day of submitting, where it is over and the school takes nothing any more. */
  closedOn?: string | null;
}

export type SourceActor =
  | { kind: 'student' }
  | { kind: 'staff'; accountId: string | null; /** Whose scope covers this student. */ roles: readonly ReviewRole[] };

export type SourceResult = { ok: true; to: SourceState } | { ok: false; code: SourceDenial; reason: string };

export interface SourceQuestion {
  action: SourceAction;
  snapshot: SourceSnapshot;
  actor: SourceActor;
  levels: readonly ReviewRole[];
  /** For `return`: at least one code or text. */
  reasonGiven?: boolean;
}

const no = (reason: string, code: SourceDenial = 'NOT_ALLOWED_NOW'): SourceResult => ({ ok: false, code, reason });
const to = (state: SourceState): SourceResult => ({ ok: true, to: state });

/** The state before this level's pass: what the level before left, or the submission itself. */
function before(role: ReviewRole, levels: readonly ReviewRole[]): SourceState {
  const previous = levels[levels.indexOf(role) - 1];
  return previous ? APPROVED_BY[previous] : 'submitted';
}

function byStudent({ action, snapshot: { state, closedOn }, levels }: SourceQuestion): SourceResult {
  const now = `现在是「${sourceStateLabel(state, levels)}」。`;
  const open = state === 'not_started' || state === 'returned';
  if (action === 'save') return open ? to(state) : no(`${now}提交以后不能再改，需要的话先撤回。`);
  const closed = closedOn ? `提交已在 ${dayWords(closedOn)} 截止` : null;
  // what was returned is to come back, whenever that is
  if (action === 'submit' && closed && state === 'not_started') return no(`${closed}。需要提交请联系辅导员。`);
  if (action === 'submit') return open ? to('submitted') : no(`${now}已经提交过，不用再交。`);
  if (action !== 'withdraw') return no('这一步由老师办理。', 'NOT_YOUR_LEVEL');
  if (closed && state === 'submitted') return no(`${closed}，撤回后不能再交。要改请联系老师退回。`);
  return state === 'submitted' ? to('not_started') : no(`${now}老师还没有审核的才能撤回；要改请联系老师退回。`);
}

function byStaff(question: SourceQuestion, roles: readonly ReviewRole[], accountId: string | null): SourceResult {
  const { action, snapshot, levels, reasonGiven } = question;
  const { state } = snapshot;
  if (action === 'edit') return roles.length > 0 ? to(state) : no('这位学生不在你的职责范围内。', 'NOT_YOUR_LEVEL');
  if (action === 'claw_back') {
    const role = levels.find((level) => APPROVED_BY[level] === state);
    if (!role) return no('没有可以收回的意见：后一级已经审核，或学生已经重新提交。');
    if (!roles.includes(role) || snapshot.lastPassBy === null || snapshot.lastPassBy !== accountId) {
      return no('这条意见不是你给的，只能由本人收回。', 'NOT_YOUR_LEVEL');
    }
    return to(before(role, levels));
  }
  if (action !== 'pass' && action !== 'return') return no('这一步由学生本人办理。', 'NOT_YOUR_LEVEL');
  const role = awaitedRole(state, levels);
  if (!role) return no(`现在是「${sourceStateLabel(state, levels)}」，没有要审核的内容。`);
  if (!roles.includes(role)) {
    return no(`现在由${REVIEW_ROLE_LABELS[role]}审核，不是你这一级。`, 'NOT_YOUR_LEVEL');
  }
  if (action === 'pass') return to(APPROVED_BY[role]);
  return reasonGiven === false ? no('没有写明原因。请至少选一条，学生会看到原话。', 'REASON_REQUIRED') : to('returned');
}

/**
 * May this actor do this now, and what is the state afterwards? Pure: the caller has locked the row.
 * Levels come from the school's parameter `source.levels` (processes.md, side machine "source info").
 */
export function resolveSource(question: SourceQuestion): SourceResult {
  if (!question.snapshot.cohortOpen) return no('这一届已经结束，只能查看。');
  const { actor } = question;
  return actor.kind === 'student' ? byStudent(question) : byStaff(question, actor.roles, actor.accountId);
}

/** Every action of this actor with whether it is open now, and if not, why not: the buttons. */
export function sourceActions(
  question: Omit<SourceQuestion, 'action'>,
): { action: SourceAction; label: string; allowed: boolean; reason: string | null }[] {
  const own: readonly SourceAction[] =
    question.actor.kind === 'student' ? ['save', 'submit', 'withdraw'] : ['edit', 'pass', 'return', 'claw_back'];
  return own.map((action) => {
    const result = resolveSource({ ...question, action });
    return {
      action,
      label: SOURCE_ACTION_LABELS[action],
      allowed: result.ok,
      reason: result.ok ? null : result.reason,
    };
  });
}
