/** What a column is, and what one person made of the columns: order, visibility, width, pin, row height. */

export interface ColumnShape<K extends string = string> {
  key: K;
  label: string;
  /** px; every column has one, so that the table can use the fast fixed layout and pinned offsets are exact */
  width: number;
  align?: 'right';
  /** true: sorts under its own key; a string: the name the server sorts by */
  sortable?: boolean | string;
  /** always shown and always pinned first (the name that says which row this is) */
  locked?: boolean;
  /** pinned as long as the person has not decided otherwise */
  pinned?: boolean;
  /** hidden as long as the person has not decided otherwise */
  hidden?: boolean;
}

export interface ColumnDef<K extends string = string, R = unknown> extends ColumnShape<K> {
  /** the plain text of the cell; also its title when the text is long. Slots `cell-<key>` replace the looks. */
  text?: (row: R) => string | number | null | undefined;
}

export type Density = 'compact' | 'normal' | 'loose';

export interface ColumnLayout {
  order: string[];
  hidden: string[];
  pinned: string[];
  widths: Record<string, number>;
  density: Density;
}

export interface ShownColumn<K extends string = string, R = unknown> extends ColumnDef<K, R> {
  isPinned: boolean;
  sortKey: string | null;
}

export const MIN_WIDTH = 56;
export const MAX_WIDTH = 480;

const DENSITIES: readonly Density[] = ['compact', 'normal', 'loose'];

export function clampWidth(width: number): number {
  return Math.round(Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, width)));
}

export function defaultLayout(columns: readonly ColumnShape[], density: Density = 'compact'): ColumnLayout {
  return {
    order: columns.map((column) => column.key),
    hidden: columns.filter((column) => column.hidden && !column.locked).map((column) => column.key),
    pinned: columns.filter((column) => column.pinned || column.locked).map((column) => column.key),
    widths: {},
    density,
  };
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

/**
 * A stored layout met with today's columns: what no longer exists is dropped, what is new appears where the product
 * put it, and nothing stored can hide a locked column. Anything unreadable falls back to the default.
 */
export function mergeLayout(columns: readonly ColumnShape[], saved: unknown): ColumnLayout {
  const base = defaultLayout(columns);
  if (typeof saved !== 'object' || saved === null) return base;
  const input = saved as Partial<Record<keyof ColumnLayout, unknown>>;
  const known = new Map(columns.map((column) => [column.key, column]));
  const order = [...new Set(strings(input.order))].filter((key) => known.has(key));
  if (!order.length) return base;
  const seen = new Set(order);
  columns.forEach((column, index) => {
    if (seen.has(column.key)) return;
    const before = columns
      .slice(0, index)
      .reverse()
      .find((candidate) => order.includes(candidate.key));
    order.splice(before ? order.indexOf(before.key) + 1 : 0, 0, column.key);
  });
  const fresh = (key: string): boolean => !seen.has(key);
  const may = (key: string): boolean => known.has(key) && !known.get(key)?.locked;
  const hidden = [...new Set([...strings(input.hidden).filter(may), ...base.hidden.filter(fresh)])];
  const pinned = [
    ...new Set([
      ...columns.filter((column) => column.locked).map((column) => column.key),
      ...strings(input.pinned).filter((key) => known.has(key)),
      ...base.pinned.filter(fresh),
    ]),
  ];
  const widths: Record<string, number> = {};
  if (typeof input.widths === 'object' && input.widths !== null) {
    for (const [key, width] of Object.entries(input.widths)) {
      if (known.has(key) && typeof width === 'number' && Number.isFinite(width)) widths[key] = clampWidth(width);
    }
  }
  const density = DENSITIES.find((item) => item === input.density) ?? base.density;
  return { order, hidden, pinned, widths, density };
}

/** The columns to draw: pinned ones first, each group in the person's order. */
export function shownColumns<K extends string, R>(
  columns: readonly ColumnDef<K, R>[],
  layout: ColumnLayout,
): ShownColumn<K, R>[] {
  const rank = new Map(layout.order.map((key, index) => [key, index]));
  const shown = columns
    .filter((column) => column.locked || !layout.hidden.includes(column.key))
    .map((column): ShownColumn<K, R> => ({
      ...column,
      width: layout.widths[column.key] ?? column.width,
      isPinned: Boolean(column.locked) || layout.pinned.includes(column.key),
      sortKey: column.sortable === true ? column.key : column.sortable || null,
    }));
  const group = (column: ShownColumn<K, R>): number => (column.locked ? 0 : column.isPinned ? 1 : 2);
  return shown.sort((a, b) => group(a) - group(b) || (rank.get(a.key) ?? 0) - (rank.get(b.key) ?? 0));
}

/** Moves one column by steps among its own group (pinned or not), which is what a person sees as "up" and "down". */
export function moveColumn(
  columns: readonly ColumnShape[],
  layout: ColumnLayout,
  key: string,
  steps: number,
): ColumnLayout {
  const group = shownColumns<string, unknown>(columns, layout);
  const self = group.find((column) => column.key === key);
  if (!self || self.locked) return layout;
  const peers = group
    .filter((column) => column.isPinned === self.isPinned && !column.locked)
    .map((column) => column.key);
  const from = peers.indexOf(key);
  const to = Math.min(peers.length - 1, Math.max(0, from + steps));
  const target = peers[to];
  if (from === to || target === undefined) return layout;
  const order = layout.order.filter((item) => item !== key);
  order.splice(order.indexOf(target) + (to > from ? 1 : 0), 0, key);
  return { ...layout, order };
}

export interface SortState {
  key: string;
  desc: boolean;
}

/** `waited`, `-waited`; the minus means descending, as the server reads it. */
export function parseSort(text: string | null | undefined): SortState | null {
  if (!text) return null;
  return text.startsWith('-') ? { key: text.slice(1), desc: true } : { key: text, desc: false };
}

export function formatSort(sort: SortState | null): string {
  return sort ? `${sort.desc ? '-' : ''}${sort.key}` : '';
}

/** A header click: ascending, descending, back to the list's own order. */
export function nextSort(sort: SortState | null, key: string): SortState | null {
  if (sort?.key !== key) return { key, desc: false };
  return sort.desc ? null : { key, desc: true };
}
