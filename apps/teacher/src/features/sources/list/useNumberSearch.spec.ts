import { effectScope, nextTick, reactive } from 'vue';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useNumberSearch } from './useNumberSearch.js';

const answers = vi.hoisted(() => ({
  found: [] as { id: string }[],
  asked: [] as unknown[],
  kept: 0,
  told: [] as string[],
}));
vi.mock('@qiancheng/api-client/teacher', () => ({
  searchSources: ({ body }: { body: unknown }) => {
    answers.asked.push(body);
    return Promise.resolve({ data: { items: answers.found } });
  },
  keepSourceList: ({ body }: { body: { ids: string[] } }) => {
    answers.kept += 1;
    return Promise.resolve({ data: { id: `list${answers.kept}`, count: body.ids.length } });
  },
}));
vi.mock('@qiancheng/web-core', () => ({
  ask: async (answer: Promise<{ data: unknown }>) => (await answer).data,
  toProblem: (error: unknown) => ({ detail: String(error) }),
}));
vi.mock('@qiancheng/web-ui', () => ({ toast: (words: string) => answers.told.push(words) }));

const PHONE = '13800000021';
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

let filters: Record<string, string>;
let scope: ReturnType<typeof effectScope>;
function open(address: Record<string, string> = {}) {
  filters = reactive(address);
  const set = (changes: Record<string, string>): void => {
    for (const [key, value] of Object.entries(changes)) {
      if (value) filters[key] = value;
      else delete filters[key];
    }
  };
  const search = scope.run(() =>
    useNumberSearch({
      filters: () => filters,
      cohort: () => 2027,
      show: ({ id }) => set({ list: id, q: '' }),
      drop: () => set({ q: '' }),
    }),
  );
  if (!search) throw new Error('no scope');
  return search;
}
beforeEach(() => {
  Object.assign(answers, { found: [{ id: 'a' }], asked: [], kept: 0, told: [] });
  scope = effectScope();
});
afterEach(() => scope.stop());

describe('a number in the search box', () => {
  it.each([
    ['a phone', '138-0000 0021', PHONE],
    ['an ID number', '11010519491231002x', '11010519491231002X'],
  ])('of %s is asked for, and the address names the list of who was found', async (_, typed, code) => {
    const search = open();
    expect(search.take(typed, true)).toBe(true);
    await settle();
    expect(answers.asked).toEqual([{ filter: { cohort: 2027, q: code }, pageSize: 200 }]);
    expect(filters).toEqual({ list: 'list1' });
    expect(search.text.value).toBe(typed);
  });

  it('that is half written waits, and a name goes its own way', async () => {
    const search = open();
    expect(search.take('11010519491231002', true)).toBe(true);
    expect(search.take('11010519491231', true)).toBe(true);
    expect(search.take('20230417', true)).toBe(false);
    expect(search.take('欧阳', true)).toBe(false);
    await settle();
    expect([answers.asked, filters]).toEqual([[], {}]);
    search.take('11010519491231002', false);
    expect(answers.told).toEqual(['身份证号还没有写完']);
  });

  it('that nobody has is said once, and again on Enter', async () => {
    answers.found = [];
    const search = open();
    search.take(PHONE, true);
    await settle();
    search.take(PHONE, true);
    await settle();
    expect(answers.told).toHaveLength(1);
    search.take(PHONE, false);
    await settle();
    expect(answers.told).toHaveLength(2);
    expect(filters).toEqual({});
  });

  it('is forgotten where something else was written before the answer came', async () => {
    const search = open();
    search.take(PHONE, true);
    search.take('欧阳', true);
    await settle();
    expect(filters).toEqual({});
    expect(search.text.value).toBeNull();
  });

  it('leaves an address that came with one', async () => {
    const search = open({ q: PHONE, state: 'returned' });
    expect(filters).toEqual({ state: 'returned' });
    await settle();
    expect(filters).toEqual({ state: 'returned', list: 'list1' });
    expect(search.text.value).toBe(PHONE);
    delete filters['list'];
    await nextTick();
    expect(search.text.value).toBeNull();
  });
});
