import type { Flow } from '@qiancheng/shared';
import { AppError } from '../../../platform/http/index.js';

/** The next state, or the flow's own sentence as the answer. */
export function nextState<State extends string, Action extends string, Actor extends string>(
  flow: Flow<State, Action, Actor>,
  question: { action: Action; status: State | null; actor: Actor },
): State {
  const result = flow.resolve(question);
  if (result.ok) return result.to;
  throw new AppError(result.code === 'WRONG_ACTOR' ? 'FORBIDDEN' : 'NOT_ALLOWED_NOW', { detail: result.reason });
}
