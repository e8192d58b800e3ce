import { nameLikeness } from '@qiancheng/shared';

/** Above this two names in one place are shown to somebody. */
export const LIKE_ENOUGH = 0.75;
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

/** Pairs of one place whose names are nearly the same; each of `units` with all `neighbours` of its place. */
export function likePairs(units: readonly NamedUnit[], neighbours: readonly NamedUnit[]): Pair[] {
  const places = Map.groupBy(neighbours, (unit) => unit.regionCode);
  const pairs: Pair[] = [];
  for (const unit of units) {
    for (const other of places.get(unit.regionCode) ?? []) {
      if (other.id === unit.id || Math.abs(other.name.length - unit.name.length) > 8) continue;
      const score = nameLikeness(unit.name, other.name);
      if (score >= LIKE_ENOUGH) pairs.push(pairOf(unit.id, other.id, { kind: 'like', score, text: likeText(score) }));
    }
  }
  return pairs;
}

function likeText(score: number): string {
  return score === 1 ? '同一地区，名称只差公司类型' : `同一地区，名称相近（${Math.round(score * 100)}%）`;
}
