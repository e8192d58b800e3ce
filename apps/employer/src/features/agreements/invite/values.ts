import type { AgreementBlockKey, AgreementValues } from '@qiancheng/shared';

/** What the form edits, taken out of a case. A deep copy: the case itself stays what the server said. */
export function valuesOf(detail: AgreementValues): AgreementValues {
  return structuredClone({
    employer: { ...detail.employer },
    terms: { ...detail.terms, insurance: [...detail.terms.insurance] },
    archive: { ...detail.archive },
    breach: { ...detail.breach, exits: [...detail.breach.exits] },
  });
}

export type FieldPath = `${AgreementBlockKey}.${string}`;

export function readPath(values: AgreementValues, path: string): unknown {
  const [block, key] = path.split('.') as [AgreementBlockKey, string];
  return (values[block] as unknown as Record<string, unknown> | undefined)?.[key];
}

export function writePath(values: AgreementValues, path: string, value: unknown): void {
  const [block, key] = path.split('.') as [AgreementBlockKey, string];
  (values[block] as unknown as Record<string, unknown>)[key] = value;
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** Paths whose values differ between two versions. */
export function changedPaths(a: AgreementValues, b: AgreementValues): FieldPath[] {
  const paths: FieldPath[] = [];
  for (const block of Object.keys(a) as AgreementBlockKey[]) {
    for (const key of Object.keys(a[block])) {
      const path: FieldPath = `${block}.${key}`;
      if (!same(readPath(a, path), readPath(b, path))) paths.push(path);
    }
  }
  return paths;
}

export interface FieldConflict {
  path: FieldPath;
  base: unknown;
  mine: unknown;
  theirs: unknown;
}

/** Fields that both sides changed, to different values. What only one side changed is taken from that side. */
export function conflictsOf(base: AgreementValues, mine: AgreementValues, theirs: AgreementValues): FieldConflict[] {
  return changedPaths(base, mine)
    .filter((path) => !same(readPath(base, path), readPath(theirs, path)))
    .filter((path) => !same(readPath(mine, path), readPath(theirs, path)))
    .map((path) => ({
      path,
      base: readPath(base, path),
      mine: readPath(mine, path),
      theirs: readPath(theirs, path),
    }));
}

/** Theirs, with my changes on top where nobody else changed the field, or where I chose mine. */
export function mergeValues(
  base: AgreementValues,
  mine: AgreementValues,
  theirs: AgreementValues,
  choose: Readonly<Record<string, 'mine' | 'theirs'>>,
): AgreementValues {
  const merged = valuesOf(theirs);
  const disputed = new Set(conflictsOf(base, mine, theirs).map((conflict) => conflict.path));
  for (const path of changedPaths(base, mine)) {
    if (!disputed.has(path) || choose[path] === 'mine') writePath(merged, path, readPath(mine, path));
  }
  return merged;
}
