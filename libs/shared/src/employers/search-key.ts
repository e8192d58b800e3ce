import { normaliseEmployerName } from '../validators/names.js';

/** A unit's name, or what somebody types of it, as the directory compares it: also `directory_plain` in the database. */
export function directoryKey(text: string): string {
  return normaliseEmployerName(text)
    .toLowerCase()
    .replace(/[（）()·.\-—_,，、“”"']/g, '');
}

/** The words that say what kind of unit it is, and nothing about which. */
const LEGAL_FORM = /(?:(?:股份|集团|责任)*有限(?:责任)?公司|分公司|公司|集团)$/;

/** 湘江精密制造股份有限公司 → 湘江精密制造: what is compared when two names look alike. */
export function employerNameCore(name: string): string {
  const key = directoryKey(name);
  const core = key.replace(LEGAL_FORM, '');
  return core.length >= 2 ? core : key;
}

/** Neighbouring characters of the name's core, its ends included: what likeness is counted by. */
export function namePairs(name: string): string[] {
  const chars = ['^', ...employerNameCore(name), '$'];
  return chars.slice(1).map((char, i) => `${chars[i]}${char}`);
}

/** How alike two names are, 0 to 1: the share of neighbouring characters that both have. */
export function pairLikeness(a: readonly string[], b: readonly string[]): number {
  const rest = [...b];
  let common = 0;
  for (const pair of a) {
    const at = rest.indexOf(pair);
    if (at < 0) continue;
    common += 1;
    rest[at] = '';
  }
  return (2 * common) / (a.length + b.length);
}

export const nameLikeness = (one: string, other: string): number => pairLikeness(namePairs(one), namePairs(other));
