import { loadRegions, type RegionData } from '@qiancheng/web-ui';
import { shallowRef } from 'vue';

const PROVINCE_TAIL = /(省|市|壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区)$/;
const MUNICIPALITY = /^(11|12|31|50)/;

const provinceName = (data: RegionData, code: string): string =>
  (data.provinces[`${code.slice(0, 2)}0000`] ?? '').replace(PROVINCE_TAIL, '');

/** The town as one says it: 长沙, 上海, 龙山县 where a county stands directly below its province. */
export function townName(data: RegionData, code: string): string {
  const city = data.cities[`${code.slice(0, 4)}00`] ?? '';
  if (MUNICIPALITY.test(code) || code.endsWith('0000')) return provinceName(data, code);
  if (!city || /直辖/.test(city)) return data.counties[code] ?? provinceName(data, code);
  return city.replace(/市$/, '');
}

/** 湖南 长沙; 上海 浦东新区 */
export function placeName(data: RegionData, code: string): string {
  const province = provinceName(data, code);
  if (MUNICIPALITY.test(code)) return [province, data.counties[code]].filter(Boolean).join(' ');
  const town = townName(data, code);
  return town === province ? province : [province, town].filter(Boolean).join(' ');
}

/** Some answers carry the code, some the name: a name is shown as it is. */
function named(code: string | null | undefined, write: (data: RegionData, code: string) => string): string {
  if (!code || !/^\d{6}$/.test(code)) return code ?? '';
  return regions.value ? write(regions.value, code) : '';
}

const regions = shallowRef<RegionData | null>(null);

/**
 * Names of places, once the table of divisions has arrived: it comes after the page, so until then the answer is empty
 * and the sentence around it reads well without the place.
 */
export function useRegionNames() {
  if (!regions.value) {
    void loadRegions().then(
      (data) => (regions.value = data),
      () => undefined,
    );
  }
  return {
    town: (code: string | null | undefined): string => named(code, townName),
    place: (code: string | null | undefined): string => named(code, placeName),
  };
}
