import type { IssuedCodeView } from '@qiancheng/api-client/employer';
import { computed, onScopeDispose, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue';
import { toProblem, type ApiProblem } from '../api/problem.js';

type Issued = Pick<IssuedCodeView, 'retryAfter'> & Partial<IssuedCodeView>;

export interface CodeRequest<I> {
  /** what the server answered last; null: nothing was asked for yet */
  issued: ShallowRef<I | null>;
  busy: Readonly<Ref<boolean>>;
  problem: ShallowRef<ApiProblem | null>;
  /** seconds until the next one may be asked for */
  wait: ComputedRef<number>;
  send: () => Promise<boolean>;
}

/** Asking for a code to a phone or mail: one a minute, and the button says how long it still takes. */
export function useCode<I extends Issued>(ask: () => Promise<I>): CodeRequest<I> {
  const issued = shallowRef(null) as ShallowRef<I | null>;
  const busy = ref(false);
  const problem = shallowRef<ApiProblem | null>(null);
  const again = ref(0);
  const now = ref(Date.now());
  const timer = setInterval(() => (now.value = Date.now()), 500);
  onScopeDispose(() => clearInterval(timer));
  const wait = computed(() => Math.max(0, Math.ceil((again.value - now.value) / 1000)));

  function waitFor(seconds: unknown): void {
    now.value = Date.now();
    again.value = now.value + Number(seconds) * 1000;
  }

  async function send(): Promise<boolean> {
    if (busy.value || wait.value > 0) return false;
    busy.value = true;
    problem.value = null;
    try {
      issued.value = await ask();
      waitFor(issued.value.retryAfter);
      return true;
    } catch (error) {
      problem.value = toProblem(error);
      if (problem.value.code === 'CODE_TOO_SOON') waitFor(problem.value.extra['retryAfter']);
      return false;
    } finally {
      busy.value = false;
    }
  }

  return { issued, busy, problem, wait, send };
}
