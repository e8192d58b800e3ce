import { namePairs, pairLikeness } from '@qiancheng/shared';

/** Above this two names in one place are shown to somebody. */
export const LIKE_ENOUGH = 0.75;
/** Two units with codes of their own are two in the register: only names that hardly differ are worth a look. */
export const LIKE_ENOUGH_CODED = 0.95;
/** What a likeness of 0.75 asks of the shorter name: 0.75 (a + b) / 2 pairs in common, of at most 1 of its own. */
const SHARED = 0.6;
export const DUPLICATE_KINDS = ['name', 'code', 'alias', 'like'] as const;
export type DuplicateKind = (typeof DUPLICATE_KINDS)[number];

export interface Evidence {
  kind: DuplicateKind;
  score: number;
  text: string;
}

export interface NamedUnit {
  id: string;
  name: string;
  regionCode: string;
  /** Registered under a code of its own. */
  coded: boolean;
}

export interface Pair {
  a: string;
  b: string;
  evidence: Evidence;
}

/** Always the same way round. */
export function pairOf(one: string, other: string, evidence: Evidence): Pair {
  return one < other ? { a: one, b: other, evidence } : { a: other, b: one, evidence };
}

interface Spelt extends NamedUnit {
  pairs: string[];
}

/**
 * Pairs of one place whose names are nearly the same; each of `units` with all `neighbours` of its place. Names that are
 * alike enough share at least 0.6 of either one's character pairs, so they meet in one of the rarest 0.4 and one more:
 * only those are looked up, and a place with ten thousand units of one trade costs little more than a small one.
 */
export function likePairs(units: readonly NamedUnit[], neighbours: readonly NamedUnit[]): Pair[] {
  const places = Map.groupBy(neighbours, (unit) => unit.regionCode);
  const found: Pair[] = [];
  for (const [place, own] of Map.groupBy(units, (unit) => unit.regionCode)) {
    const spelt = (places.get(place) ?? []).map((unit): Spelt => ({ ...unit, pairs: namePairs(unit.name) }));
    found.push(...likeWithin(new Set(own.map(({ id }) => id)), spelt));
  }
  return found;
}

function likeWithin(wanted: ReadonlySet<string>, units: readonly Spelt[]): Pair[] {
  const holders = new Map<string, Spelt[]>();
  for (const unit of units) {
    for (const pair of new Set(unit.pairs)) {
      const list = holders.get(pair);
      if (list) list.push(unit);
      else holders.set(pair, [unit]);
    }
  }
  const holding = (pair: string): Spelt[] => holders.get(pair) ?? [];
  return units
    .filter((unit) => wanted.has(unit.id))
    .flatMap((unit) => {
      const rarest = [...new Set(unit.pairs)].sort((a, b) => holding(a).length - holding(b).length);
      const met = new Set(
        rarest.slice(0, unit.pairs.length - Math.ceil(SHARED * unit.pairs.length) + 1).flatMap(holding),
      );
      return [...met].flatMap((other) => {
        const lengths = [unit.pairs.length, other.pairs.length];
        if (other.id === unit.id || Math.min(...lengths) < SHARED * Math.max(...lengths)) return [];
        const score = pairLikeness(unit.pairs, other.pairs);
        return score < (unit.coded && other.coded ? LIKE_ENOUGH_CODED : LIKE_ENOUGH)
          ? []
          : [pairOf(unit.id, other.id, { kind: 'like', score, text: likeText(score) })];
      });
    });
}

function likeText(score: number): string {
  return score === 1 ? '同一地区，名称只差公司类型' : `同一地区，名称相近（${Math.round(score * 100)}%）`;
}
