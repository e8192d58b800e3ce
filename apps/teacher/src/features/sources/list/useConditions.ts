import { chipText } from '@qiancheng/web-ui';
import { computed, ref } from 'vue';
import { preference } from '../../../stores/preferences.js';
import { useScope } from '../../../stores/scope.js';
import { useSourceCounts } from '../../../stores/sourceCounts.js';
import type { Filters } from './query.js';
import { useNumberSearch } from './useNumberSearch.js';
import { useSourceFields } from './useSourceFields.js';

interface List {
  readonly filters: Filters;
  setFilters: (changes: Record<string, string>, how?: { replace?: boolean }) => Promise<void>;
}

/** The bar of conditions: which stand on it, what they say in words, and what becomes of a search. */
export function useConditions(list: List) {
  const scope = useScope();
  const numbers = useSourceCounts();

  const counts = ref<Record<string, number>>({});
  const pasted = computed(() => {
    const id = list.filters['list'];
    if (!id) return null;
    const count = counts.value[id];
    if (!count) return '只看名单里的';
    return `${numberSearch.text.value === null ? '' : '按号码查到 '}${count.toLocaleString('en-US')} 人`;
  });
  const fields = useSourceFields({
    cohort: () => scope.cohort,
    levels: () => numbers.levels,
    filters: () => list.filters,
    pasted: () => pasted.value,
  });
  const shown = ref<string[] | null>(null);
  const store = preference('source-filters');
  void store.load().then(
    (value) => {
      if (Array.isArray(value['shown'])) shown.value = value['shown'].map(String);
    },
    () => undefined, // the product's own choice will do
  );

  function show({ id, count }: { id: string; count: number }, how?: { replace: boolean }): void {
    counts.value = { ...counts.value, [id]: count };
    void list.setFilters({ list: id, q: '' }, how);
  }
  const numberSearch = useNumberSearch({
    filters: () => list.filters,
    cohort: () => scope.cohort,
    show,
    drop: () => void list.setFilters({ q: '' }, { replace: true }),
  });
  function describe(key: string): string {
    if (key === 'q') return `搜索：${list.filters['q'] ?? ''}`;
    const field = fields.value.find((item) => item.key === key);
    return field ? `${field.label}：${chipText(field, list.filters[key])}` : key;
  }

  return {
    fields,
    shown,
    show,
    /** what the box shows beyond the address: a number, as long as its list is in force */
    searched: numberSearch.text,
    describe,
    inWords: computed(() => Object.keys(list.filters).map(describe).join('；') || '没有条件，全部学生'),
    choose(keys: string[] | null): void {
      shown.value = keys;
      void store.save(keys ? { shown: keys } : {}).catch(() => undefined);
    },
    change(changes: Record<string, string>, how: { replace: boolean }): void {
      const wasNumber = numberSearch.text.value !== null;
      if (changes['q'] !== undefined) {
        if (numberSearch.take(changes['q'], how.replace)) return;
        // what is written now takes the place of the number, and of whom it found
        if (wasNumber) changes = { ...changes, list: '' };
      }
      // Majors and classes of a college that is no longer chosen would silently empty the list.
      void list.setFilters('collegeId' in changes ? { ...changes, majorId: '', classId: '' } : changes, how);
    },
  };
}
