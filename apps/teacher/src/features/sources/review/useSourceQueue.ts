import { getSourceQueue } from '@qiancheng/api-client/teacher';
import { ask, useLoad } from '@qiancheng/web-core';
import type { QueuePlace } from '@qiancheng/web-ui';
import { computed } from 'vue';
import { useRoute, useRouter, type RouteLocationRaw } from 'vue-router';
import { useScope } from '../../../stores/scope.js';
import { queueOf, queueQuery } from '../list/query.js';

/**
 * The records of the list, in the order in which they stood when the first was opened. Whoever passes a record takes it out of
 * the list's conditions; its place here stays, so that "next" is what stood below it.
 */
export function useSourceQueue(id: () => string) {
  const route = useRoute();
  const router = useRouter();
  const scope = useScope();
  /** The list's own conditions in the address. */
  const queue = computed(() => (scope.cohort === null ? null : queueQuery(route.query, scope.cohort)));
  const list = useLoad(
    () => queue.value,
    async (asked, signal) => {
      return asked && ask(getSourceQueue({ body: asked, signal }));
    },
    { keep: true },
  );
  const place = computed((): QueuePlace | null => {
    const known = list.data.value;
    if (!known) return null;
    const at = known.ids.indexOf(id());
    return {
      position: at + 1,
      total: known.ids.length,
      prevId: at > 0 ? (known.ids[at - 1] ?? null) : null,
      nextId: known.ids[at + 1] ?? null,
    };
  });
  const kept = computed(() => queueOf(route.query));
  const back = computed((): RouteLocationRaw => ({ name: 'sources', query: kept.value }));

  async function open(target: string | null | undefined): Promise<boolean> {
    if (!target) return false;
    const failure = await router.push({ name: 'source', params: { id: target }, query: kept.value });
    return !failure;
  }

  return {
    inQueue: computed(() => queue.value !== null),
    label: computed(() => queue.value && (queue.value.filter.mine ? '待我审核' : '生源信息')),
    filtered: computed(() => Object.keys(queue.value?.filter ?? {}).length > 1),
    back,
    place,
    open,
    step: (by: 'prevId' | 'nextId') => open(place.value?.[by]),
    following: (): string | null => place.value?.nextId ?? null,
  };
}
