import type { ActionView } from '@qiancheng/api-client/employer';
import type { IconName, Tone } from '@qiancheng/web-ui';

/** An action as the server lists it; undefined when it makes no sense here. */
export function actionOf(of: { availableActions: readonly ActionView[] }, action: string): ActionView | undefined {
  return of.availableActions.find((entry) => entry.action === action);
}

/** Closed without an agreement: the student may be invited again. */
const ENDED = new Set(['DECLINED', 'EXPIRED', 'WITHDRAWN', 'RETURNED_CLOSED']);
export const endedWithout = (state: string): boolean => ENDED.has(state);

/** How a state looks: grey is the normal case, green is done, amber asks for something, red is a legal end. */
export function stateTag(of: { state: string }): { tone: Tone; icon: IconName } {
  switch (of.state) {
    case 'SIGNED':
      return { tone: 'ok', icon: 'check-c' };
    case 'INVITED':
    case 'REVIEW':
    case 'FILING':
      return { tone: 'info', icon: 'clock' };
    case 'SIGNING':
      return { tone: 'info', icon: 'pen' };
    case 'DECLINED':
    case 'VOIDED':
    case 'TERMINATED':
      return { tone: 'seal', icon: 'x-c' };
    case 'SUSPENDED':
      return { tone: 'warn', icon: 'lock' };
    default:
      return { tone: 'plain', icon: 'doc' };
  }
}

/** 本科生毕业 is the code's name in the national table; people say 本科. */
export const levelText = (name: string | null | undefined): string => (name ?? '').replace(/生?(毕业|结业)$/, '');

/** 机电工程学院，本科 */
export const placeText = (of: {
  collegeName: string | null;
  className?: string | null;
  levelName: string | null;
}): string => [of.collegeName, of.className, levelText(of.levelName)].filter(Boolean).join('，');

export const newestFirst = <T extends { at: string }>(events: readonly T[]): T[] =>
  [...events].sort((a, b) => b.at.localeCompare(a.at));
