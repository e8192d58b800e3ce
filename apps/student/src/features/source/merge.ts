import { SOURCE_KEYS, type SourceKey, type SourceValues } from '@qiancheng/shared';

/** A field that was changed here and on another device, to different values. */
export interface Clash {
  field: SourceKey;
  mine: string;
  theirs: string;
}

export interface Merge {
  values: SourceValues;
  /** Changed on the other device alone: taken over. */
  taken: SourceKey[];
  /** Changed on both: the person chooses; until then mine stays. */
  clashes: Clash[];
}

/** What is written here and not on the server. */
export function unsavedKeys(base: SourceValues, values: SourceValues): SourceKey[] {
  return SOURCE_KEYS.filter((key) => base[key] !== values[key]);
}

/** Two devices wrote into one draft that both began from. Nothing of either is dropped without being asked. */
export function mergeDrafts(base: SourceValues, mine: SourceValues, theirs: SourceValues): Merge {
  const merge: Merge = { values: { ...mine }, taken: [], clashes: [] };
  for (const field of SOURCE_KEYS) {
    if (theirs[field] === base[field] || theirs[field] === mine[field]) continue;
    if (mine[field] === base[field]) {
      merge.values[field] = theirs[field];
      merge.taken.push(field);
    } else {
      merge.clashes.push({ field, mine: mine[field], theirs: theirs[field] });
    }
  }
  return merge;
}
