import type { SchoolPolicy } from '../policy.js';
import { predecessorsOf } from '../slots.js';
import { SLOTS, type Slot } from '../states.js';

/** The school's slots as people arrange them: one rank after the other, several of a rank in any order. */
export function slotLevels(policy: SchoolPolicy): Slot[][] {
  const { slots } = policy.sign;
  const rankOf = (slot: Slot, seen: readonly Slot[]): number => {
    const before = predecessorsOf(policy, slot).filter((other) => !seen.includes(other));
    return before.length === 0 ? 0 : 1 + Math.max(...before.map((other) => rankOf(other, [...seen, slot])));
  };
  const ranks = new Map([...new Set(slots)].map((slot) => [slot, rankOf(slot, [slot])]));
  const used = [...new Set(ranks.values())].sort((a, b) => a - b);
  return used.map((rank) => SLOTS.filter((slot) => ranks.get(slot) === rank));
}

/**
 * The order that these ranks mean. What the old order says of slots that the school does not use is kept as far as it
 * does not contradict, so that such a slot has its place when it is taken into use.
 */
export function orderOfLevels(levels: readonly (readonly Slot[])[], before: SchoolPolicy): [Slot, Slot][] {
  const used = levels.flat();
  const pairs = levels
    .slice(1)
    .flatMap((level, index) =>
      level.flatMap((then) => (levels[index] as Slot[]).map((first): [Slot, Slot] => [first, then])),
    );
  const meant = JSON.stringify(ranksOf(before, used, pairs));
  const others = before.sign.order.filter(([first, then]) => !used.includes(first) || !used.includes(then));
  for (const pair of others) {
    const more = [...pairs, pair];
    if (!isCyclic(before, more) && JSON.stringify(ranksOf(before, used, more)) === meant) pairs.push(pair);
  }
  return pairs;
}

function ranksOf(policy: SchoolPolicy, slots: Slot[], order: [Slot, Slot][]): Slot[][] {
  return slotLevels({ ...policy, sign: { ...policy.sign, slots, order } });
}

/** Whether the order leads from a slot back to itself. */
export function isCyclic(policy: SchoolPolicy, order: SchoolPolicy['sign']['order']): boolean {
  const all: SchoolPolicy = { ...policy, sign: { ...policy.sign, slots: [...SLOTS], order } };
  return SLOTS.some((slot) => predecessorsOf(all, slot).includes(slot));
}
