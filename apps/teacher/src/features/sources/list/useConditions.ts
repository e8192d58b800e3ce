import { keepSourceList, lookUpSources } from '@qiancheng/api-client/teacher';
import { pastedToken } from '@qiancheng/shared';
import { ask, toProblem } from '@qiancheng/web-core';
import { chipText, toast } from '@qiancheng/web-ui';
import { computed, ref } from 'vue';
import { preference } from '../../../stores/preferences.js';
import { useScope } from '../../../stores/scope.js';
import { useSourceCounts } from '../../../stores/sourceCounts.js';
import type { Filters } from './query.js';
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
    return count ? `${count.toLocaleString('en-US')} 人` : '只看名单里的';
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

  function show({ id, count }: { id: string; count: number }): void {
    counts.value = { ...counts.value, [id]: count };
    void list.setFilters({ list: id, q: '' });
  }
  /** Somebody's number never stands in an address: it is looked up, and the list shows who was found. */
  async function findByIdNo(idNo: string): Promise<void> {
    const cohort = scope.cohort ?? 0;
    try {
      const found = await ask(lookUpSources({ body: { cohort, tokens: [idNo] } }));
      const ids = [...found.matched, ...found.ambiguous.flatMap(({ candidates }) => candidates)].map(({ id }) => id);
      if (!ids.length) toast('这一届没有这个身份证号，或不在你的职责范围内', 'seal');
      else show(await ask(keepSourceList({ body: { cohort, ids } })));
    } catch (error) {
      toast(toProblem(error).detail, 'seal');
    }
  }
  function describe(key: string): string {
    if (key === 'q') return `搜索：${list.filters['q'] ?? ''}`;
    const field = fields.value.find((item) => item.key === key);
    return field ? `${field.label}：${chipText(field, list.filters[key])}` : key;
  }

  return {
    fields,
    shown,
    show,
    describe,
    inWords: computed(() => Object.keys(list.filters).map(describe).join('；') || '没有条件，全部学生'),
    choose(keys: string[] | null): void {
      shown.value = keys;
      void store.save(keys ? { shown: keys } : {}).catch(() => undefined);
    },
    change(changes: Record<string, string>, how: { replace: boolean }): void {
      const token = changes['q'] ? pastedToken(changes['q']) : null;
      if (token?.kind === 'id_no') {
        void findByIdNo(token.text);
        return;
      }
      // Majors and classes of a college that is no longer chosen would silently empty the list.
      void list.setFilters('collegeId' in changes ? { ...changes, majorId: '', classId: '' } : changes, how);
    },
  };
}
