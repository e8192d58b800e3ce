import { computed, reactive, ref, watch } from 'vue';

/**
 * What is selected in a list: single rows by id, or everything that matches the present conditions. Ids survive paging;
 * "everything that matches" ends with the conditions that it was said for.
 */
export interface SelectionOptions<R> {
  rows: () => readonly R[];
  id: (row: R) => string;
  total: () => number;
  filterKey: () => string;
  /** more than so many cannot be acted on at once */
  max?: number;
}

export type PageMark = 'none' | 'some' | 'all';

export function useSelection<R>(options: SelectionOptions<R>) {
  const ids = reactive(new Set<string>());
  const all = ref(false);
  const expected = ref(0);
  let anchor: string | null = null;

  const max = options.max ?? Number.POSITIVE_INFINITY;
  const count = computed(() => (all.value ? expected.value : ids.size));
  const page = computed<PageMark>(() => {
    const rows = options.rows();
    if (!rows.length) return 'none';
    if (all.value) return 'all';
    const chosen = rows.reduce((sum, row) => sum + (ids.has(options.id(row)) ? 1 : 0), 0);
    return chosen === 0 ? 'none' : chosen === rows.length ? 'all' : 'some';
  });

  function clear(): void {
    ids.clear();
    all.value = false;
    anchor = null;
  }

  function takePage(on: boolean): void {
    for (const row of options.rows()) {
      if (on) ids.add(options.id(row));
      else ids.delete(options.id(row));
    }
  }

  /** Leaving "everything" for single rows keeps what can be seen: this page. */
  function leaveAll(): void {
    if (!all.value) return;
    all.value = false;
    ids.clear();
    takePage(true);
  }

  function toggle(id: string, range = false): void {
    leaveAll();
    const on = !ids.has(id);
    const order = options.rows().map(options.id);
    const from = range && anchor !== null ? order.indexOf(anchor) : -1;
    const to = order.indexOf(id);
    const touched = from >= 0 && to >= 0 ? order.slice(Math.min(from, to), Math.max(from, to) + 1) : [id];
    for (const item of touched) {
      if (on) ids.add(item);
      else ids.delete(item);
    }
    anchor = id;
  }

  function togglePage(): void {
    const on = page.value !== 'all';
    if (all.value) clear();
    else takePage(on);
  }

  function selectAll(): void {
    ids.clear();
    all.value = true;
    expected.value = options.total();
  }

  watch(options.filterKey, () => {
    if (all.value) clear();
  });

  return {
    ids,
    get all() {
      return all.value;
    },
    get count() {
      return count.value;
    },
    get page() {
      return page.value;
    },
    get max() {
      return max;
    },
    get tooMany() {
      return count.value > max;
    },
    has: (id: string): boolean => all.value || ids.has(id),
    toggle,
    togglePage,
    selectAll,
    selectPageOnly(): void {
      clear();
      takePage(true);
    },
    clear,
  };
}

export type Selection = ReturnType<typeof useSelection<unknown>>;
