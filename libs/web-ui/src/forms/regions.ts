import type { RegionNode } from '@qiancheng/shared/regions';
import { shallowRef, toValue, watchEffect, type MaybeRefOrGetter, type ShallowRef } from 'vue';

/** The administrative divisions, one level a map: code → name. */
export interface RegionData {
  provinces: Record<string, string>;
  cities: Record<string, string>;
  counties: Record<string, string>;
}

/** With the tree for choosing, and the whole name of a code. */
export interface Regions extends RegionData {
  tree: readonly RegionNode[];
  /** 湖南省长沙市长沙县 */
  regionName: (code: string) => string;
}

let loading: Promise<Regions> | null = null;
const loaded = shallowRef<Regions | null>(null);

const named = (nodes: readonly RegionNode[]): Record<string, string> =>
  Object.fromEntries(nodes.map(({ code, name }) => [code, name]));

/** The 3,200 divisions come in a chunk of their own, when a form or a record first needs one. */
export function loadRegions(): Promise<Regions> {
  loading ??= import('@qiancheng/shared/regions').then(
    ({ regionName, regionTree }) => {
      const tree = regionTree();
      const cities = tree.flatMap((province) => province.children);
      loaded.value = {
        provinces: named(tree),
        cities: named(cities),
        counties: named(cities.flatMap((city) => city.children)),
        tree,
        regionName,
      };
      return loaded.value;
    },
    (error: unknown) => {
      loading = null;
      throw error;
    },
  );
  return loading;
}

/** 湖南省长沙市长沙县 for a code, once the data is there; until then empty. */
export function useRegionName(code: MaybeRefOrGetter<string | null | undefined>): ShallowRef<string> {
  const name = shallowRef('');
  watchEffect(() => {
    const value = toValue(code);
    if (!value) {
      name.value = '';
    } else if (loaded.value) {
      name.value = loaded.value.regionName(value);
    } else {
      void loadRegions().catch(() => (name.value = value));
    }
  });
  return name;
}
