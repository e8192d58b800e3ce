import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue';
import { useRoute, useRouter, type LocationQueryValue } from 'vue-router';

/**
 * The state of a list lives in its address, so a link, the back button and a reload give the same list again.
 * What this composable promises: a changed filter starts at page 1, an answer that comes late is dropped, rows stay on
 * screen while newer ones load, and an error is never shown as an empty list.
 */

export const PAGE_SIZES = [20, 50, 100, 200] as const;
export type PageSize = (typeof PAGE_SIZES)[number];

export interface ListRequest {
  page: number;
  pageSize: PageSize;
  sort: string;
  /** Only conditions that are set. Several values of one condition are joined by a comma. */
  filters: Record<string, string>;
}

export interface ListAnswer<R> {
  items: R[];
  total: number;
}

export type ListStatus = 'loading' | 'ready' | 'empty' | 'filteredEmpty' | 'error' | 'forbidden';

/** What a list shows of a failed request; `ApiProblem` has this shape. */
export interface ListProblem {
  status?: number;
  detail?: string;
  message?: string;
  requestId?: string;
}

/** One condition that could be dropped, and how many rows there would be without it. */
export interface EmptyHint {
  filter: string;
  total: number;
}

export interface ListPageOptions<R> {
  /** Names of the conditions, as in the address; `q` is the search box. */
  filters: readonly string[];
  load: (request: ListRequest, signal: AbortSignal) => Promise<ListAnswer<R>>;
  /** What the list depends on besides its own address, for example the cohort; a change starts at page 1. */
  context?: () => string;
  /** False while the list must wait for something (the cohort not known yet). */
  ready?: () => boolean;
  defaultSort?: string;
  defaultPageSize?: PageSize;
  slowAfterMs?: number;
}

const one = (value: LocationQueryValue | LocationQueryValue[] | undefined): string =>
  (Array.isArray(value) ? value[0] : value) ?? '';

function positive(text: string): number {
  const value = Number(text);
  return Number.isInteger(value) && value > 0 ? value : 0;
}

function asProblem(error: unknown): ListProblem {
  return typeof error === 'object' && error !== null ? (error as ListProblem) : { message: String(error) };
}

