import { UPLOAD_NAME, UPLOAD_TYPE } from '../../http/index.js';
import type { Route, Schema } from './route-list.js';

/** What stands for a name wherever it appears: in an address, a query or a body. */
export type Known = Record<string, unknown>;

/** A request that passes the route's own checks, so that only the question of access is left to refuse it. */
export interface SampleRequest {
  url: string;
  headers: Record<string, string>;
  body: unknown;
}

/** The smallest picture: it passes every inspection of files. */
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const PICTURE_FILE = { name: 'sample.png', body: PICTURE };
/** The smallest sheet, for routes that are named after one. */
const SHEET_FILE = { name: 'sample.csv', body: Buffer.from('\ufeff名称\n一行\n') };

export function sampleRequest(route: Route, known: Known): SampleRequest {
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(need(known, name, route))),
  );
  const query = route.parameters
    .filter((parameter) => parameter.in === 'query' && parameter.required)
    .map(({ name, schema }) => `${name}=${encodeURIComponent(String(sample(name, schema ?? {}, route, known)))}`);
  const url = query.length > 0 ? `${path}?${query.join('&')}` : path;
  if (route.takesFile) {
    const { name, body } = /Sheet$/.test(route.operationId) ? SHEET_FILE : PICTURE_FILE;
    return { url, headers: { 'content-type': UPLOAD_TYPE, [UPLOAD_NAME]: name }, body };
  }
  return { url, headers: {}, body: route.body ? sample('', route.body, route, known) : undefined };
}

function need(known: Known, name: string, route: Route): unknown {
  if (name in known) return known[name];
  throw new Error(`${route.method} ${route.path}: the matrix does not know what {${name}} is; add it to the victim`);
}

function sample(name: string, schema: Schema, route: Route, known: Known): unknown {
  if (name in known) return known[name];
  const inner = route.resolve(schema);
  const either = inner.anyOf?.find((option) => option.type !== 'null');
  if (either) return sample(name, either, route, known);
  if (inner.enum) return inner.enum[0];
  switch ([inner.type ?? 'object'].flat()[0]) {
    case 'integer':
    case 'number':
      return Math.max(inner.minimum ?? 1, 1);
    case 'boolean':
      return true;
    case 'array':
      return Array.from({ length: inner.minItems ?? 0 }, () => sample(name, inner.items ?? {}, route, known));
    case 'string':
      return text(name, inner, route);
    default:
      return object(inner, route, known);
  }
}

/** What must be there, and whatever names a row. */
function object(schema: Schema, route: Route, known: Known): Record<string, unknown> {
  const members = Object.entries(schema.properties ?? {}).filter(
    ([name]) => schema.required?.includes(name) || (name in known && name.toLowerCase().endsWith('ids')),
  );
  return Object.fromEntries(members.map(([name, member]) => [name, sample(name, member, route, known)]));
}

function text(name: string, schema: Schema, route: Route): string {
  if (schema.format === 'date') return '2027-04-12';
  if (schema.format === 'date-time') return '2027-04-12T02:00:00.000Z';
  if (schema.pattern || schema.format === 'uuid') {
    throw new Error(`${route.method} ${route.path}: the matrix has no sample for "${name}"; add it to the victim`);
  }
  return '同意办理';
}
