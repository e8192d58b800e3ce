import { REVIEW_ROLE_LABELS, type ReviewRole } from '../process/states.js';

export const SOURCE_STATES = [
  'not_started',
  'submitted',
  'counsellor_approved',
  'college_approved',
  'school_approved',
  'returned',
] as const;
export type SourceState = (typeof SOURCE_STATES)[number];

/** What a level leaves behind when it passes. */
export const APPROVED_BY: Readonly<Record<ReviewRole, SourceState>> = {
  counsellor: 'counsellor_approved',
  college: 'college_approved',
  center: 'school_approved',
};

const ORDER: readonly ReviewRole[] = ['counsellor', 'college', 'center'];

function passedBy(state: SourceState): ReviewRole | null {
  return ORDER.find((role) => APPROVED_BY[role] === state) ?? null;
}

/**
 * Whose review it waits for, or null. Levels that the school has taken away since are stepped over, so that no record is
 * stuck when the parameters change.
 */
export function awaitedRole(state: SourceState, levels: readonly ReviewRole[]): ReviewRole | null {
  if (state === 'submitted') return levels[0] ?? null;
  const passed = passedBy(state);
  if (passed === null) return null;
  return levels.find((role) => ORDER.indexOf(role) > ORDER.indexOf(passed)) ?? null;
}

/** Reviewed by every level of the school. */
export function isSourceApproved(state: SourceState, levels: readonly ReviewRole[]): boolean {
  return passedBy(state) !== null && awaitedRole(state, levels) === null;
}

export function sourceStateLabel(state: SourceState, levels: readonly ReviewRole[]): string {
  if (state === 'not_started') return '还没有核验';
  if (state === 'returned') return '退回修改';
  const role = awaitedRole(state, levels);
  return role ? `待${REVIEW_ROLE_LABELS[role]}审核` : '审核通过';
}

/** How one level stands, as its column in the list says it (F-065). */
export type LevelStanding = 'passed' | 'waiting' | 'returned' | 'not_reached';
export const LEVEL_STANDING_LABELS: Readonly<Record<LevelStanding, string>> = {
  passed: '通过',
  waiting: '待审核',
  returned: '不通过',
  not_reached: '还没有到',
};

export function levelStanding(
  role: ReviewRole,
  state: SourceState,
  levels: readonly ReviewRole[],
  returnedBy: ReviewRole | null,
): LevelStanding {
  if (state === 'returned') {
    if (returnedBy === role) return 'returned';
    return returnedBy !== null && ORDER.indexOf(role) < ORDER.indexOf(returnedBy) ? 'passed' : 'not_reached';
  }
  const passed = passedBy(state);
  if (passed !== null && ORDER.indexOf(role) <= ORDER.indexOf(passed)) return 'passed';
  return awaitedRole(state, levels) === role ? 'waiting' : 'not_reached';
}

/** The states in which a record waits for this role: what a list filters by. */
export function statesAwaiting(role: ReviewRole, levels: readonly ReviewRole[]): SourceState[] {
  return SOURCE_STATES.filter((state) => awaitedRole(state, levels) === role);
}
