import type { SessionView } from '@qiancheng/api-client/employer';
import { useAct, type Act } from '../../act/useAct.js';
import type { ApiProblem } from '../../api/problem.js';
import { useSession } from '../../session/session.js';

/**
 * One step of a log-in: its answer is the session as it is now. A step that the server no longer knows (five wrong
 * answers, or too long ago) leads back to the beginning.
 */
export function useStep<A extends unknown[]>(
  command: (...args: A) => Promise<SessionView>,
  onOver: (detail: string) => void,
): Act<A, SessionView> {
  const session = useSession();
  const onProblem = (problem: ApiProblem): void => {
    if (problem.status !== 401) return;
    session.forget();
    onOver(problem.detail);
  };
  return useAct(
    async (_context, ...args: A) => {
      const view = await command(...args);
      session.enter(view);
      return view;
    },
    { onProblem },
  );
}
