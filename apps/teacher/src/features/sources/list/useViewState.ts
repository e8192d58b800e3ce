import type { SourceSavedView, SourceViewBody } from '@qiancheng/api-client/teacher';
import { mergeLayout, toast, useColumnLayout, type ColumnLayout } from '@qiancheng/web-ui';
import { computed, ref, watch } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { preference } from '../../../stores/preferences.js';
import { SOURCE_COLUMNS, type SourceColumn } from './columns.js';
import type { SourceListRow } from '@qiancheng/api-client/teacher';
import { filtersOf, filtersOfView, queryOfView, sameFilters, viewFilter, type SourceSort } from './query.js';
import { useSourceViews } from './useSourceViews.js';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/**
 * Which saved view the list shows, and what was changed since. The conditions live in the address; columns are one's own
 * (kept with the account) unless the view brings its own, which then are changed in the view and nowhere else.
 */
export function useViewState() {
  const route = useRoute();
  const router = useRouter();
  const opened = computed(() => text(route.query['view']) || null);
  const views = useSourceViews(() => opened.value);

  const kept = preference('source-columns');
  let ownLayout: unknown = null;
  const columns = useColumnLayout<SourceColumn, SourceListRow>(SOURCE_COLUMNS, {
    load: async () => (ownLayout = await kept.load()),
    save: (layout: ColumnLayout) => {
      if (views.current.value?.columns) return Promise.resolve();
      ownLayout = layout;
      return kept.save(layout);
    },
  });

  const filters = computed(() => filtersOf(route.query));
  const sort = computed(() => text(route.query['sort']));
  const bare = computed(() => !Object.keys(filters.value).length && !sort.value);
  /** An address that names a view and nothing else means the view as it was saved; once it is open, empty means empty. */
  const applied = ref<string | null>(null);
  const settled = computed(
    () => !opened.value || !bare.value || applied.value === opened.value || (views.loaded.value && views.missing.value),
  );
  watch(
    [views.current, columns.loaded],
    async ([view]) => {
      await columns.loaded;
      if (view && applied.value !== view.id) {
        applied.value = view.id;
        if (bare.value) {
          const { cohort, pageSize } = route.query;
          const rest = { ...(cohort ? { cohort } : {}), ...(pageSize ? { pageSize } : {}) };
          await router.replace({ query: { ...rest, ...queryOfView(view) } });
        }
        if (view.columns) columns.show(view.columns);
      } else if (!view) {
        if (applied.value !== null) columns.show(ownLayout);
        applied.value = null;
      }
    },
    { immediate: true },
  );
  watch(
    () => views.current.value?.id ?? null,
    (id, before) => {
      // from a view with columns of its own to one without
      if (id && before && id !== before && !views.current.value?.columns) columns.show(ownLayout);
    },
  );

  const columnsEdited = computed(() => {
    const saved = views.current.value?.columns;
    return (
      Boolean(saved) && JSON.stringify(mergeLayout(SOURCE_COLUMNS, saved)) !== JSON.stringify(columns.layout.value)
    );
  });
  const edited = computed(() => {
    const view = views.current.value;
    if (!view || !settled.value) return false;
    return !sameFilters(filters.value, filtersOfView(view.filter)) || sort.value !== view.sort || columnsEdited.value;
  });
  const body = (): Pick<SourceViewBody, 'filter' | 'sort'> => ({
    filter: viewFilter(filters.value),
    ...(sort.value ? { sort: sort.value as SourceSort } : {}),
  });

  async function create(options: { name: string; columns: boolean; shared: boolean }): Promise<boolean> {
    const layout = options.columns ? { columns: { ...columns.layout.value } } : {};
    const made = await views.create({ name: options.name, shared: options.shared, ...body(), ...layout });
    if (!made) return false;
    applied.value = made.id;
    await router.replace({ query: { ...route.query, view: made.id } });
    if (made.shared) await copyLink(made);
    return true;
  }
  async function overwrite(view: SourceSavedView): Promise<void> {
    const layout = view.columns ? { columns: { ...columns.layout.value } } : {};
    const made = await views.change(view, { ...body(), ...layout });
    toast(made ? `已存进“${made.name}”` : (views.changing.problem.value?.detail ?? ''), made ? 'ok' : 'seal');
  }
  async function revert(view: SourceSavedView): Promise<void> {
    const { cohort, pageSize } = route.query;
    if (view.columns) columns.show(view.columns);
    await router.push({
      query: { ...(cohort ? { cohort } : {}), ...(pageSize ? { pageSize } : {}), ...queryOfView(view) },
    });
  }
  async function copyLink(view: SourceSavedView): Promise<void> {
    const shared = view.shared ? view : await views.change(view, { shared: true });
    if (!shared) {
      toast(views.changing.problem.value?.detail ?? '', 'seal');
      return;
    }
    const address = new URL(router.resolve({ name: 'sources', query: { view: view.id } }).href, location.origin).href;
    try {
      await navigator.clipboard.writeText(address);
      toast('链接已复制，本校老师可以打开');
    } catch {
      toast(`链接：${address}`);
    }
  }
  async function unshare(view: SourceSavedView): Promise<void> {
    if (await views.change(view, { shared: false })) toast('不再分享，链接打不开了');
  }
  async function remove(view: SourceSavedView): Promise<void> {
    if (!(await views.remove(view))) return;
    const { view: _gone, ...rest } = route.query;
    await router.replace({ query: rest });
    toast(`已删除视图“${view.name}”`);
  }

  return { views, columns, settled, edited, create, overwrite, revert, copyLink, unshare, remove };
}