export function useListPage<R>(options: ListPageOptions<R>) {
  const route = useRoute();
  const router = useRouter();
  const home = route.name ?? route.path;

  const rows = shallowRef<R[]>([]);
  const total = ref(0);
  const answered = ref(false);
  const busy = ref(false);
  const slow = ref(false);
  const problem = shallowRef<ListProblem | null>(null);
  const hints = shallowRef<EmptyHint[]>([]);

  const request = computed<ListRequest>(() => {
    const filters: Record<string, string> = {};
    for (const name of options.filters) {
      const value = one(route.query[name]).trim();
      if (value) filters[name] = value;
    }
    const size = positive(one(route.query['pageSize']));
    return {
      page: positive(one(route.query['page'])) || 1,
      pageSize: PAGE_SIZES.find((item) => item === size) ?? options.defaultPageSize ?? 50,
      sort: one(route.query['sort']) || options.defaultSort || '',
      filters,
    };
  });
  const filterKey = computed(() => JSON.stringify([options.context?.() ?? '', request.value.filters]));
  const requestKey = computed(() => JSON.stringify([options.context?.() ?? '', request.value]));
  const isFiltered = computed(() => Object.keys(request.value.filters).length > 0);
  const pageCount = computed(() => Math.max(1, Math.ceil(total.value / request.value.pageSize)));

  const status = computed<ListStatus>(() => {
    if (problem.value) return problem.value.status === 403 ? 'forbidden' : 'error';
    if (!answered.value) return 'loading';
    if (rows.value.length || (busy.value && total.value > 0)) return 'ready';
    return isFiltered.value ? 'filteredEmpty' : 'empty';
  });
  const refreshing = computed(() => busy.value && status.value === 'ready');

  let controller: AbortController | null = null;
  let slowTimer: ReturnType<typeof setTimeout> | undefined;

  async function explainEmpty(asked: ListRequest, mine: AbortController): Promise<void> {
    const names = Object.keys(asked.filters).slice(0, 4);
    const found = await Promise.all(
      names.map(async (filter): Promise<EmptyHint> => {
        const { [filter]: _dropped, ...filters } = asked.filters;
        const answer = await options.load({ ...asked, page: 1, pageSize: PAGE_SIZES[0], filters }, mine.signal);
        return { filter, total: answer.total };
      }),
    ).catch((): EmptyHint[] => []); // the hint is a courtesy; without it the list still says that it is empty
    if (controller === mine) hints.value = found.filter((hint) => hint.total > 0).sort((a, b) => b.total - a.total);
  }

  async function load(): Promise<void> {
    controller?.abort();
    clearTimeout(slowTimer);
    slow.value = false;
    const mine = new AbortController();
    controller = mine;
    busy.value = true;
    slowTimer = setTimeout(() => (slow.value = true), options.slowAfterMs ?? 3000);
    const asked = request.value;
    try {
      const answer = await options.load(asked, mine.signal);
      if (controller !== mine) return;
      const last = Math.max(1, Math.ceil(answer.total / asked.pageSize));
      if (!answer.items.length && answer.total > 0 && asked.page > last) {
        await patch({ page: String(last) }, { replace: true, keepPage: true });
        return;
      }
      rows.value = answer.items;
      total.value = answer.total;
      problem.value = null;
      answered.value = true;
      hints.value = [];
      if (!answer.total && Object.keys(asked.filters).length > 0) void explainEmpty(asked, mine);
    } catch (error) {
      if (controller !== mine) return;
      problem.value = asProblem(error);
    } finally {
      if (controller === mine) {
        busy.value = false;
        slow.value = false;
        clearTimeout(slowTimer);
      }
    }
  }

  /** Writes to the address; everything but paging goes back to page 1. */
  async function patch(
    changes: Record<string, string>,
    how: { replace?: boolean; keepPage?: boolean } = {},
  ): Promise<void> {
    const query: Record<string, string> = {};
    for (const [name, value] of Object.entries(route.query)) {
      const text = one(value);
      if (text && (how.keepPage || name !== 'page')) query[name] = text;
    }
    for (const [name, value] of Object.entries(changes)) {
      if (value) query[name] = value;
      else delete query[name];
    }
    await router[how.replace ? 'replace' : 'push']({ query, hash: route.hash });
  }

  const onThisPage = (): boolean => (route.name ?? route.path) === home;
  watch(
    () => ((options.ready?.() ?? true) ? requestKey.value : null),
    (key) => {
      if (key !== null && onThisPage()) void load();
    },
    { immediate: true },
  );
  if (options.context) {
    watch(options.context, () => onThisPage() && request.value.page > 1 && void patch({}, { replace: true }));
  }
  onScopeDispose(() => {
    controller?.abort();
    controller = null;
    clearTimeout(slowTimer);
  });

  return {
    get rows() {
      return rows.value;
    },
    get total() {
      return total.value;
    },
    get status() {
      return status.value;
    },
    get refreshing() {
      return refreshing.value;
    },
    get busy() {
      return busy.value;
    },
    get slow() {
      return slow.value;
    },
    get problem() {
      return problem.value;
    },
    get hints() {
      return hints.value;
    },
    get request() {
      return request.value;
    },
    get filters() {
      return request.value.filters;
    },
    /** Changes whenever the set of rows that match changes, but not on paging or sorting. */
    get filterKey() {
      return filterKey.value;
    },
    get isFiltered() {
      return isFiltered.value;
    },
    get page() {
      return request.value.page;
    },
    get pageSize() {
      return request.value.pageSize;
    },
    get pageCount() {
      return pageCount.value;
    },
    get sort() {
      return request.value.sort;
    },
    reload: load,
    /** Replaces one row in place, after an action answered with its newer version. */
    patchRows(change: (row: R) => R): void {
      rows.value = rows.value.map(change);
    },
    setFilters(changes: Record<string, string>, how?: { replace?: boolean }): Promise<void> {
      return patch(changes, how);
    },
    clearFilters(keep: readonly string[] = []): Promise<void> {
      const names = options.filters.filter((name) => !keep.includes(name));
      return patch(Object.fromEntries(names.map((name) => [name, ''])));
    },
    setPage(page: number): Promise<void> {
      const within = Math.min(pageCount.value, Math.max(1, page));
      return patch({ page: within === 1 ? '' : String(within) }, { keepPage: true });
    },
    setPageSize(size: number): Promise<void> {
      return patch({ pageSize: String(size) });
    },
    setSort(sort: string): Promise<void> {
      return patch({ sort });
    },
  };
}

export type ListPage<R> = ReturnType<typeof useListPage<R>>;
