import { shallowRef, watchEffect, type MaybeRefOrGetter, type ShallowRef, toValue } from 'vue';

/** Code → name of one level. Codes have six digits at every level: 430000, 430100, 430121. */
export interface RegionData {
  provinces: Record<string, string>;
  cities: Record<string, string>;
  counties: Record<string, string>;
}

let loading: Promise<RegionData> | null = null;
const loaded = shallowRef<RegionData | null>(null);

/** The 3,200 divisions come in a chunk of their own, when a form or a record first needs one. */
export function loadRegions(): Promise<RegionData> {
  loading ??= import('@vant/area-data').then(
    ({ areaList }) => {
      loaded.value = {
        provinces: areaList.province_list,
        cities: areaList.city_list,
        counties: areaList.county_list,
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

export const provinceOf = (code: string): string => `${code.slice(0, 2)}0000`;
export const cityOf = (code: string): string => `${code.slice(0, 4)}00`;

/** 湖南省长沙市长沙县; levels that only repeat or only group (市辖区, 省直辖县) are left out */
export function regionPath(data: RegionData, code: string): string {
  const province = data.provinces[provinceOf(code)] ?? '';
  const city = data.cities[cityOf(code)] ?? '';
  const county = data.counties[code] ?? '';
  const plainCity = city === province || /直辖|市辖区|^县$/.test(city) ? '' : city;
  const plainCounty = county === city ? '' : county;
  return code.endsWith('0000') ? province : `${province}${plainCity}${code.endsWith('00') ? '' : plainCounty}`;
}

/** Names of the codes that `codes` gives, once the data is there; until then the codes stay unnamed (empty). */
export function useRegionName(code: MaybeRefOrGetter<string | null | undefined>): ShallowRef<string> {
  const name = shallowRef('');
  watchEffect(() => {
    const value = toValue(code);
    if (!value) {
      name.value = '';
    } else if (loaded.value) {
      name.value = regionPath(loaded.value, value) || value;
    } else {
      void loadRegions().catch(() => (name.value = value));
    }
  });
  return name;
}
