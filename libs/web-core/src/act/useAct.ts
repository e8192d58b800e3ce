import { computed, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue';
import { ApiProblem, toProblem } from '../api/problem.js';

export interface ActContext {
  key: string;
  /** to pass on to the generated function */
  headers: { 'Idempotency-Key': string };
}

export interface Act<A extends unknown[], R> {
  /** Runs the command. A second call while it runs joins the first. Answers undefined when it failed (see `problem`). */
  run: (...args: A) => Promise<R | undefined>;
  busy: Readonly<Ref<boolean>>;
  problem: Readonly<ShallowRef<ApiProblem | null>>;
  /** server errors by field */
  fieldErrors: ComputedRef<Record<string, string>>;
  clear: () => void;
}

/** JSON says nothing of a file; another file is another command. */
const telling = (_key: string, value: unknown): unknown =>
  value instanceof File ? [value.name, value.size, value.lastModified] : value;

/**
 * One command that must not happen twice. Each attempt carries an Idempotency-Key. When the answer got lost (network, 5xx),
 * the same arguments are sent again under the same key, so that the server can answer with what it has already done.
 */
export function useAct<A extends unknown[], R>(
  command: (context: ActContext, ...args: A) => Promise<R>,
  options: { onProblem?: (problem: ApiProblem) => void } = {},
): Act<A, R> {
  const busy = ref(false);
  const problem = shallowRef<ApiProblem | null>(null);
  let running: Promise<R | undefined> | null = null;
  let unanswered: { key: string; args: string } | null = null;

  async function attempt(args: A): Promise<R | undefined> {
    const fingerprint = JSON.stringify(args, telling);
    const key = unanswered?.args === fingerprint ? unanswered.key : crypto.randomUUID();
    busy.value = true;
    problem.value = null;
    try {
      const result = await command({ key, headers: { 'Idempotency-Key': key } }, ...args);
      unanswered = null;
      return result;
    } catch (error) {
      if (!(error instanceof ApiProblem) && !(error instanceof DOMException)) throw error;
      const found = toProblem(error);
      unanswered = found.uncertain ? { key, args: fingerprint } : null;
      problem.value = found;
      options.onProblem?.(found);
      return undefined;
    } finally {
      busy.value = false;
      running = null;
    }
  }

  return {
    run: (...args: A) => (running ??= attempt(args)),
    busy,
    problem,
    fieldErrors: computed(() =>
      Object.fromEntries((problem.value?.errors ?? []).map((entry) => [entry.field, entry.message])),
    ),
    clear: () => {
      problem.value = null;
    },
  };
}
