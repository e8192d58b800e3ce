import { ask, useLoad } from '@qiancheng/web-core';
import type { QueuePlace } from '@qiancheng/web-ui';
import { computed } from 'vue';
import { useRoute, useRouter, type LocationQuery, type LocationQueryRaw, type RouteLocationRaw } from 'vue-router';

const FIXED = ['status', 'sort'] as const;

function kept(query: LocationQuery, names: readonly string[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of names) {
    const value = query[name];
    if (typeof value === 'string' && value) found[name] = value;
  }
  return found;
}

/** The conditions of a list as its address names them. */
export const filtersOf = (query: LocationQuery, names: readonly string[]): Record<string, string> => kept(query, names);

/** What a record takes along from the list it was opened from, so that next and previous stay in that queue. */
export const queueOf = (query: LocationQuery, names: readonly string[]): LocationQueryRaw =>
  kept(query, [...FIXED, ...names]);

export interface UnitQueueOptions<Q> {
  id: () => string;
  /** routes of the list and of one record */
  list: string;
  record: string;
  filters: readonly string[];
  labelOf: (status: string) => string;
  /** the conditions as the server takes them */
  query: (status: string, filters: Record<string, string>, sort: string) => Q;
  place: (id: string, query: Q, signal: AbortSignal) => Parameters<typeof ask<QueuePlace>>[0];
}

/** Where a record stands in the queue it was opened from. Opened by itself, it stands in none. */
export function useUnitQueue<Q>(options: UnitQueueOptions<Q>) {
  const route = useRoute();
  const router = useRouter();

  const status = computed(() => (typeof route.query['status'] === 'string' ? route.query['status'] : null));
  const filters = computed(() => filtersOf(route.query, options.filters));
  const query = computed(() =>
    status.value === null ? null : options.query(status.value, filters.value, String(route.query['sort'] ?? '')),
  );
  const place = useLoad(
    () => ({ id: options.id(), query: query.value }),
    async ({ id, query: asked }, signal): Promise<{ of: string; place: QueuePlace } | null> =>
      asked ? { of: id, place: await ask(options.place(id, asked as Q, signal)) } : null,
    { keep: true },
  );
  /** Those of the record before stay visible while the new ones load, but nothing acts on them. */
  const known = (): QueuePlace | null => {
    const data = place.data.value;
    return data?.of === options.id() ? data.place : null;
  };

  async function open(target: string | null | undefined): Promise<boolean> {
    if (!target) return false;
    await router.push({ name: options.record, params: { id: target }, query: queueOf(route.query, options.filters) });
    return true;
  }

  return {
    status,
    label: computed(() => (status.value === null ? null : options.labelOf(status.value))),
    filtered: computed(() => Object.keys(filters.value).length > 0),
    back: computed((): RouteLocationRaw => ({ name: options.list, query: queueOf(route.query, options.filters) })),
    place: computed(() => place.data.value?.place ?? null),
    reload: place.reload,
    open,
    step: (by: 'prevId' | 'nextId') => open(known()?.[by]),
    /** What comes after a decision: the next, or what the queue begins with; null at its end. */
    async following(): Promise<string | null> {
      const next = known()?.nextId;
      if (next) return next;
      if (!query.value) return null;
      const fresh = await ask(options.place(options.id(), query.value, new AbortController().signal));
      return fresh.nextId;
    },
  };
}
