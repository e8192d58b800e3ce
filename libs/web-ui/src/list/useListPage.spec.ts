import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ref, type Component } from 'vue';
import { createMemoryHistory, createRouter, type Router } from 'vue-router';
import { useListPage, type ListAnswer, type ListPage, type ListRequest } from './useListPage.js';

interface Row {
  id: string;
}
interface Call {
  request: ListRequest;
  signal: AbortSignal;
  answer: (total: number, ids?: string[]) => Promise<void>;
  fail: (error: unknown) => Promise<void>;
}

const settle = flushPromises;

async function setup(path = '/', cohort = ref('2027')) {
  const calls: Call[] = [];
  let list!: ListPage<Row>;
  const page: Component = {
    setup() {
      list = useListPage<Row>({
        filters: ['q', 'state', 'college'],
        context: () => cohort.value,
        load: (request, signal) =>
          new Promise<ListAnswer<Row>>((resolve, reject) => {
            calls.push({
              request,
              signal,
              answer: async (total, ids = ['a']) => {
                resolve({ items: total ? ids.map((id) => ({ id })) : [], total });
                await settle();
              },
              fail: async (error) => {
                reject(error);
                await settle();
              },
            });
          }),
      });
      return () => null;
    },
  };
  const router: Router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/', name: 'list', component: page },
      { path: '/other', component: { render: () => null } },
    ],
  });
  await router.push(path);
  wrapper = mount(page, { global: { plugins: [router] } });
  return { calls, list, router, cohort };
}

let wrapper: VueWrapper | null = null;
afterEach(() => {
  wrapper?.unmount();
  wrapper = null;
});

describe('useListPage', () => {
  it('takes its whole state from the address and refuses nonsense', async () => {
    const { calls } = await setup('/?page=3&pageSize=100&sort=-waited&state=REVIEW&foreign=1');
    expect(calls[0]?.request).toEqual({ page: 3, pageSize: 100, sort: '-waited', filters: { state: 'REVIEW' } });
    wrapper?.unmount();
    const second = await setup('/?page=-1&pageSize=7');
    expect(second.calls[0]?.request).toMatchObject({ page: 1, pageSize: 50 });
  });

  it('goes back to page 1 on a changed filter, sort or page size, not on paging', async () => {
    const { list, router, calls } = await setup('/?page=2');
    await calls[0]?.answer(500);
    await list.setPage(4);
    expect(router.currentRoute.value.query).toEqual({ page: '4' });
    await list.setFilters({ state: 'SIGNED' });
    expect(router.currentRoute.value.query).toEqual({ state: 'SIGNED' });
    await list.setPage(2);
    await list.setSort('no');
    expect(router.currentRoute.value.query).toEqual({ state: 'SIGNED', sort: 'no' });
    await list.setPage(2);
    await list.setPageSize(200);
    expect(router.currentRoute.value.query).toEqual({ state: 'SIGNED', sort: 'no', pageSize: '200' });
  });

  it('drops answers that come late and cancels their requests', async () => {
    const { list, calls } = await setup();
    await list.setFilters({ q: '欧阳' });
    await settle();
    expect(calls).toHaveLength(2);
    expect(calls[0]?.signal.aborted).toBe(true);
    await calls[1]?.answer(1, ['new']);
    await calls[0]?.answer(9, ['old']);
    expect(list.rows).toEqual([{ id: 'new' }]);
    expect(list.total).toBe(1);
  });

  it('keeps the earlier rows while newer ones load', async () => {
    const { list, calls } = await setup();
    expect(list.status).toBe('loading');
    await calls[0]?.answer(3, ['a', 'b', 'c']);
    expect(list.status).toBe('ready');
    await list.setFilters({ state: 'SIGNED' });
    await settle();
    expect(list.status).toBe('ready');
    expect(list.refreshing).toBe(true);
    expect(list.rows).toHaveLength(3);
    await calls[1]?.answer(1);
    expect(list.refreshing).toBe(false);
  });

  it('tells empty, filtered-empty, error and forbidden apart', async () => {
    const { list, calls } = await setup();
    await calls[0]?.answer(0);
    expect(list.status).toBe('empty');
    await list.setFilters({ state: 'SIGNED' });
    await settle();
    await calls[1]?.answer(0);
    expect(list.status).toBe('filteredEmpty');
    await list.setFilters({ state: 'VOIDED' });
    await settle();
    await calls.at(-1)?.fail({ status: 500, detail: '数据库没有回应' });
    expect(list.status).toBe('error');
    expect(list.problem?.detail).toBe('数据库没有回应');
    void list.reload();
    await calls.at(-1)?.fail({ status: 403, detail: '只能看自己的班级' });
    expect(list.status).toBe('forbidden');
    void list.reload();
    await calls.at(-1)?.answer(1);
    expect(list.status).toBe('ready');
  });

  it('says which condition costs most when nothing matches', async () => {
    const { list, calls } = await setup('/?state=VOIDED&college=c1');
    await calls[0]?.answer(0);
    expect(calls.slice(1).map((call) => call.request.filters)).toEqual([{ college: 'c1' }, { state: 'VOIDED' }]);
    await calls[1]?.answer(9);
    await calls[2]?.answer(327);
    expect(list.hints).toEqual([
      { filter: 'college', total: 327 },
      { filter: 'state', total: 9 },
    ]);
  });

  it('goes to the last page when the asked one is gone', async () => {
    const { list, calls, router } = await setup('/?page=9');
    await calls[0]?.answer(60, []);
    await settle();
    expect(router.currentRoute.value.query).toEqual({ page: '2' });
    expect(calls[1]?.request.page).toBe(2);
    await calls[1]?.answer(60);
    expect(list.status).toBe('ready');
  });

  it('starts again when what it depends on changes, and stays silent on another page', async () => {
    const { calls, cohort, router } = await setup('/?page=2&state=SIGNED');
    await calls[0]?.answer(500);
    cohort.value = '2026';
    await settle();
    await settle();
    expect(router.currentRoute.value.query).toEqual({ state: 'SIGNED' });
    const before = calls.length;
    await router.push('/other?page=5');
    await settle();
    expect(calls).toHaveLength(before);
  });

  it('says so when an answer takes long', async () => {
    vi.useFakeTimers();
    const { list, calls } = await setup();
    vi.advanceTimersByTime(3100);
    expect(list.slow).toBe(true);
    vi.useRealTimers();
    await calls[0]?.answer(1);
    expect(list.slow).toBe(false);
  });
});
