import { getOverview, type StudentOverview } from '@qiancheng/api-client/student';
import { ask, stateOfProblem, toProblem, type ApiProblem, type LoadState } from '@qiancheng/web-core';
import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';

const JUST_NOW_MS = 3000;

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
  let warmedAt = 0;

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

  /**
   * Asks before it is known whether anybody is signed in, which saves a round trip when somebody is. Nothing is lost
   * otherwise: the answer is dropped, and no session is renewed or ended because of it.
   */
  function warm(): void {
    const mine = epoch;
    running ??= ask(getOverview({ fetch: globalThis.fetch.bind(globalThis) }))
      .then(
        (next) => {
          if (mine !== epoch) return;
          data.value = next;
          state.value = 'ready';
          warmedAt = Date.now();
        },
        () => undefined,
      )
      .finally(() => {
        running = null;
      });
  }
  /** For a page that opens: what has just been fetched is not fetched again. */
  async function ensure(): Promise<void> {
    await running;
    if (!data.value || Date.now() - warmedAt > JUST_NOW_MS) await refresh();
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
  return { data, state, problem, warm, ensure, refresh, drop };
});
