import type { SchoolPolicy } from '../policy.js';
import type { ParameterKey, ParameterValue } from './types.js';

type Node = Record<string, unknown>;

export function parameterValue<K extends ParameterKey>(policy: SchoolPolicy, key: K): ParameterValue<K> {
  return rawValue(policy, key) as ParameterValue<K>;
}

/** As it stands there, whatever it is; undefined where there is nothing. */
export function rawValue(policy: unknown, key: ParameterKey): unknown {
  let node: unknown = policy;
  for (const part of key.split('.')) {
    if (typeof node !== 'object' || node === null || !Object.hasOwn(node, part)) return undefined;
    node = (node as Node)[part];
  }
  return node;
}

/** The policy with one value changed; the one that was given stays as it is. */
export function withParameter<K extends ParameterKey>(
  policy: SchoolPolicy,
  key: K,
  value: ParameterValue<K>,
): SchoolPolicy {
  return replaced(policy as unknown as Node, key.split('.'), value) as unknown as SchoolPolicy;
}

function replaced(node: Node, path: readonly string[], value: unknown): Node {
  const [head, ...rest] = path as [string, ...string[]];
  return { ...node, [head]: rest.length === 0 ? value : replaced(node[head] as Node, rest, value) };
}
