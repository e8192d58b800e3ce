import { getNeighbours, listCases, type NeighboursView } from '@qiancheng/api-client/teacher';
import { ask, useLoad } from '@qiancheng/web-core';
import { computed } from 'vue';
import { useRoute, useRouter, type RouteLocationRaw } from 'vue-router';
import { useScope } from '../../stores/scope.js';
import { useWaiting } from '../../stores/waiting.js';
import { FIXED_VIEWS, caseQuery, filtersOf, queueOf, rowOfView } from './views.js';

/** Where a record stands in the queue it was opened from, and what comes before and after it. */
export function useQueue(id: () => string) {
  const route = useRoute();
  const router = useRouter();
  const scope = useScope();
  const waiting = useWaiting();

  const view = computed(() => (typeof route.query['view'] === 'string' ? route.query['view'] : null));
  const query = computed(() =>
    view.value === null || scope.cohort === null
      ? null
      : caseQuery(view.value, filtersOf(route.query), String(route.query['sort'] ?? ''), scope.cohort),
  );
  const neighbours = useLoad(
    () => ({ id: id(), query: query.value }),
    async ({ id: caseId, query: asked }, signal): Promise<{ of: string; place: NeighboursView } | null> =>
      asked ? { of: caseId, place: await ask(getNeighbours({ path: { id: caseId }, query: asked, signal })) } : null,
    { keep: true },
  );
  /** Those of the record before stay visible while the new ones load, but nothing acts on them. */
  const known = (): NeighboursView | null => {
    const data = neighbours.data.value;
    return data?.of === id() ? data.place : null;
  };

  const label = computed(() => {
    if (view.value === null) return null;
    const row = waiting.rowOf(rowOfView(view.value));
    return row?.label ?? FIXED_VIEWS.find((item) => item.key === view.value)?.label ?? '协议';
  });
  const filtered = computed(() => Object.keys(filtersOf(route.query)).length > 0);
  const back = computed((): RouteLocationRaw => ({
    name: 'agreements',
    query: view.value === null ? { view: 'mine' } : queueOf(route.query),
  }));

  async function open(target: string | null | undefined): Promise<boolean> {
    if (!target) return false;
    await router.push({ name: 'agreement', params: { id: target }, query: queueOf(route.query) });
    return true;
  }

  return {
    view,
    label,
    filtered,
    back,
    place: computed(() => neighbours.data.value?.place ?? null),
    reload: neighbours.reload,
    open,
    step: (by: 'prevId' | 'nextId') => open(known()?.[by]),
    /** Where to go on after an opinion: the next record, or what the queue begins with when nobody knew it in time. */
    async following(): Promise<string | null> {
      const place = known();
      if (place) return place.nextId;
      if (!query.value) return null;
      const rest = await ask(listCases({ query: { ...query.value, page: 1, pageSize: 20 } }));
      return rest.items.find((row) => row.id !== id())?.id ?? null;
    },
  };
}
