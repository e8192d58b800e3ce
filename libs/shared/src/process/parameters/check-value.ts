import { isDay } from '../dates.js';
import { SLOTS } from '../states.js';
import type { AnyParameterSpec, ByLevelSpec, ChannelsSpec, DaysSpec, ListSpec } from './types.js';

const MOST_DATES = 100;
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

/** What is wrong with one value, looked at alone and without trust; null: nothing. */
export function problemOfValue(spec: AnyParameterSpec, value: unknown, standard: unknown): string | null {
  switch (spec.kind) {
    case 'switch':
      return typeof value === 'boolean' ? null : '请选是或否';
    case 'number':
      return isWhole(value, spec.min, spec.max) ? null : `请填 ${spec.min} 到 ${spec.max} 之间的整数`;
    case 'choice':
      return isOption(spec.options, value) ? null : '请选一项';
    case 'list':
      return problemOfList(spec, value);
    case 'days':
      return problemOfDays(spec, value);
    case 'dates':
      return problemOfDates(value);
    case 'precedence':
      return isPairs(value) ? null : '签章顺序里有不认识的签章';
    case 'time':
      return value === null || (typeof value === 'string' && TIME.test(value)) ? null : '请填时间，例如 22:00';
    case 'fixed':
      return value === standard ? null : '这一项全平台一样，不能改';
    case 'by_level':
      return isByLevel(spec, value) ? null : '请为每个层次选一种版式';
    case 'channels':
      return problemOfChannels(spec, value);
  }
}

const isWhole = (value: unknown, min: number, max: number): value is number =>
  Number.isInteger(value) && (value as number) >= min && (value as number) <= max;

const isOption = (options: Record<string, unknown>, value: unknown): value is string =>
  typeof value === 'string' && Object.hasOwn(options, value);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isDistinct = (values: readonly unknown[]): boolean => new Set(values).size === values.length;

function problemOfList(spec: Pick<ListSpec, 'options'>, value: unknown): string | null {
  if (!Array.isArray(value) || !value.every((item) => isOption(spec.options, item))) return '有不认识的选项';
  return isDistinct(value) ? null : '同一项不能选两次';
}

function problemOfDays({ min, max, most }: DaysSpec, value: unknown): string | null {
  if (!Array.isArray(value) || !value.every((item) => isWhole(item, min, max))) return `每个天数请填 ${min} 到 ${max}`;
  if (value.length > most) return `最多提醒 ${most} 次`;
  return isDistinct(value) ? null : '同一天不用提醒两次';
}

function problemOfDates(value: unknown): string | null {
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string' && isDay(item)))
    return '请填日期，例如 2027-05-04';
  if (value.length > MOST_DATES) return `最多 ${MOST_DATES} 天`;
  return isDistinct(value) ? null : '同一天写了两次';
}

function isPairs(value: unknown): boolean {
  const known: readonly unknown[] = SLOTS;
  return (
    Array.isArray(value) &&
    value.length <= SLOTS.length * SLOTS.length &&
    value.every((pair) => Array.isArray(pair) && pair.length === 2 && pair.every((slot) => known.includes(slot)))
  );
}

function isByLevel(spec: ByLevelSpec, value: unknown): boolean {
  if (!isRecord(value)) return false;
  return Object.entries(value).every(
    ([level, layout]) => isOption(spec.levels, level) && isOption(spec.options, layout),
  );
}

function problemOfChannels(spec: ChannelsSpec, value: unknown): string | null {
  if (!isRecord(value) || !Object.hasOwn(value, 'default')) return '请写明所有消息怎样送';
  if (!Object.keys(value).every((event) => isOption(spec.events, event))) return '有不认识的消息';
  const wrong = Object.values(value).map((list) => problemOfList(spec, list));
  return wrong.find((problem) => problem !== null) ?? null;
}
