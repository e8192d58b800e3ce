import type { SourceFilter, SourceListQuery, SourceSavedView, SourceViewFilter } from '@qiancheng/api-client/teacher';
import { formatRange, parseRange } from '@qiancheng/web-ui';
import type { LocationQuery, LocationQueryRaw } from 'vue-router';

/** Conditions as they stand in the address: one text each, several values joined by a comma. */
export type Filters = Readonly<Record<string, string>>;
export type SourceSort = NonNullable<SourceListQuery['sort']>;

const MANY = [
  'collegeId',
  'majorId',
  'classId',
  'counsellorId',
  'state',
  'rule',
  'severity',
  'gender',
  'ethnic',
  'political',
  'degree',
  'length',
  'training',
  'hardship',
  'teacherTraining',
  'urbanRural',
  'originProvince',
] as const;
const FLAGS = ['mine', 'differs', 'reported', 'activated'] as const;
export const LEVELS = ['counsellor', 'college', 'center'] as const;

/** `from..to`; months are 2027-06 in the address and 202706 for the server. */
const RANGES = ['submitted', 'graduation'] as const;

/** Every condition of the list, by its name in the address. `list` is a list of students that the server keeps. */
export const SOURCE_FILTERS: readonly string[] = ['q', 'list', 'returns', ...FLAGS, ...LEVELS, ...RANGES, ...MANY];

type Standing = NonNullable<NonNullable<SourceFilter['level']>['college']>[number];
const valuesOf = (text: string | undefined): string[] => text?.split(',').filter(Boolean) ?? [];

/** Conditions of the address as the server takes them. */
export function sourceFilter(filters: Filters, cohort: number): SourceFilter {
  return { cohort, ...viewFilter(filters) };
}

export function viewFilter(filters: Filters): SourceViewFilter {
  const filter: Record<string, unknown> = {};
  if (filters['q']) filter['q'] = filters['q'];
  if (filters['list']) filter['listId'] = filters['list'];
  for (const name of FLAGS) if (filters[name]) filter[name] = filters[name] === 'true';
  const times = Number(filters['returns']);
  if (Number.isInteger(times) && times > 0) filter['returns'] = times;
  for (const name of RANGES) {
    const range = rangeOf(name, filters[name]);
    if (range) filter[name] = range;
  }
  for (const name of MANY) {
    const values = valuesOf(filters[name]);
    if (values.length) filter[name] = values;
  }
  const level: Partial<Record<(typeof LEVELS)[number], Standing[]>> = {};
  for (const name of LEVELS) {
    const values = valuesOf(filters[name]);
    if (values.length) level[name] = values as Standing[];
  }
  if (Object.keys(level).length) filter['level'] = level;
  return filter as SourceViewFilter;
}

const dashed = (month: string): string => month.replace(/^(\d{4})(\d{2})$/, '$1-$2');

function rangeOf(name: (typeof RANGES)[number], text: string | undefined): { from?: string; to?: string } | null {
  const months = name === 'graduation';
  const { from, to } = parseRange(text, months ? 'months' : 'dates');
  const plain = (end: string): string => (months ? end.replace('-', '') : end);
  return from || to ? { ...(from ? { from: plain(from) } : {}), ...(to ? { to: plain(to) } : {}) } : null;
}

/** The other way round: what a saved view puts into the address. */
export function filtersOfView(filter: SourceViewFilter): Record<string, string> {
  const filters: Record<string, string> = {};
  if (filter.q) filters['q'] = filter.q;
  if (filter.listId) filters['list'] = filter.listId;
  for (const name of FLAGS) if (filter[name] !== undefined) filters[name] = String(filter[name]);
  if (filter.returns) filters['returns'] = String(filter.returns);
  for (const name of RANGES) {
    const { from = '', to = '' } = filter[name] ?? {};
    const written = formatRange(name === 'graduation' ? { from: dashed(from), to: dashed(to) } : { from, to });
    if (written) filters[name] = written;
  }
  for (const name of MANY) {
    const values = filter[name];
    if (values?.length) filters[name] = values.join(',');
  }
  for (const name of LEVELS) {
    const values = filter.level?.[name];
    if (values?.length) filters[name] = values.join(',');
  }
  return filters;
}

/** The same conditions, whatever the order in which their values were chosen. */
export function sameFilters(a: Filters, b: Filters): boolean {
  const plain = (filters: Filters): string =>
    JSON.stringify(
      Object.entries(filters)
        .filter(([, value]) => value)
        .map(([name, value]) => [name, name === 'q' ? value : valuesOf(value).sort()])
        .sort(([x], [y]) => String(x).localeCompare(String(y))),
    );
  return plain(a) === plain(b);
}

/** Work that waits begins with what waits longest; everything else goes by number. */
export function sortOf(sort: string, filters: Filters): SourceSort {
  if (sort) return sort as SourceSort;
  return filters['mine'] === 'true' ? 'waiting' : 'studentNo';
}

const QUEUE_KEYS = ['view', 'sort', 'cohort', ...SOURCE_FILTERS];

/** What a record takes along from the list it was opened from, so that next and previous stay in that queue. */
export function queueOf(query: LocationQuery): LocationQueryRaw {
  const kept: LocationQueryRaw = {};
  for (const key of QUEUE_KEYS) {
    const value = query[key];
    if (typeof value === 'string' && value) kept[key] = value;
  }
  return kept;
}

export function filtersOf(query: LocationQuery): Record<string, string> {
  const filters: Record<string, string> = {};
  for (const key of SOURCE_FILTERS) {
    const value = query[key];
    if (typeof value === 'string' && value) filters[key] = value;
  }
  return filters;
}

/** The queue of a record as the server is asked for it; null where it was opened by itself. */
export function queueQuery(query: LocationQuery, cohort: number): { filter: SourceFilter; sort: SourceSort } | null {
  const filters = filtersOf(query);
  const opened = Object.keys(queueOf(query)).some((key) => key !== 'cohort');
  if (!opened) return null;
  return { filter: sourceFilter(filters, cohort), sort: sortOf(String(query['sort'] ?? ''), filters) };
}

/** What the address says when this view is opened: its conditions and its order. */
export function queryOfView(view: SourceSavedView): Record<string, string> {
  return { ...filtersOfView(view.filter), ...(view.sort ? { sort: view.sort } : {}), view: view.id };
}
