import { checkSourceForm, checkSourceValue, type SourceCheckContext } from './check.js';
import {
  isRegistryField,
  SOURCE_GROUPS,
  SOURCE_KEYS,
  sourceField,
  type SourceGroup,
  type SourceKey,
  type SourceValues,
} from './fields.js';

/** What the student's form shows: the registry's fields as the school has them, the others as the student wrote them. */
export function mergeSource(
  school: SourceValues,
  own: Partial<SourceValues>,
  registryFields: readonly string[],
): SourceValues {
  const values = { ...school };
  for (const key of SOURCE_KEYS) {
    const written = own[key];
    if (written !== undefined && !isRegistryField(key, registryFields)) values[key] = written;
  }
  return values;
}

/** Every own value in its one spelling; what is wrong stays as it was written. */
export function normaliseSource(
  values: SourceValues,
  registryFields: readonly string[],
  ctx: SourceCheckContext,
): SourceValues {
  const kept = { ...values };
  for (const key of SOURCE_KEYS) {
    if (isRegistryField(key, registryFields)) continue;
    const checked = checkSourceValue(key, values[key], ctx);
    if (checked.ok) kept[key] = checked.value;
  }
  return kept;
}

export interface SourceGroupProgress {
  group: SourceGroup;
  label: string;
  /** Of the student's own fields: those that have to be filled in, and the optional ones that are. */
  total: number;
  done: number;
  wrong: number;
}

export interface SourceProgress {
  /** What still keeps the form from being submitted: empty or wrong. */
  missing: number;
  total: number;
  groups: SourceGroupProgress[];
}

/** How far the form is; groups without an own field are left out. */
export function sourceProgress(
  values: SourceValues,
  registryFields: readonly string[],
  ctx: SourceCheckContext,
): SourceProgress {
  const kept = normaliseSource(values, registryFields, ctx);
  const wrong = new Set(checkSourceForm(kept, registryFields, ctx).map(({ field }) => field));
  const counts = (key: SourceKey): boolean =>
    !isRegistryField(key, registryFields) && (sourceField(key).required === true || kept[key] !== '');
  const groups = (Object.keys(SOURCE_GROUPS) as SourceGroup[]).flatMap((group): SourceGroupProgress[] => {
    const keys = SOURCE_KEYS.filter((key) => sourceField(key).group === group && counts(key));
    if (keys.length === 0) return [];
    const filled = keys.filter((key) => wrong.has(key) && kept[key] !== '');
    const done = keys.filter((key) => !wrong.has(key));
    return [{ group, label: SOURCE_GROUPS[group], total: keys.length, done: done.length, wrong: filled.length }];
  });
  return { missing: wrong.size, total: groups.reduce((sum, { total }) => sum + total, 0), groups };
}
