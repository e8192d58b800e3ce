import { countSources, type SourceCounts } from '@qiancheng/api-client/teacher';
import { ask } from '@qiancheng/web-core';
import { defineStore } from 'pinia';
import { computed, shallowRef, watch } from 'vue';
import { useScope } from './scope.js';

const EVERY_MS = 60_000;
const NO_LEVELS: SourceCounts['levels'] = [];

/** Numbers of the source information: navigation, tabs and button read them from here, taken in one moment. */
export const useSourceCounts = defineStore('source-counts', () => {
  const scope = useScope();
  const counts = shallowRef<SourceCounts | null>(null);
  let wanted = false;
  let turn = 0;
  let timer: ReturnType<typeof setInterval> | undefined;

  async function refresh(): Promise<void> {
    const { cohort } = scope;
    if (!wanted || cohort === null) return;
    const mine = ++turn;
    try {
      const next = await ask(countSources({ query: { cohort } }));
      if (mine === turn) counts.value = next;
    } catch {
      // The next minute asks again; the list itself says what is wrong.
    }
  }
  function visible(): void {
    if (document.visibilityState === 'visible') void refresh();
  }
  watch(
    () => scope.cohort,
    () => {
      counts.value = null;
      void refresh();
    },
  );

  return {
    counts,
    levels: computed(() => counts.value?.levels ?? NO_LEVELS),
    refresh,
    start(): void {
      wanted = true;
      void refresh();
      timer ??= setInterval(visible, EVERY_MS);
      document.addEventListener('visibilitychange', visible);
    },
    stop(): void {
      wanted = false;
      clearInterval(timer);
      timer = undefined;
      document.removeEventListener('visibilitychange', visible);
    },
  };
});
