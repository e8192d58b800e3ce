/**
 * The condition that a unit's name is exactly this text; both are SQL. It is asked for as a range: for an equality the planner
 * takes the index of trigrams, in which Chinese names have next to none, so that each name would go through the whole directory.
 */
export function exactName(unit: string, name: string): string {
  return `${unit}.name_norm between ${name} and ${name}`;
}
