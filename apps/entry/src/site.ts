import { getSite, type SiteView } from '@qiancheng/api-client/public';
import { ask } from '@qiancheng/web-core';
import { computed, shallowRef } from 'vue';

export const site = shallowRef<SiteView | null>(null);
let loading: Promise<void> | null = null;

/** Schools and their schedules. The page works without them: doors and verification need no answer. */
export function loadSite(): Promise<void> {
  loading ??= ask(getSite()).then(
    (answer) => {
      site.value = answer;
    },
    () => {
      loading = null;
    },
  );
  return loading;
}

/** Where one school runs the site, it carries the school's name. */
export const schoolName = computed(() =>
  site.value?.schools.length === 1 ? (site.value.schools[0]?.name ?? null) : null,
);
