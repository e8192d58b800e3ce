import { DEFAULT_POLICY, makePolicy, type SchoolPolicy } from '../policy.js';
import { validatePolicy, type PolicyProblem } from '../validate-policy.js';
import { rawValue, withParameter } from './access.js';
import { problemOfValue } from './check-value.js';
import { PARAMETER_KEYS, PARAMETERS } from './index.js';
import type { ParameterKey } from './types.js';

/**
 * A policy out of something that was sent: nothing unknown, nothing missing, every value of its kind, and all of it
 * fitting together. The policy is only worth something when there are no problems.
 */
export function readPolicy(sent: unknown): { policy: SchoolPolicy; problems: PolicyProblem[] } {
  let policy = makePolicy({});
  const problems = unknownPaths(sent, DEFAULT_POLICY, '').map((path) => ({ path, message: '没有这一项' }));
  for (const key of PARAMETER_KEYS) {
    const value = rawValue(sent, key);
    const message = problemOfValue(PARAMETERS[key], value, rawValue(DEFAULT_POLICY, key));
    if (message) problems.push({ path: key, message });
    else policy = withParameter(policy, key, value as never);
  }
  return { policy, problems: problems.length > 0 ? problems : validatePolicy(policy) };
}

const isNode = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Down to the parameters; what is in a parameter is checked with its value. */
function unknownPaths(sent: unknown, known: unknown, path: string): string[] {
  if (!isNode(sent) || !isNode(known) || PARAMETER_KEYS.includes(path as ParameterKey)) return [];
  return Object.keys(sent).flatMap((name) => {
    const inner = path === '' ? name : `${path}.${name}`;
    return Object.hasOwn(known, name) ? unknownPaths(sent[name], known[name], inner) : [inner];
  });
}
