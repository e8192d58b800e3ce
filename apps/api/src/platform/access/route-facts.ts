import { AUDIENCES, type Audience } from '../context/index.js';

export const API_PREFIX = '/api/v1';
/** Probes of the machinery around us; they stand outside the API and belong to nobody. */
export const TECHNICAL_PATHS: readonly string[] = ['healthz', 'readyz', 'metrics'];

const WORKSPACE = '/schools/:schoolCode/cohorts/:cohort';

export interface RouteFacts {
  audience: Audience;
  /** The address names a school and a cohort in which an employer works. */
  workspace: boolean;
}

const known = new Map<string, RouteFacts | null>();

/** By the pattern that the router matched, never by the address as typed. */
export function routeOf(pattern: string): RouteFacts | null {
  let facts = known.get(pattern);
  if (facts === undefined) {
    facts = factsOf(pattern);
    known.set(pattern, facts);
  }
  return facts;
}

function factsOf(pattern: string): RouteFacts | null {
  const path = pattern.startsWith(`${API_PREFIX}/`) ? pattern.slice(API_PREFIX.length + 1) : pattern.replace(/^\//, '');
  const first = path.split('/')[0] ?? '';
  if (TECHNICAL_PATHS.includes(first)) return { audience: 'public', workspace: false };
  const audience = AUDIENCES.find((name) => name === first);
  if (!audience || !pattern.startsWith(`${API_PREFIX}/`)) return null;
  return { audience, workspace: audience === 'employer' && path.startsWith(`employer${WORKSPACE}`) };
}
