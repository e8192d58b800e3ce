import { getHome, type TeacherHome, type WaitingRow } from '@qiancheng/api-client/teacher';
import { ask, stateOfProblem, toProblem, type ApiProblem, type LoadState } from '@qiancheng/web-core';
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import { useScope } from './scope.js';

const EVERY_MS = 60_000;

/**
 * What waits for this account. Navigation, home and the views of the list all read the same numbers from here, taken at
 * the same moment, so they can never contradict each other.
 */
export const useWaiting = defineStore('waiting', () => {
  const scope = useScope();
  const home = shallowRef<TeacherHome | null>(null);
  const state = ref<LoadState>('loading');
  const problem = shallowRef<ApiProblem | null>(null);
  const at = ref(new Date());
  let turn = 0;
  let timer: ReturnType<typeof setInterval> | undefined;

  const rows = computed<readonly WaitingRow[]>(() => home.value?.rows ?? []);
  const rowOf = (key: string): WaitingRow | undefined => rows.value.find((row) => row.key === key);

  async function refresh(): Promise<void> {
    if (scope.cohort === null) return;
    const mine = ++turn;
    try {
      const next = await ask(getHome({ query: { cohort: scope.cohort } }));
      if (mine !== turn) return;
      home.value = next;
      at.value = new Date();
      problem.value = null;
      state.value = 'ready';
    } catch (error) {
      if (mine !== turn) return;
      problem.value = toProblem(error);
      if (!home.value) state.value = stateOfProblem(problem.value);
    }
  }

  watch(
    () => scope.cohort,
    () => {
      home.value = null;
      state.value = 'loading';
      void refresh();
    },
    { immediate: true },
  );

  function visible(): void {
    if (document.visibilityState === 'visible' && Date.now() - at.value.getTime() > EVERY_MS / 2) void refresh();
  }
  function start(): void {
    if (timer) return;
    timer = setInterval(visible, EVERY_MS);
    document.addEventListener('visibilitychange', visible);
  }
  function stop(): void {
    clearInterval(timer);
    timer = undefined;
    document.removeEventListener('visibilitychange', visible);
  }

  return { home, rows, rowOf, state, problem, at, refresh, start, stop };
});
