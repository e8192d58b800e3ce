import { getCurrentScope, onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue';
import { toProblem, type ApiProblem } from '../api/problem.js';

export type LoadState = 'loading' | 'ready' | 'error' | 'forbidden' | 'missing' | 'offline';

export interface Load<T> {
  data: ShallowRef<T | null>;
  state: Readonly<Ref<LoadState>>;
  /** true while something newer is on its way and older data still shows */
  renewing: Readonly<Ref<boolean>>;
  problem: Readonly<ShallowRef<ApiProblem | null>>;
  reload: () => Promise<void>;
}

export function stateOfProblem(problem: ApiProblem): Exclude<LoadState, 'loading' | 'ready'> {
  if (problem.code === 'OFFLINE') return 'offline';
  if (problem.status === 403) return 'forbidden';
  if (problem.status === 404) return 'missing';
  return 'error';
}

/**
 * Reads something for a page, again whenever `source` changes. Late answers are dropped; what is shown stays while the
 * newer answer is awaited; a failure is told apart from emptiness.
 */
export function useLoad<S, T>(
  source: () => S,
  read: (source: S, signal: AbortSignal) => Promise<T>,
  /** keep: what is shown stays when the source changes, as for the rows of a list */
  options: { keep?: boolean } = {},
): Load<T> {
  const data = shallowRef<T | null>(null);
  const state = ref<LoadState>('loading');
  const renewing = ref(false);
  const problem = shallowRef<ApiProblem | null>(null);
  let controller: AbortController | null = null;

  async function load(value: S, keep: boolean): Promise<void> {
    controller?.abort();
    const mine = new AbortController();
    controller = mine;
    if (!keep || data.value === null) state.value = 'loading';
    renewing.value = true;
    try {
      const next = await read(value, mine.signal);
      if (controller !== mine) return;
      data.value = next;
      problem.value = null;
      state.value = 'ready';
    } catch (error) {
      if (controller !== mine) return;
      problem.value = toProblem(error);
      state.value = stateOfProblem(problem.value);
    } finally {
      if (controller === mine) renewing.value = false;
    }
  }

  watch(
    () => JSON.stringify(source()),
    (_now, before) => {
      if (before !== undefined && !options.keep) data.value = null;
      void load(source(), Boolean(options.keep));
    },
    { immediate: true },
  );
  const online = (): void => {
    if (state.value === 'offline') void load(source(), true);
  };
  addEventListener('online', online);
  if (getCurrentScope()) {
    onScopeDispose(() => {
      controller?.abort();
      controller = null;
      removeEventListener('online', online);
    });
  }
  return { data, state, renewing, problem, reload: () => load(source(), true) };
}
