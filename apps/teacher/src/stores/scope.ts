import { getPreference, listCohorts, putPreference, type CohortView } from '@qiancheng/api-client/teacher';
import { shanghaiDate, workingCohort } from '@qiancheng/shared';
import { ask } from '@qiancheng/web-core';
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';

/** Which cohort everything on screen is about. The choice follows the account; an address with `cohort=` overrides it. */
export const useScope = defineStore('scope', () => {
  const cohorts = shallowRef<CohortView[]>([]);
  const chosen = ref<number | null>(null);
  const failed = ref(false);
  let loading: Promise<void> | null = null;

  const known = (year: unknown): year is number => cohorts.value.some((cohort) => cohort.year === year);
  const current = computed(() => cohorts.value.find((cohort) => cohort.year === chosen.value) ?? null);

  async function fetchAll(wanted: number | null): Promise<void> {
    const [list, preference] = await Promise.all([
      ask(listCohorts()),
      ask(getPreference({ path: { key: 'scope' } })).catch(() => null), // without it the cohort that graduates next will do
    ]);
    renew(list.items);
    const kept = preference?.value['cohort'];
    // one that is prepared for next year, without anybody in it, is not what the day is about
    const peopled = cohorts.value.filter(({ students }) => students > 0);
    const first = workingCohort(peopled.length > 0 ? peopled : cohorts.value, shanghaiDate(new Date()));
    chosen.value = known(wanted) ? wanted : known(kept) ? kept : (first?.year ?? null);
  }

  function load(wanted: number | null = null): Promise<void> {
    if (chosen.value !== null) {
      if (known(wanted)) chosen.value = wanted;
      return Promise.resolve();
    }
    failed.value = false;
    loading ??= fetchAll(wanted)
      .catch(() => {
        failed.value = true;
      })
      .finally(() => {
        loading = null;
      });
    return loading;
  }

  function choose(year: number): void {
    if (!known(year) || year === chosen.value) return;
    chosen.value = year;
    void ask(putPreference({ path: { key: 'scope' }, body: { value: { cohort: year } } })).catch(() => undefined);
  }

  /** After somebody has changed one of them here. */
  function renew(items: readonly CohortView[]): void {
    cohorts.value = [...items].sort((a, b) => b.year - a.year);
  }

  return { renew, cohorts, cohort: chosen, current, failed, load, choose };
});
