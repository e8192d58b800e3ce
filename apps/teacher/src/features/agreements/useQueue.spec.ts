import * as api from '@qiancheng/api-client/teacher';
import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ref } from 'vue';
import { createMemoryHistory, createRouter } from 'vue-router';
import { useScope } from '../../stores/scope.js';
import { useQueue } from './useQueue.js';

vi.mock('@qiancheng/api-client/teacher', async (original) => ({
  ...(await original<typeof api>()),
  getNeighbours: vi.fn(),
  listCases: vi.fn(),
  getHome: vi.fn(() => Promise.resolve({ data: { rows: [], waiting: { total: 0, late: 0 } } })),
}));
enableAutoUnmount(afterEach);

const answerOf = (data: unknown) => Promise.resolve({ data }) as never;
const place = (prevId: string | null, nextId: string | null) => ({ position: 2, total: 3, prevId, nextId });

async function setup(query = '?view=review-college&q=欧阳&page=3') {
  const id = ref('b');
  let queue!: ReturnType<typeof useQueue>;
  const page = {
    setup() {
      queue = useQueue(() => id.value);
      return () => null;
    },
  };
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/', name: 'agreements', component: page },
      { path: '/a/:id', name: 'agreement', component: page },
    ],
  });
  await router.push(`/a/b${query}`);
  useScope().$patch({ cohort: 2027 });
  mount(page, { global: { plugins: [router] } });
  return { id, queue, router };
}

describe('useQueue', () => {
  beforeEach(() => {
    setActivePinia(createPinia());
    vi.mocked(api.getNeighbours).mockReset();
    vi.mocked(api.listCases).mockReset();
  });

  it('asks for the neighbours with the conditions of the list, and steps along', async () => {
    vi.mocked(api.getNeighbours).mockReturnValue(answerOf(place('a', 'c')));
    const { queue, router } = await setup();
    await flushPromises();
    expect(vi.mocked(api.getNeighbours).mock.calls[0]?.[0].query).toEqual({
      cohort: 2027,
      q: '欧阳',
      queue: 'mine',
      state: ['REVIEW'],
    });
    await queue.step('nextId');
    expect(router.currentRoute.value.fullPath).toBe('/a/c?view=review-college&q=%E6%AC%A7%E9%98%B3');
    expect(queue.back.value).toMatchObject({ name: 'agreements', query: { view: 'review-college', q: '欧阳' } });
  });

  it('does not step by the neighbours of the record before', async () => {
    vi.mocked(api.getNeighbours)
      .mockReturnValueOnce(answerOf(place('a', 'c')))
      .mockReturnValue(new Promise(() => undefined) as never);
    const { id, queue, router } = await setup();
    await flushPromises();
    id.value = 'c';
    await flushPromises();
    expect(queue.place.value?.nextId).toBe('c');
    expect(await queue.step('nextId')).toBe(false);
    expect(router.currentRoute.value.params['id']).toBe('b');
  });

  it('goes on with the first of the queue when nobody knew the next in time', async () => {
    vi.mocked(api.getNeighbours).mockReturnValue(new Promise(() => undefined) as never);
    vi.mocked(api.listCases).mockReturnValue(answerOf({ items: [{ id: 'b' }, { id: 'd' }], total: 2 }));
    const { queue } = await setup();
    await flushPromises();
    expect(await queue.following()).toBe('d');
  });

  it('has no queue for a record that was opened from elsewhere', async () => {
    const { queue } = await setup('');
    await flushPromises();
    expect(api.getNeighbours).not.toHaveBeenCalled();
    expect(queue.label.value).toBeNull();
    expect(await queue.following()).toBeNull();
  });
});
