/** A value whose canonical text is known already: what many values have in common is written once. */
export class CanonicalText {
  constructor(readonly text: string) {}
}

/**
 * One text for one value: members sorted, no blanks, `undefined` left out, dates as ISO text. What PostgreSQL gives back
 * from a jsonb column has the same canonical text as what was put in, so hashes can be recomputed from the table.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (value instanceof Date) return JSON.stringify(value.toISOString());
  if (value instanceof CanonicalText) return value.text;
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  switch (typeof value) {
    case 'string':
      return JSON.stringify(storable(value));
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError('a number that JSON cannot carry');
      return JSON.stringify(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      return canonicalObject(value as Record<string, unknown>);
    default:
      throw new TypeError(`a ${typeof value} cannot be recorded`);
  }
}

function canonicalObject(value: Record<string, unknown>): string {
  const members: string[] = [];
  for (const key of Object.keys(value).sort()) {
    const member = value[key];
    if (member !== undefined) members.push(`${JSON.stringify(storable(key))}:${canonicalJson(member)}`);
  }
  return `{${members.join(',')}}`;
}

/** jsonb takes neither NUL nor half surrogate pairs; a record must not fail because somebody sent one. */
function storable(text: string): string {
  if (text.isWellFormed() && !text.includes('\u0000')) return text;
  return text.replaceAll('\u0000', '\ufffd').replace(/\p{Surrogate}/gu, '\ufffd');
}
