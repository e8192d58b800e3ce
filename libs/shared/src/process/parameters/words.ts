import type { SchoolPolicy } from '../policy.js';
import { SLOT_LABELS } from '../states.js';
import { rawValue } from './access.js';
import type { ParameterGroup } from './groups.js';
import { PARAMETER_KEYS, PARAMETERS } from './index.js';
import { slotLevels } from './slot-levels.js';
import type { AnyParameterSpec, ByLevelSpec, ChannelsSpec, ParameterKey } from './types.js';

export interface PolicyChange {
  key: ParameterKey;
  group: ParameterGroup;
  title: string;
  from: string;
  to: string;
}

/** A parameter's value as people read it. */
export function parameterWords(policy: SchoolPolicy, key: ParameterKey): string {
  const value = rawValue(policy, key);
  const spec: AnyParameterSpec = PARAMETERS[key];
  switch (spec.kind) {
    case 'switch':
      return value === true ? spec.on : spec.off;
    case 'number':
      return amount(value as number, spec.unit);
    case 'choice':
      return spec.options[value as string]?.label ?? String(value);
    case 'list':
      return listed(named(value as string[], spec.options), spec.none, spec.between);
    case 'days':
      return (value as number[]).length > 0 ? `提前 ${(value as number[]).join('、')} 天` : '不提醒';
    case 'dates':
      return listed(value as string[], '没有');
    case 'precedence':
      return levelsInWords(policy);
    case 'time':
      return typeof value === 'string' ? value : '不设';
    case 'fixed':
      return spec.label;
    case 'by_level':
      return byLevel(spec, value as Record<string, string>);
    case 'channels':
      return channels(spec, value as Record<string, string[]>);
  }
}

/** What differs between two policies, in the order of the settings page. */
export function describeChanges(before: SchoolPolicy, after: SchoolPolicy): PolicyChange[] {
  return PARAMETER_KEYS.filter((key) => !sameParameter(before, after, key)).map((key) => ({
    key,
    group: PARAMETERS[key].group,
    title: PARAMETERS[key].title,
    from: parameterWords(before, key),
    to: parameterWords(after, key),
  }));
}

export function sameParameter(a: SchoolPolicy, b: SchoolPolicy, key: ParameterKey): boolean {
  // Two lists of pairs can mean the same order.
  if (key === 'sign.order') return parameterWords(a, key) === parameterWords(b, key);
  return sorted(rawValue(a, key)) === sorted(rawValue(b, key));
}

/** JSON with its keys in order: what was stored has them as the database likes. */
function sorted(value: unknown): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return JSON.stringify(value);
  return JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function amount(value: number, unit: string): string {
  if (unit === '%') return `${value}%`;
  return `${unit === '元' ? value.toLocaleString('en-US') : value} ${unit}`;
}

const named = (values: readonly string[], options: Record<string, string>): string[] =>
  values.map((value) => options[value] ?? value);

function listed(values: readonly string[], none: string, between = '、'): string {
  return values.length > 0 ? values.join(between) : none;
}

function levelsInWords(policy: SchoolPolicy): string {
  const levels = slotLevels(policy).map((level) => level.map((slot) => SLOT_LABELS[slot]).join('和'));
  return listed(levels, '没有签章', '，再');
}

function byLevel(spec: ByLevelSpec, value: Record<string, string>): string {
  const parts = Object.keys(spec.levels)
    .filter((level) => value[level] !== undefined)
    .map((level) => `${spec.levels[level]}${spec.options[value[level] as string]?.label ?? value[level]}`);
  return listed(parts, '都用上面的版式', '；');
}

function channels(spec: ChannelsSpec, value: Record<string, string[]>): string {
  const parts = Object.keys(spec.events)
    .filter((event) => value[event] !== undefined)
    .map((event) => `${spec.events[event]}：${listed(named(value[event] as string[], spec.options), '不发')}`);
  return listed(parts, '站内', '；');
}
