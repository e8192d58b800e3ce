import { keepSourceList, searchSources } from '@qiancheng/api-client/teacher';
import { isPartOfIdNo, personalNumber } from '@qiancheng/shared';
import { ask, toProblem } from '@qiancheng/web-core';
import { toast } from '@qiancheng/web-ui';
import { computed, ref, watch } from 'vue';
import type { Filters } from './query.js';

/** More share no number; a phone of a family may stand in several records. */
const MOST = 200;

interface Options {
  filters: () => Filters;
  cohort: () => number | null;
  /** the list that was found takes the place of the search */
  show: (found: { id: string; count: number }, how: { replace: boolean }) => void;
  /** the search leaves the address, and nothing of it stays in the history */
  drop: () => void;
}

/**
 * A search for somebody's ID number or phone. The number lives in the box and nowhere else: not in the address, not in a
 * store. Who was found is kept by the server as a list without a number, so that a reload and the way back show the same.
 */
export function useNumberSearch({ filters, cohort, show, drop }: Options) {
  const found = ref<{ text: string; listId: string } | null>(null);
  let last = '';
  let turn = 0;

  async function find(text: string, code: string, replace: boolean): Promise<void> {
    const year = cohort();
    if (year === null) return;
    last = text;
    const mine = (turn += 1);
    try {
      const { items } = await ask(searchSources({ body: { filter: { cohort: year, q: code }, pageSize: MOST } }));
      if (mine !== turn) return;
      if (!items.length) {
        toast('这一届没有这个号码，或不在你的职责范围内', 'seal');
        return;
      }
      const kept = await ask(keepSourceList({ body: { cohort: year, ids: items.map(({ id }) => id) } }));
      if (mine !== turn) return;
      found.value = { text, listId: kept.id };
      show(kept, { replace });
    } catch (error) {
      if (mine === turn) toast(toProblem(error).detail, 'seal');
    }
  }

  /** @param replace typed or left, not sent by Enter. @returns whether it was a number, and is taken care of */
  function take(text: string, replace: boolean): boolean {
    const personal = personalNumber(text);
    if (!personal) {
      turn += 1;
      last = '';
      if (!isPartOfIdNo(text)) return false;
      if (!replace) toast('身份证号还没有写完', 'seal');
      return true;
    }
    // leaving the box says nothing new
    if (!replace || text !== last) void find(text, personal.code, replace);
    return true;
  }

  // an address from elsewhere, or of before
  watch(
    () => (cohort() === null ? '' : (filters()['q'] ?? '')),
    (q) => {
      if (!personalNumber(q) && !isPartOfIdNo(q)) return;
      drop();
      last = '';
      take(q, true);
    },
    { immediate: true },
  );

  return {
    take,
    /** the number whose list is shown, as it was typed; null: the search is not for one */
    text: computed(() => (found.value && found.value.listId === filters()['list'] ? found.value.text : null)),
  };
}
