import { onScopeDispose, ref, shallowRef, type Ref, type ShallowRef } from 'vue';
import { toProblem, type ApiProblem } from '../api/problem.js';

/** clean: nothing typed · dirty: waiting · saving · saved · failed: will be tried again · refused: needs the person */
export type SaveState = 'clean' | 'dirty' | 'saving' | 'saved' | 'failed' | 'refused';

export interface Autosave {
  state: Readonly<Ref<SaveState>>;
  savedAt: Readonly<Ref<Date | null>>;
  problem: Readonly<ShallowRef<ApiProblem | null>>;
  /** something was typed */
  touch: () => void;
  /** save now what is not saved; resolves true when everything is on the server */
  flush: () => Promise<boolean>;
  /** forget what is not saved, after loading another version */
  reset: () => void;
}

/**
 * Saves a draft while it is typed. One save at a time; the newest edit wins, because each save takes what is there when it
 * starts; a failed one is tried again. A conflict (409) or a refusal (4xx) is never retried: the person decides.
 */
export function useAutosave(save: () => Promise<void>, options: { delay?: number; retry?: number } = {}): Autosave {
  const delay = options.delay ?? 1200;
  const retry = options.retry ?? 5000;
  const state = ref<SaveState>('clean');
  const savedAt = ref<Date | null>(null);
  const problem = shallowRef<ApiProblem | null>(null);
  let pending = false;
  let running: Promise<void> | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function schedule(ms: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), ms);
  }
  async function saveOnce(): Promise<void> {
    pending = false;
    state.value = 'saving';
    try {
      await save();
      problem.value = null;
      savedAt.value = new Date();
      state.value = pending ? 'dirty' : 'saved';
    } catch (error) {
      problem.value = toProblem(error);
      pending = true;
      const again = problem.value.uncertain || problem.value.status === 401 || problem.value.status === 429;
      state.value = again ? 'failed' : 'refused';
      if (again) schedule(retry);
    }
  }
  async function flush(): Promise<boolean> {
    clearTimeout(timer);
    while (running || pending) {
      if (!running) {
        running = saveOnce().finally(() => {
          running = null;
        });
      }
      await running;
      if (state.value === 'failed' || state.value === 'refused') return false;
    }
    return true;
  }
  function touch(): void {
    pending = true;
    if (state.value !== 'saving') state.value = 'dirty';
    schedule(delay);
  }
  function reset(): void {
    clearTimeout(timer);
    pending = false;
    problem.value = null;
    state.value = 'clean';
  }

  // Leaving the page in the middle of typing: save at once, and let the browser ask when something is not on the server.
  const onHide = (): void => {
    if (document.visibilityState === 'hidden' && pending) void flush();
  };
  const onUnload = (event: BeforeUnloadEvent): void => {
    if (pending || running) event.preventDefault();
  };
  const onOnline = (): void => {
    if (state.value === 'failed') void flush();
  };
  document.addEventListener('visibilitychange', onHide);
  addEventListener('beforeunload', onUnload);
  addEventListener('online', onOnline);
  onScopeDispose(() => {
    document.removeEventListener('visibilitychange', onHide);
    removeEventListener('beforeunload', onUnload);
    removeEventListener('online', onOnline);
    clearTimeout(timer);
  });
  return { state, savedAt, problem, touch, flush, reset };
}
