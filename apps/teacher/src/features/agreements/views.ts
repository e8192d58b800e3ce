import type { CaseQuery } from './query.js';
import type { LocationQuery, LocationQueryRaw } from 'vue-router';

/**
 * A view is a named queue: what waits for me, one step of it, everything, what is finished. Its name stands in the address
 * and means the same for the list, for next and previous, and for the numbers in the navigation.
 */
type Slot = NonNullable<CaseQuery['slot']>;
type State = NonNullable<CaseQuery['state']>[number];
type Sort = NonNullable<CaseQuery['sort']>;

/** `review:center` and `slot:school` as the server names what waits. */
export const viewOfRow = (key: string): string => key.replace(':', '-');
export const rowOfView = (view: string): string => view.replace('-', ':');

export const FIXED_VIEWS = [
  { key: 'mine', label: '待我办理' },
  { key: 'all', label: '全部' },
  { key: 'signed', label: '签约完成' },
  { key: 'void', label: '已作废' },
] as const;

export function queryOfView(view: string): CaseQuery {
  // What waits for me in review is at the level of my role already.
  if (/^review-(counsellor|college|center)$/.test(view)) return { queue: 'mine', state: ['REVIEW'] };
  const slot = /^slot-(student|employer|superior|college|school)$/.exec(view);
  if (slot) return { queue: 'mine', slot: slot[1] as Slot };
  if (view === 'all') return { queue: 'all' };
  if (view === 'signed') return { queue: 'all', state: ['SIGNED'] };
  if (view === 'void') return { queue: 'all', state: ['VOIDED'] };
  return { queue: 'mine' };
}

export const LIST_FILTERS = ['q', 'state', 'slot', 'level', 'collegeId', 'classId'] as const;

/** A work queue begins with what waits longest, which is the server's own order; everything else with what moved last. */
export const sortOf = (view: string, sort: string): string =>
  sort || (['all', 'signed', 'void'].includes(view) ? '-updated' : '');

/** Conditions of the address as the server takes them; the view decides what it fixes itself. */
export function caseQuery(
  view: string,
  filters: Readonly<Record<string, string>>,
  sort: string,
  cohort: number | null,
): CaseQuery {
  const list = (name: string): string[] | undefined => filters[name]?.split(',').filter(Boolean);
  const order = sortOf(view, sort);
  return {
    ...(cohort === null ? {} : { cohort }),
    ...(filters['q'] ? { q: filters['q'] } : {}),
    ...(filters['state'] ? { state: list('state') as State[] } : {}),
    ...(filters['slot'] ? { slot: filters['slot'] as Slot } : {}),
    ...(filters['level'] ? { level: Number(filters['level']) } : {}),
    ...(filters['collegeId'] ? { collegeId: list('collegeId') ?? [] } : {}),
    ...(filters['classId'] ? { classId: list('classId') ?? [] } : {}),
    ...(order ? { sort: order as Sort } : {}),
    ...queryOfView(view),
  };
}

const QUEUE_KEYS = ['view', 'sort', 'cohort', ...LIST_FILTERS] as const;

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
  for (const key of LIST_FILTERS) {
    const value = query[key];
    if (typeof value === 'string' && value) filters[key] = value;
  }
  return filters;
}
