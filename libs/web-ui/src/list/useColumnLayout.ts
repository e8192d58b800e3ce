import { computed, onScopeDispose, ref, shallowRef } from 'vue';
import {
  clampWidth,
  defaultLayout,
  mergeLayout,
  moveColumn,
  shownColumns,
  type ColumnDef,
  type ColumnLayout,
  type Density,
} from './columns.js';

/** Where a person's layout is kept; the portals put it on the server, so it follows the account and not the browser. */
export interface LayoutStore {
  load: () => Promise<unknown>;
  save: (layout: ColumnLayout) => Promise<unknown>;
}

export function useColumnLayout<K extends string, R>(columns: readonly ColumnDef<K, R>[], store?: LayoutStore) {
  const layout = shallowRef<ColumnLayout>(defaultLayout(columns));
  const saveFailed = ref(false);
  let touched = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const loaded = (store?.load() ?? Promise.resolve(null)).then(
    (saved) => {
      if (!touched) layout.value = mergeLayout(columns, saved);
    },
    () => undefined, // the default columns are good enough to work with
  );

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    store?.save(layout.value).then(
      () => (saveFailed.value = false),
      () => (saveFailed.value = true),
    );
  }

  function change(next: ColumnLayout): void {
    touched = true;
    layout.value = next;
    if (!store) return;
    clearTimeout(timer);
    timer = setTimeout(flush, 600);
  }

  onScopeDispose(() => timer !== undefined && flush());

  const without = (list: readonly string[], key: string): string[] => list.filter((item) => item !== key);

  return {
    loaded,
    layout,
    saveFailed,
    shown: computed(() => shownColumns(columns, layout.value)),
    setVisible(key: string, on: boolean): void {
      const hidden = without(layout.value.hidden, key);
      change({ ...layout.value, hidden: on ? hidden : [...hidden, key] });
    },
    setPinned(key: string, on: boolean): void {
      const pinned = without(layout.value.pinned, key);
      change({ ...layout.value, pinned: on ? [...pinned, key] : pinned });
    },
    setWidth(key: string, width: number): void {
      change({ ...layout.value, widths: { ...layout.value.widths, [key]: clampWidth(width) } });
    },
    setDensity(density: Density): void {
      change({ ...layout.value, density });
    },
    move(key: string, steps: number): void {
      change(moveColumn(columns, layout.value, key, steps));
    },
    /** Shows a layout that is not the person's own, as a saved view has one; keeping what changes then is the caller's. */
    show(saved: unknown): void {
      touched = true;
      clearTimeout(timer);
      timer = undefined;
      layout.value = mergeLayout(columns, saved);
    },
    reset(): void {
      change(defaultLayout(columns));
    },
  };
}

export type ColumnLayoutControl = ReturnType<typeof useColumnLayout<string, unknown>>;
