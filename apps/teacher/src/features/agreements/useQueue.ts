import { getNeighbours, type NeighboursView } from '@qiancheng/api-client/teacher';
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
    async ({ id: caseId, query: asked }, signal): Promise<NeighboursView> =>
      asked
        ? ask(getNeighbours({ path: { id: caseId }, query: asked, signal }))
        : { position: 0, total: 0, prevId: null, nextId: null },
    { keep: true },
  );

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
    neighbours: neighbours.data,
    reload: neighbours.reload,
    open,
    /** the record after this one, asked before an opinion takes this one out of the queue */
    following: (): string | null => neighbours.data.value?.nextId ?? null,
  };
}
