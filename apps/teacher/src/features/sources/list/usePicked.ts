import { searchSources, type SourceListRow, type SourceSelection } from '@qiancheng/api-client/teacher';
import { ask } from '@qiancheng/web-core';
import { useSelection, type ListPage } from '@qiancheng/web-ui';
import { computed } from 'vue';
import { useScope } from '../../../stores/scope.js';
import { sourceFilter } from './query.js';

const PAGE = 200;

/** Who is meant by an act: rows that were ticked over any number of pages, or all that match. */
export function usePicked(list: ListPage<SourceListRow>) {
  const scope = useScope();
  const selection = useSelection<SourceListRow>({
    rows: () => list.rows,
    id: (row) => row.id,
    total: () => list.total,
    filterKey: () => list.filterKey,
  });
  const filter = () => sourceFilter(list.filters, scope.cohort ?? 0);
  const chosen = computed<SourceSelection>(() =>
    selection.all ? { filter: filter(), expected: selection.count } : { ids: [...selection.ids] },
  );
  /** Without a selection, an export means the whole list as it stands. */
  const exported = computed(() =>
    selection.count
      ? { selection: chosen.value, count: selection.count }
      : { selection: { filter: filter(), expected: list.total }, count: list.total },
  );

  /** One by one, for acts that take nothing else. */
  async function ids(): Promise<string[]> {
    if (!selection.all) return [...selection.ids];
    const found: string[] = [];
    for (let page = 1; found.length < selection.count; page += 1) {
      const { items } = await ask(searchSources({ body: { filter: filter(), pageSize: PAGE, page } }));
      if (!items.length) break;
      found.push(...items.map(({ id }) => id));
    }
    return found;
  }

  return { selection, chosen, exported, ids };
}
