import { getOverview, type StudentOverview } from '@qiancheng/api-client/student';
import { ask, stateOfProblem, toProblem, type ApiProblem, type LoadState } from '@qiancheng/web-core';
import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';

/**
 * Where the student stands: the home page, the number on the tab and the unread messages come from one answer. It stays
 * while newer is fetched, so that going back to the first page is instant. In memory only.
 */
export const useOverview = defineStore('overview', () => {
  const data = shallowRef<StudentOverview | null>(null);
  const state = ref<LoadState>('loading');
  const problem = shallowRef<ApiProblem | null>(null);
  let running: Promise<void> | null = null;
  let epoch = 0;

  async function read(): Promise<void> {
    const mine = epoch;
    try {
      const next = await ask(getOverview());
      if (mine !== epoch) return;
      data.value = next;
      problem.value = null;
      state.value = 'ready';
    } catch (error) {
      if (mine !== epoch) return;
      problem.value = toProblem(error);
      if (!data.value) state.value = stateOfProblem(problem.value);
    }
  }

  function refresh(): Promise<void> {
    running ??= read().finally(() => {
      running = null;
    });
    return running;
  }
  function drop(): void {
    epoch += 1;
    running = null;
    data.value = null;
    problem.value = null;
    state.value = 'loading';
  }
  return { data, state, problem, refresh, drop };
});
