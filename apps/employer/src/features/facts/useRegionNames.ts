import { loadRegions } from '@qiancheng/web-ui';
import { onMounted, shallowRef, type ShallowRef } from 'vue';

/** The names of places, once they are there; until then the codes stand for them. */
export function useRegionNames(): ShallowRef<(code: string) => string> {
  const name = shallowRef((code: string): string => code);
  onMounted(async () => {
    const regions = await loadRegions().catch(() => null);
    if (regions) name.value = regions.regionName;
  });
  return name;
}
