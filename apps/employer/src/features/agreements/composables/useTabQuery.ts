import { computed, onScopeDispose, ref, watch, type ComputedRef, type Ref } from 'vue';
import { useRoute, useRouter } from 'vue-router';

export interface TabQuery {
  q: ComputedRef<string>;
  stage: ComputedRef<string>;
  page: ComputedRef<number>;
  /** what stands in the search box; reaches the address a moment after the last key, or on Enter */
  typed: Ref<string>;
  onEnter: (event: KeyboardEvent) => void;
  setStage: (stage: string) => void;
  turn: (page: number) => void;
  clear: () => void;
}

const WAIT_MS = 350;

/** State of a list, in the address: a link opens the same rows, and going back works. */
export function useTabQuery(): TabQuery {
  const route = useRoute();
  const router = useRouter();
  const text = (key: string): string => {
    const value = route.query[key];
    return (Array.isArray(value) ? value[0] : value) ?? '';
  };
  const q = computed(() => text('q'));
  const stage = computed(() => text('stage'));
  const page = computed(() => Math.max(1, Number(text('page')) || 1));
  const typed = ref(q.value);
  let timer: ReturnType<typeof setTimeout> | undefined;

  function go(next: { q?: string; stage?: string; page?: number }): void {
    const wanted = { q: q.value, stage: stage.value, page: page.value, ...next };
    void router.replace({
      query: {
        ...(wanted.q ? { q: wanted.q } : {}),
        ...(wanted.stage ? { stage: wanted.stage } : {}),
        ...(wanted.page > 1 ? { page: String(wanted.page) } : {}),
      },
    });
  }
  const search = (): void => {
    clearTimeout(timer);
    if (typed.value.trim() !== q.value) go({ q: typed.value.trim(), page: 1 });
  };
  watch(typed, () => {
    clearTimeout(timer);
    timer = setTimeout(search, WAIT_MS);
  });
  watch(q, (value) => {
    if (value !== typed.value.trim()) typed.value = value;
  });
  // Whoever follows a link right after typing must not be called back by the search.
  const stopWatching = router.beforeEach((to, from) => {
    if (to.path !== from.path) clearTimeout(timer);
  });
  onScopeDispose(() => {
    stopWatching();
    clearTimeout(timer);
  });
  return {
    q,
    stage,
    page,
    typed,
    // Enter that confirms a candidate of the input method is not a search.
    onEnter: (event) => {
      if (!event.isComposing) search();
    },
    setStage: (value) => go({ stage: value, page: 1 }),
    turn: (value) => go({ page: value }),
    clear: () => {
      typed.value = '';
      clearTimeout(timer);
      go({ q: '', stage: '', page: 1 });
    },
  };
}
