import { PROVINCES } from '../codes/provinces.js';
import { REGION_LINES } from './regions.data.js';

/** Kept out of the main entry: some 60 kB that a page loads only when it shows or picks a place. */

export interface RegionNode {
  code: string;
  name: string;
  children: RegionNode[];
}

/** Middle levels that exist in the table only: 市辖区, 县, and cities that belong to the province itself. */
const TABLE_ONLY = new Set(['市辖区', '县', '省直辖县', '自治区直辖县级行政区划']);

let names: Map<string, string> | null = null;
let tree: RegionNode[] | null = null;

function nameMap(): Map<string, string> {
  names ??= new Map(
    REGION_LINES.flatMap((line) => line.split(' ').map((item): [string, string] => [item.slice(0, 6), item.slice(6)])),
  );
  return names;
}

/** Provinces, their cities, and the cities' counties. */
export function regionTree(): RegionNode[] {
  if (tree) return tree;
  const nodes = new Map<string, RegionNode>();
  tree = [];
  for (const [code, name] of nameMap()) {
    const node: RegionNode = { code, name, children: [] };
    nodes.set(code, node);
    const parent = nodes.get(parentCode(code) ?? '');
    (parent ? parent.children : tree).push(node);
  }
  return tree;
}

/** 430121 → 430100 → 430000 → null */
export function parentCode(code: string): string | null {
  if (code.endsWith('0000')) return null;
  return code.endsWith('00') ? `${code.slice(0, 2)}0000` : `${code.slice(0, 4)}00`;
}

/** Whether the code names a division that exists today. */
export function isRegionCode(code: string): boolean {
  return nameMap().has(code);
}

/** The own names from province to county, without the levels that exist only in tables. */
export function regionPath(code: string): string[] {
  const path: string[] = [];
  for (let current: string | null = code; current; current = parentCode(current)) {
    const name = nameMap().get(current);
    if (name !== undefined && !TABLE_ONLY.has(name) && path[0] !== name) path.unshift(name);
  }
  return path;
}

/**
 * 430121 → 湖南省长沙市长沙县. A withdrawn county gives what is still known of it; a code that is none is given back,
 * so that nothing is silently lost from a document.
 */
export function regionName(code: string | null | undefined, separator = ''): string {
  if (!code) return '';
  const path = regionPath(code);
  return path.length > 0 ? path.join(separator) : (PROVINCES[code.slice(0, 2)] ?? code);
}

/** 湖南 长沙: province and city as lists show them. */
export function regionShort(code: string | null | undefined): string {
  if (!code) return '';
  const [province = '', city = ''] = regionPath(code);
  const trim = (name: string): string =>
    name.replace(/(?:省|市|特别行政区|壮族自治区|回族自治区|维吾尔自治区|自治区)$/, '');
  return [trim(province), trim(city)].filter(Boolean).join(' ') || code;
}

let written: Map<string, string> | null = null;

/** 湖南省长沙市长沙县, 长沙市长沙县 and 430121 → 430121; undefined when no division is called so. */
export function regionOf(text: string): string | undefined {
  const plain = text.replace(/[\s/,，、-]/g, '');
  if (isRegionCode(plain)) return plain;
  written ??= writtenNames();
  return written.get(plain);
}

function writtenNames(): Map<string, string> {
  const found = new Map<string, string>();
  const visit = (nodes: readonly RegionNode[]): void => {
    for (const { code, children } of nodes) {
      const path = regionPath(code);
      found.set(path.join(''), code);
      // people leave the province out where the city says enough
      if (path.length > 1 && !found.has(path.slice(1).join(''))) found.set(path.slice(1).join(''), code);
      visit(children);
    }
  };
  visit(regionTree());
  return found;
}
