// Writes src/regions/regions.data.ts from @vant/area-data. Run by hand when divisions change: the result is committed,
// so that a build never depends on the package.
import { writeFileSync } from 'node:fs';
import { areaList } from '@vant/area-data';

/** Cities without districts; the package fills them with towns under invented codes. */
const UNDIVIDED = ['4419', '4420', '4604', '6202'];
/** Codes of the package that GB/T 2260 does not have. */
const NOT_DIVISIONS = ['320112', '321150', '632857'];
/** The national table ends at the province for these. */
const PROVINCE_ONLY = ['71', '81', '82'];

function isDivision(code) {
  const last = Number(code.slice(4));
  // 71–80 and 90–99 are development zones in statistical tables, not administrative divisions.
  const zone = (last >= 71 && last <= 80) || last >= 90;
  return !zone && !NOT_DIVISIONS.includes(code) && !UNDIVIDED.includes(code.slice(0, 4));
}

const inProvince = (list, province) => Object.entries(list).filter(([code]) => code.startsWith(province));

const lines = Object.entries(areaList.province_list).map(([code, name]) => {
  const province = code.slice(0, 2);
  const items = [`${code}${name}`];
  if (!PROVINCE_ONLY.includes(province)) {
    for (const [city, cityName] of inProvince(areaList.city_list, province)) {
      items.push(`${city}${cityName}`);
      for (const [county, countyName] of inProvince(areaList.county_list, city.slice(0, 4))) {
        if (isDivision(county)) items.push(`${county}${countyName}`);
      }
    }
  }
  return `  '${items.join(' ')}',`;
});

writeFileSync(
  new URL('../src/regions/regions.data.ts', import.meta.url),
  `/**
 * GB/T 2260 divisions, one province a line: six digits and the name, parents before children.
 * Written by tools/generate-regions.mjs from @vant/area-data (MIT).
 */
export const REGION_LINES: readonly string[] = [
${lines.join('\n')}
];
`,
);
